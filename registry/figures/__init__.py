"""Public figures about the procedure: how long it takes, and what it said no to."""
