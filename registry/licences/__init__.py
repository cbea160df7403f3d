"""Licences of scheme owners: granting and ending them, and what licensed bodies have to file."""
