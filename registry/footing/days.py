"""Spans of days: from a day to a day, both included, open sides as the ends of the calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from registry.states import Gap

FIRST, LAST = date.min, date.max
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days without a hole; there is at least one."""

    begins: date
    ends: date

    @property
    def as_gap(self) -> Gap:
        """The same with None for an open side."""
        return open_side(self.begins), open_side(self.ends)


def span(begins: date | None, ends: date | None) -> Span | None:
    """The days between two, of which each may be open; None where there are none."""
    first, last = begins or FIRST, ends or LAST
    return Span(first, last) if first <= last else None


def open_side(day: date) -> date | None:
    """The day, or None for an end of the calendar."""
    return None if day in (FIRST, LAST) else day


def before(day: date) -> date:
    """The day before; the calendar's first has none, and stays."""
    return day if day == FIRST else day - ONE_DAY


def after(day: date) -> date:
    """The day after; the calendar's last has none, and stays."""
    return day if day == LAST else day + ONE_DAY


def gaps_between(spans: Iterable[Span]) -> Iterator[Span]:
    """The days in none of the spans."""
    begins = FIRST
    for each in sorted(spans):
        if each.begins > begins:
            yield Span(begins, before(each.begins))
        if each.ends == LAST:
            return
        begins = max(begins, after(each.ends))
    yield Span(begins, LAST)


def common(left: Iterable[Span], right: Iterable[Span]) -> list[Span]:
    """The days that lie in a span of both."""
    others = list(right)
    found = (
        span(max(one.begins, two.begins), min(one.ends, two.ends)) for one in left for two in others
    )
    return [each for each in found if each is not None]
