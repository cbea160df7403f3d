"""Impact: which drafts, filings and entries a change touches, and at which places."""
