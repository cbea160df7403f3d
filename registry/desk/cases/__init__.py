"""A filing as a case: its people, notes and opinions."""
