"""Blueprints in Wagtail's admin: building, trying, comparing, publishing by two people."""
