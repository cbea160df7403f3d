"""Checking a document: what its blueprint says, what the rules say, one report of both."""

from __future__ import annotations

from schemes.validation.report import CheckReport
from schemes.validation.run import check, find_blueprint, unknown_blueprint

__all__ = ["CheckReport", "check", "find_blueprint", "unknown_blueprint"]
