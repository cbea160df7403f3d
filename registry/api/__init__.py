"""The read API: the catalogue's queries as JSON, for everybody, from anywhere."""

from __future__ import annotations

from registry.api.read import api

__all__ = ["api"]
