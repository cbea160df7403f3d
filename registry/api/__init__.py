"""The public API: the catalogue's queries as JSON, and the dry run of a check."""

from __future__ import annotations

from registry.api.base import api

from registry.api import read, check, last  # isort: skip  the last takes every other address

__all__ = ["api", "check", "last", "read"]
