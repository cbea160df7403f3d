"""Reading the number of a standard by the pattern of its kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from portal.core.standard_numbers import CODE_GROUP, NATIONAL_TYPES, YEAR_GROUP
from schemes.rules.facts import NumberPattern

# A dash and a colon are how Chinese and international numbers join the year.
_YEAR_TO_TRY = ("-2000", ":2000")
_LONGEST = 100


@dataclass(frozen=True)
class StandardNumber:
    """What a number says: the years that it names, none when it is undated."""

    years: frozenset[int]


@lru_cache(maxsize=65_536)
def read(ref: str, type_: str, shape: NumberPattern, *, dated: bool) -> StandardNumber | None:
    """The number read by the shape of its type, or None when it does not fit.

    An undated number is tried without the year part of its pattern.
    """
    if len(ref) > _LONGEST:
        return None
    match = shape.pattern.fullmatch(ref)
    if match is None and not dated:
        return _undated(ref, type_, shape)
    if match is None or not _code_fits(match, type_):
        return None
    groups = match.groupdict()
    named = (groups.get(YEAR_GROUP), groups.get("amended"))
    return StandardNumber(frozenset(full for year in named if year for full in _full_years(year)))


def _undated(ref: str, type_: str, shape: NumberPattern) -> StandardNumber | None:
    for year in _YEAR_TO_TRY:
        match = shape.pattern.fullmatch(ref + year)
        if match is not None and _code_fits(match, type_):
            return StandardNumber(frozenset())
    return None


def _code_fits(match: re.Match[str], type_: str) -> bool:
    return type_ not in NATIONAL_TYPES or match.groupdict().get(CODE_GROUP) == type_


def _full_years(year: str) -> tuple[int, ...]:
    """Two digits are of the last century or of this one; the entry says which."""
    if not year.isdecimal():
        return ()
    return (int(year),) if len(year) == 4 else (1900 + int(year), 2000 + int(year))
