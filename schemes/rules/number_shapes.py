"""Whether a number has the shape of its kind, and what the shape calls its parts.

The shapes are the regulator's (`number-patterns`). Which standard a number names, whatever its
kind, `portal.core.standard_numbers` reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from portal.core.standard_numbers import (
    CODE_GROUP,
    NATIONAL_TYPES,
    YEAR_GROUP,
    national_type,
    spelled,
)
from schemes.rules.facts import NumberPattern

# A dash and a colon are how Chinese and international numbers join the year.
_YEAR_TO_TRY = ("-2000", ":2000")
_LONGEST = 100
#: The groups of a pattern that hold a year: of the number, of its amendment, and one in brackets.
_YEARS = (YEAR_GROUP, "amended", "dated")
_NUMBER, _PART = "no", "part"
#: Foreign numbers have no grammar in common: words, then what has a digit in it.
_FREE = re.compile(r"(?P<publisher>[A-Z./-]+?(?: [A-Za-z/-]+)*?)[ -](?P<number>\S*\d.*)")
_DOTTED = re.compile(r"(\d+)\.([\d.]+[A-Z]?)")
#: The month beside a year, as in `(06/2012)`, `(2019-07)` and `:2015-11`.
_MONTH = re.compile(r"\(\d\d/$|^-\d\d(?!\d)")


@dataclass(frozen=True)
class NumberParts:
    """What a number says; `years` is empty when it is undated.

    `IEC 60335-2-9:2019+A1:2021` has the publisher IEC, the number 60335, the part 2-9, the year
    2019 and the supplement A1:2021. A year of two digits is of the last century or of this one.
    """

    publisher: str
    number: str
    part: str
    years: frozenset[int]
    supplement: str


@lru_cache(maxsize=65_536)
def read(ref: str, type_: str, shape: NumberPattern, *, dated: bool) -> NumberParts | None:
    """The number read by the shape of its type, or None when it does not fit.

    However it is written. An undated number is tried without the year part of its pattern.
    """
    if len(ref) > _LONGEST:
        return None
    written = spelled(ref)
    match = shape.pattern.fullmatch(written)
    if match is not None:
        return _said(match) if _code_fits(match, type_) else None
    for year in () if dated else _YEAR_TO_TRY:
        match = shape.pattern.fullmatch(written + year)
        if match is not None and _code_fits(match, type_):
            return _said(match, without=year)
    return None


def _code_fits(match: re.Match[str], type_: str) -> bool:
    code = match.groupdict().get(CODE_GROUP) or ""
    return type_ not in NATIONAL_TYPES or national_type(code) == type_


def _said(match: re.Match[str], without: str = "") -> NumberParts:
    """The parts of a number; `without` is the year that was added for trying."""
    written = match.string.removesuffix(without) if without else match.string
    groups = match.groupdict()
    years = [groups[name] for name in _YEARS if groups.get(name) and not without]
    full = frozenset(year for said in years for year in _full_years(said))
    number, part = groups.get(_NUMBER) or "", groups.get(_PART) or ""
    if not number:
        return _free(written, groups.get(YEAR_GROUP) if years else None, full)
    dotted = None if part else _DOTTED.fullmatch(number)
    return NumberParts(
        publisher=written[: _span(match, _NUMBER)[0]].rstrip(" -"),
        number=dotted[1] if dotted else number,
        part=dotted[2] if dotted else part,
        years=full,
        supplement=_rest(match, written),
    )


def _rest(match: re.Match[str], written: str) -> str:
    """What stands behind number and part beside the year: amendments, versions, editions."""
    groups = match.groupdict()
    end = _span(match, _PART if groups.get(_PART) else _NUMBER)[1]
    name = next((n for n in (YEAR_GROUP, "dated") if groups.get(n)), None)
    first, last = _span(match, name) if name else (len(written), len(written))
    return _bare([written[end:first], written[last:]])


def _span(match: re.Match[str], name: str) -> tuple[int, int]:
    """Where a named group stands; the matches of RE2 know groups by their place alone."""
    return match.span(match.re.groupindex[name])


def _bare(pieces: Iterable[str]) -> str:
    rest = " ".join(filter(None, (_MONTH.sub("", piece).strip(" ():/+-") for piece in pieces)))
    return rest.strip(" ():/+-")


def _free(written: str, year: str | None, full: frozenset[int]) -> NumberParts:
    body, _sign, after = written.partition(f"-{year}") if year else (written, "", "")
    if year and not _sign:
        body, _sign, after = written.partition(f":{year}")
    found = _FREE.fullmatch(body)
    publisher, number = (found["publisher"], found["number"]) if found else ("", body)
    return NumberParts(publisher, number, "", full, _bare([after]))


def _full_years(year: str) -> tuple[int, ...]:
    """Two digits are of the last century or of this one; the entry says which."""
    if not year.isdecimal():
        return ()
    return (int(year),) if len(year) == 4 else (1900 + int(year), 2000 + int(year))
