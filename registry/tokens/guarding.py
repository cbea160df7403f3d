"""The database holds that no token goes away, and that its history is only ever added to."""

from __future__ import annotations

from portal.core.guards import append_only, never_deleted
from registry.models.tokens import ApiToken, TokenEvent


def guard_tokens(using: str = "default") -> None:
    """Install the guards; they can be installed again."""
    append_only(TokenEvent, using)
    never_deleted(ApiToken, using)
