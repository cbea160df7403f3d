"""Bar charts as values: where each bar begins and how long it is. The template draws them.

They are pictures for everybody: drawn on the server, in one colour, with every figure written
beside its bar and a table for those who read without seeing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 300
ROW = 50
BAR = 14
VALUE = 40
"""Units of the picture's own coordinates; it is scaled to its place."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure: its words and its place in the picture."""

    label: str
    value: float
    y: int
    length: int

    @property
    def text_y(self) -> int:
        """The base line of the words, which stand above the bar."""
        return self.y - 8


@dataclass(frozen=True, slots=True)
class BarChart:
    """A picture of a few figures."""

    key: str
    title: str
    bars: tuple[Bar, ...]

    width: int = WIDTH
    thickness: int = BAR
    track: int = WIDTH - VALUE

    @property
    def height(self) -> int:
        """As high as its bars need."""
        return ROW * len(self.bars)


def bar_chart(key: str, title: str, rows: Sequence[tuple[object, float]]) -> BarChart:
    """A chart of labelled counts, in the order given; the longest bar fills the track."""
    most = max((count for _label, count in rows), default=0)
    return BarChart(
        key,
        title,
        tuple(
            Bar(str(label), count, ROW * number + 28, _length(count, most))
            for number, (label, count) in enumerate(rows)
        ),
    )


def _length(count: float, most: float) -> int:
    """A figure above nothing is always to be seen."""
    if not count:
        return 0
    return max(3, round((WIDTH - VALUE) * count / most))
