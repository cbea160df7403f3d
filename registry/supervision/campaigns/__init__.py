"""From what a change touches to what is done about it: campaigns with a task for each entry."""
