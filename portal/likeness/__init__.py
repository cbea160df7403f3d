"""Whether a mark looks like another one: fingerprints of artwork, compared without its colours.

What is found and what is missed was measured; `docs/mark-gate.md` says on what, and how well.
Taking and comparing fingerprints rests on SciPy, whose import takes longer than that of all of
Django: it is loaded when the first of these is asked for, so import them where they are used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from portal.likeness.fingerprints import VERSION, Fingerprint, OtherVersion
from portal.likeness.reasons import THRESHOLD, Likeness

if TYPE_CHECKING:
    from portal.likeness.comparing import Shelf, likeness, neighbours
    from portal.likeness.taking import fingerprint

_LATE = {
    "Shelf": "comparing",
    "fingerprint": "taking",
    "likeness": "comparing",
    "neighbours": "comparing",
}

__all__ = [
    "THRESHOLD",
    "VERSION",
    "Fingerprint",
    "Likeness",
    "OtherVersion",
    "Shelf",
    "fingerprint",
    "likeness",
    "neighbours",
]


def __getattr__(name: str) -> Any:
    """What rests on SciPy, loaded now."""
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
