"""The numbers that Word counts: what is printed before a paragraph of a list.

ISO/IEC 29500-1, 17.9. A level counts on while no level above it has counted; `%1.%2` names the
numbers of the levels.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

_NAMED = re.compile(r"%([1-9])")
_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"))
_ROMAN_SMALL = ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass
class Level:
    """One level of a list."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    is_legal: bool = False


@dataclass
class _List:
    levels: dict[int, Level]
    #: Lists that share a definition go on counting together.
    definition: str
    restarts: dict[int, int] = field(default_factory=dict)


class Counting:
    """The lists of one file while it is read from its beginning."""

    def __init__(self, root: Any) -> None:
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._read(root)

    def label(self, number: str, depth: int) -> str:
        """The next number of a list at a level (from 0); empty for a bullet or no list."""
        one = self._lists.get(number)
        if one is None or depth not in one.levels:
            return ""
        counts = self._counts.setdefault(one.definition, {})
        if depth in one.restarts and (number, depth) not in self._begun:
            self._begun.add((number, depth))
            counts.pop(depth, None)
            first = one.restarts[depth]
        else:
            first = one.levels[depth].start
        counts[depth] = counts[depth] + 1 if depth in counts else first
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        return self._printed(one, depth, counts)

    def _printed(self, one: _List, depth: int, counts: dict[int, int]) -> str:
        level = one.levels[depth]
        if level.form in ("bullet", "none"):
            return ""

        def number(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            inner = one.levels.get(at, Level())
            form = "decimal" if level.is_legal else inner.form
            return written(counts.get(at, inner.start), form)

        return _NAMED.sub(number, level.text).strip()

    def _read(self, root: Any) -> None:
        if root is None:
            return
        definitions = {
            one.get(qn("w:abstractNumId")): one for one in root.iterchildren(qn("w:abstractNum"))
        }
        by_style = {_value(one, "w:styleLink"): one for one in definitions.values()}
        for number in root.iterchildren(qn("w:num")):
            definition = definitions.get(_value(number, "w:abstractNumId"))
            if definition is None:
                continue
            linked = _value(definition, "w:numStyleLink")
            definition = by_style.get(linked, definition) if linked else definition
            levels = dict(map(_level, definition.iterchildren(qn("w:lvl"))))
            one = _List(levels, definition.get(qn("w:abstractNumId")))
            for instead in number.iterchildren(qn("w:lvlOverride")):
                self._override(one, instead)
            self._lists[number.get(qn("w:numId"))] = one

    def _override(self, one: _List, instead: Any) -> None:
        depth = int(instead.get(qn("w:ilvl")) or 0)
        for level in instead.iterchildren(qn("w:lvl")):
            one.levels[depth] = _level(level)[1]
        start = _value(instead, "w:startOverride")
        if start.isdecimal():
            one.restarts[depth] = int(start)


def _level(element: Any) -> tuple[int, Level]:
    start = _value(element, "w:start")
    legal = element.find(qn("w:isLgl"))
    return int(element.get(qn("w:ilvl")) or 0), Level(
        int(start) if start.isdecimal() else 1,
        _value(element, "w:numFmt") or "decimal",
        _value(element, "w:lvlText"),
        legal is not None and legal.get(qn("w:val")) not in ("0", "false"),
    )


def _value(element: Any, name: str) -> str:
    found = element.find(qn(name))
    return "" if found is None else str(found.get(qn("w:val")) or "")


def written(number: int, form: str) -> str:
    """A number as a list writes it: `chineseCounting` 12 is 十二, `upperLetter` 2 is B."""
    return _FORMS.get(form, str)(number)


def _chinese(number: int) -> str:
    if not 0 < number < 10_000:
        return str(number)
    words, digits = "", str(number)
    for at, digit in enumerate(digits):
        if digit != "0":
            words += _DIGITS[int(digit)] + _PLACES[len(digits) - at - 1]
        elif words and not words.endswith("零"):
            words += "零"
    words = words.rstrip("零")
    return words[1:] if 10 <= number < 20 else words


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""


def _roman(number: int) -> str:
    words = ""
    for value, sign in (*_ROMAN, *_ROMAN_SMALL):
        while number >= value:
            words, number = words + sign, number - value
    return words


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 0 < number <= 20 else f"({number})"


_FORMS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "chineseLegalSimplified": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "ideographDigital": lambda n: "".join(("〇" + _DIGITS[1:])[int(d)] for d in str(n)),
    "ideographTraditional": lambda n: _STEMS[(n - 1) % 10],
    "lowerLetter": _letters,
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda n: _roman(n).upper(),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalZero": lambda n: f"{n:02d}",
    "none": lambda _n: "",
}
