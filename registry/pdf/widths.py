"""How wide the columns of a printed table are: by what stands in them, never by chance.

Left alone, a layout engine gives a Chinese column one character's width, since it may break
between any two.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence

from schemes.reading import Table, Value

#: Chinese characters that fit one line of a table, all columns together.
LINE = 50.0
#: The blank beside the text of a cell.
PADDING = 1.6
#: A file is shown with its digest of 64 small signs.
FILE = 33.0
#: A short name of a column or in one, such as `获证组织`.
SHORT = 5.0
#: By how much the column that is the tallest grows at a time.
STEP = 0.5
#: The longest word or number that a column keeps in one piece.
LONGEST_WORD = 13.0

_LATIN = re.compile(r"[!-~]+")
_DIGIT = re.compile(r"[0-9]")


def width(words: str) -> float:
    """The width of a text in Chinese characters; a Latin letter takes a little over half."""
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in words)
    return wide + 0.56 * (len(words) - wide)


def stays_together(words: str) -> bool:
    """Whether this is too short a word or number to be broken, such as `GB/T 19001-2016`."""
    is_one = " " not in words or _DIGIT.search(words) is not None
    return words.isascii() and is_one and width(words) <= LONGEST_WORD


def room_in(share: float) -> float:
    """The width of the text that a column has room for, from its share of the line."""
    return LINE * share / 100 - PADDING


def column_widths(table: Table) -> list[float]:
    """The share of each column in the line, in per cent; together they make 100."""
    columns = [
        [row.cells[index].value for row in table.rows] for index in range(len(table.columns))
    ]
    both = list(zip(table.columns, columns, strict=True))
    widths = [_comfortable(title, values) for title, values in both]
    if sum(widths) + PADDING * len(widths) > LINE:
        widths = [_least(title, values) for title, values in both]
    rows = [tuple(_parts(cell.value) for cell in row.cells) for row in table.rows]
    rows.append(tuple([width(title)] for title in table.columns))
    spare = LINE - sum(widths) - PADDING * len(widths)
    while spare > 0 and (tallest := _tallest(rows, widths)) is not None:
        widths[tallest] += STEP
        spare -= STEP
    whole = sum(widths) + PADDING * len(widths)
    return [round(100 * (one + PADDING) / whole, 2) for one in widths]


def _tallest(rows: Sequence[Sequence[list[float]]], widths: Sequence[float]) -> int | None:
    """The column that makes the rows higher than one line, most of all; None where none does."""
    blame: defaultdict[int, float] = defaultdict(float)
    for row in rows:
        heights = [
            sum(max(1.0, part / room) for part in parts)
            for parts, room in zip(row, widths, strict=True)
        ]
        highest = max(heights, default=0.0)
        index = heights.index(highest) if heights else 0
        if any(part > widths[index] for part in row[index]):
            blame[index] += highest - 1
    return max(blame, key=blame.__getitem__) if blame else None


def _parts(value: Value) -> list[float]:
    """The widths of the lines that a value has when none of them is broken."""
    if value.file:
        return [width(value.text), FILE]
    if any(part.note for part in value.parts):
        return [width(str(part)) for part in value.parts]
    return [width(line) for line in str(value).splitlines()]


def _comfortable(title: str, values: Sequence[Value]) -> float:
    """Short names are not broken either."""
    short = [part for value in values for part in _parts(value) if part <= SHORT]
    return max(_least(title, values), *short, min(width(title), SHORT))


def _least(title: str, values: Sequence[Value]) -> float:
    """A longer text has room for a few characters; no short word or number is broken."""
    words = title.split() + [word for value in values for word in _LATIN.findall(str(value))]
    words += [value.text for value in values]
    short = [width(word) for word in words if stays_together(word)]
    longest = max((part for value in values for part in _parts(value)), default=0.0)
    return max(width(title) / 2 + 0.5, min(longest, SHORT), *short)
