"""The register itself: acts on entries, numbers, and the way from a typed one to the entry."""
