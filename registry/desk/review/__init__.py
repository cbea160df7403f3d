"""The review table: the filed text by chapters, and beside each place what is known of it."""
