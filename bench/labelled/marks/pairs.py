"""The labelled pairs: copies with their originals, and marks that are different.

The marks are parted before the pairs are made: no mark of one half is in a pair of the other.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from bench.labelled.marks.copies import Copy, copies_of, drawn
from bench.labelled.marks.families import Mark, all_marks
from schemes.files.preview import preview_of
from schemes.files.svg.drawing import safe_drawing


@dataclass(frozen=True)
class Picture:
    """One picture of the set: whose it is, and which change made it ("" for the original)."""

    mark: Mark
    kind: str
    png: bytes


@dataclass(frozen=True)
class Pair:
    """Two pictures and the truth about them, with the kind by which results are grouped."""

    first: Picture
    second: Picture
    is_copy: bool
    kind: str


def half(number: int) -> list[Mark]:
    """Every other mark of every family: 0 to choose with, 1 to measure with."""
    return [mark for mark in all_marks() if (mark.place + _turn(mark)) % 2 == number]


def _turn(mark: Mark) -> int:
    """Which half gets a family's first mark changes from family to family."""
    return sum(mark.family.encode()) % 2


def picture(svg: str, side: int | None = None) -> bytes:
    """PNG by the way that uploads take: made safe, then drawn."""
    png = preview_of(safe_drawing(svg.encode()))
    if side is None:
        return png
    with Image.open(BytesIO(png)) as opened:
        opened.thumbnail((side, side))
        kept = BytesIO()
        opened.save(kept, "PNG")
    return kept.getvalue()


def original(mark: Mark) -> Picture:
    """The mark as its owner drew it."""
    return Picture(mark, "", picture(drawn(mark)))


def copied(mark: Mark, copy: Copy) -> Picture:
    """A changed copy of the mark."""
    return Picture(mark, copy.kind, picture(copy.svg, copy.side))


def pairs_of(marks: list[Mark]) -> Iterator[Pair]:
    """Each copy with its original and with another of the family; each two originals."""
    originals = {mark.name: original(mark) for mark in marks}
    for mark in marks:
        relatives = [other for other in marks if other.family == mark.family and other != mark]
        for place, copy in enumerate(copies_of(mark)):
            changed = copied(mark, copy)
            yield Pair(originals[mark.name], changed, True, copy.kind)
            other = relatives[place % len(relatives)]
            yield Pair(originals[other.name], changed, False, "copy of another of the family")
    for one, other in itertools.combinations(marks, 2):
        kind = "same family" if one.family == other.family else "different families"
        yield Pair(originals[one.name], originals[other.name], False, kind)
