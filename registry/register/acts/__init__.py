"""The acts of an entry's life, one file each; the settings name them (`ENTRY_ACTS`)."""
