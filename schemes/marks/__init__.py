"""Marks: which protected and filed ones an artwork resembles, and what is kept of that."""
