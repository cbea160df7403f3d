"""The public API: the catalogue's queries as JSON, and the dry run of a check.

`registry.programs.api` adds what bodies' own systems may do, and what every other address answers.
"""

from __future__ import annotations

from registry.opendata.api import check, read
from registry.opendata.api.base import api

__all__ = ["api", "check", "read"]
