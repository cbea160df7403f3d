"""A fingerprint as a JSON field keeps it; also that of artwork of which none can be made."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from portal.core.apart import TooMuchWork, apart
from portal.core.file_errors import FileRefused
from portal.likeness import VERSION, Fingerprint

#: What is kept where none can be made: nothing is drawn, the file is damaged or has no picture.
NONE: dict[str, Any] = {"version": VERSION, "views": []}
#: Pictures that are made here have fewer; one that is larger is looked at apart.
SMALL_PIXELS = 1_000_000
#: Pictures that are made here are smaller; beyond this, remembering costs too much memory.
_REMEMBERED_BYTES = 200_000


def kept_form(png: bytes | None) -> dict[str, Any]:
    """The fingerprint of a picture, to be kept."""
    if png is None:
        return NONE
    return _remembered(png) if len(png) <= _REMEMBERED_BYTES else _made(png)


def is_current(kept: Any) -> bool:
    """Whether what is kept was made by this version, be it that none can be made."""
    return isinstance(kept, dict) and kept.get("version") == VERSION


def as_fingerprint(kept: Any) -> Fingerprint | None:
    """What is kept as a fingerprint; None for artwork of which none can be made."""
    if not is_current(kept) or not kept.get("views"):
        return None
    return Fingerprint.from_json(kept)


def _made(png: bytes) -> dict[str, Any]:
    """The fingerprint; of a large picture, which people upload as it is, made apart."""
    if _pixels(png) <= SMALL_PIXELS:
        return _taken(png)
    try:
        return apart(_taken, png)
    except TooMuchWork:
        return NONE


def _taken(png: bytes) -> dict[str, Any]:
    from portal.likeness import fingerprint  # loads SciPy

    try:
        return fingerprint(png).as_json()
    except FileRefused:
        return NONE


def _pixels(png: bytes) -> int:
    """As many as the picture says that it has, in the first part of the file."""
    return int.from_bytes(png[16:20]) * int.from_bytes(png[20:24])


#: Several bodies upload the mark of their alliance; making one takes a sixth of a second.
_remembered = lru_cache(maxsize=128)(_made)
