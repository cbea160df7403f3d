"""What every layer must see alike in the numbers of standards."""

from __future__ import annotations

import re
from functools import lru_cache

from portal.core.folding import identity, plain

#: The types of the national standards of China, which their numbers begin with.
NATIONAL_TYPES = frozenset({"GB", "GB/T", "GB/Z"})
#: The named group of a shape that holds the year of a number, and the one that holds its type.
YEAR_GROUP = "year"
CODE_GROUP = "code"

#: `GBT 19001` and `DB11T 501` are how people type what has a stroke before its T.
_STROKE_LEFT_OUT = re.compile(r"^(?!GOST)([A-Z]{2,4}\d{0,4})T(?=\d)")
#: A year of four digits and what follows it, such as an amendment. Where a year after a colon
#: follows, what stands after the dash is a part.
_FROM_YEAR = re.compile(r"(?<=[\dA-Z)])[-:](?:19|20)\d\d(?![\d:]).*$")
#: Chinese numbers of the last century, with two digits of a year.
_SHORT_YEAR = re.compile(r"^((?!EN|UL|BS)[A-Z]{2}(?:/[TZ])?[\d.]+)-\d\d(?:/XG\d+-\d{4})?$")
_YEAR = re.compile(r"[-:]((?:19|20)\d\d)(?!\d)")
_NATIONAL = re.compile(
    r"(?<![A-Z])(GB(?:/[TZ]|T(?=[\s\d]))?)\s?(\d{1,6}(?:\.\d{1,4})*(?:\s?-\s?(?:19|20)\d\d)?)(?!\d)"
)
_KIND_OF_NATIONAL = re.compile(r"GB(?:/[TZ]|T)(?=\d)")
#: The letters before the digits of a number that is written in the Chinese manner.
_CODE = re.compile(
    r"^(DB[SJ]?\d{2,4}(?:/T)?|(?!DB[SJ]?\d|DGJ)[A-Z]{2,6}(?:/[A-Z]{1,6})*)\s?(?=\d)", re.IGNORECASE
)


@lru_cache(maxsize=65_536)
def normal_form(ref: str) -> str:
    """`CODENUMBER-YEAR` as all spellings of a number have it in common, for comparing."""
    return _STROKE_LEFT_OUT.sub(r"\1/T", identity(ref))


@lru_cache(maxsize=65_536)
def without_year(ref: str) -> str:
    """The normal form without year and amendments, whatever the edition: `GB4943.1`."""
    form = normal_form(ref)
    shortened = _FROM_YEAR.sub("", form)
    return shortened if shortened != form else _SHORT_YEAR.sub(r"\1", form)


@lru_cache(maxsize=65_536)
def year_of(ref: str) -> str:
    """The year of a number in four digits; empty where it is undated or has two digits only."""
    form = normal_form(ref)
    found = _YEAR.match(form, len(without_year(ref)))
    return found[1] if found else ""


@lru_cache(maxsize=65_536)
def forms_in(ref: str) -> tuple[str, ...]:
    """The normal forms of all standards that a reference names: its own, then national ones.

    A national number counts wherever it stands, so that words around it do not hide it
    (`GB 4943.1-2022（中文版）`, `GB/T 19001-2016/ISO 9001:2015`).
    """
    found = (code + number for code, number in _NATIONAL.findall(plain(ref).upper()))
    return tuple(dict.fromkeys((normal_form(ref), *map(normal_form, found))))


def named_in(ref: str) -> frozenset[str]:
    """The standards that a reference names, each without its year."""
    return frozenset(map(without_year, forms_in(ref)))


def in_series(form: str) -> str:
    """Normal forms without the kind of national standards, which are numbered in one series.

    A standard that is no longer compulsory keeps its number and gets a T.
    """
    return _KIND_OF_NATIONAL.sub("GB", form)


def national_type(code: str) -> str:
    """The type of a basis that a code stands for; GBZ, of occupational health, is national too."""
    return code.replace("GBZ", "GB")


def spelled(text: str) -> str:
    """A number as it is kept and shown: `gb4943.1—2022` becomes `GB 4943.1-2022`."""
    typed = plain(text)
    code = _CODE.match(typed)
    if code is None:
        return typed
    letters = _STROKE_LEFT_OUT.sub(r"\1/T", f"{code[1].upper()}0")[:-1]
    return f"{letters} {typed[code.end() :]}"
