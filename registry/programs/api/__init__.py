"""The whole API: what is public, what a body's own systems may do, and every other address."""

from __future__ import annotations

from registry.opendata.api import api
from registry.programs.api import filings, refusals, sending

from registry.opendata.api import fallback  # isort: skip  it takes every other address

__all__ = ["api", "fallback", "filings", "refusals", "sending"]
