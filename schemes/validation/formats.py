"""The two formats of the dialect, `date` and `uri`: what they mean here, for every validator."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import urlsplit

_SCHEMES = ("http", "https", "urn")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_HARMFUL = re.compile(r"[\s<>\"]")

# What these accept is certainly right, and a pattern is tried some ten times quicker than a
# function of Python is called. What they refuse is for the functions below to judge.
CERTAIN = {
    "date": (
        r"^[1-9][0-9]{3}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
        r"|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))$"
    ),
    "uri": (
        r"^(?:https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:[/?#][!#-;=?-~]*)?"
        r"|urn:[A-Za-z0-9][!#-;=?-~]*)$"
    ),
}


def is_day(value: object) -> bool:
    """Whether a text is a day of the calendar, such as 2026-11-20; other values are let pass."""
    if not isinstance(value, str):
        return True
    if not _DAY.fullmatch(value):
        return False
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_uri(value: object) -> bool:
    """Whether a text may stand in a link: no scripts, no blanks; other values are let pass."""
    if not isinstance(value, str):
        return True
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    if parts.scheme not in _SCHEMES or _HARMFUL.search(value):
        return False
    return bool(parts.path) if parts.scheme == "urn" else bool(parts.netloc)
