"""Public figures about the procedure: how long it takes."""
