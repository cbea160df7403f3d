"""What of a filing's intervals counts for the clock that runs, and on which day its limit ends.

Days are counted as the law counts them: the day on which a time begins does not count, that on
which it ends does. So what ran and what did not add up to the whole, in whatever order pauses
come, and no day is lost or counted twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from registry.models import Interval
from registry.procedure.working_days import (
    Calendar,
    add_working_days,
    next_working_day,
    working_days_between,
)
from registry.tracks import ClockRule, clock_rule


@dataclass(frozen=True, slots=True)
class Pause:
    """A time that does not count: why, since when, how long in the unit of the clock."""

    cause: str
    began: date
    ended: date | None
    days: int


@dataclass(frozen=True, slots=True)
class Turn:
    """The times that the running clock has run, and those in between that do not count."""

    rule: ClockRule
    runs: Sequence[tuple[date, date | None]]
    pauses: tuple[Pause, ...]

    @property
    def began(self) -> date:
        """The day on which the clock began, by which its limit is found."""
        return self.runs[0][0] if self.runs else self.pauses[0].began

    def used(self, today: date, known: Calendar) -> int:
        """How much of the limit has gone by."""
        return sum(length(self.rule, began, ended or today, known) for began, ended in self.runs)

    def due(self, amount: int, today: date, known: Calendar) -> date:
        """The last day of the limit; of a clock that stands, if it went on today."""
        left = amount
        for began, ended in self.runs:
            last = last_day(self.rule, began, left, known)
            if ended is None or last < ended:
                return last
            left = max(0, left - length(self.rule, began, ended, known))
        return last_day(self.rule, today, left, known)


def turn_of(intervals: Sequence[Interval], today: date, known: Calendar) -> Turn:
    """The turn that the last interval belongs to; of a clock that resumes all its times."""
    rule = clock_rule(intervals[-1].clock)
    own = _belonging(intervals, rule)
    running = [each for each in own if each.clock == rule.key and not each.pause]
    runs = [(_day(each.began_at), _end(each)) for each in running]
    return Turn(rule, runs, tuple(_pauses(own, rule, today, known)))


def _belonging(intervals: Sequence[Interval], rule: ClockRule) -> Sequence[Interval]:
    """From its first interval on; where it begins anew, from the last other one on."""
    others = [at for at, each in enumerate(intervals) if each.clock != rule.key]
    if rule.resumes:
        first = next(at for at, each in enumerate(intervals) if each.clock == rule.key)
        return intervals[first:]
    return intervals[others[-1] + 1 :] if others else intervals


def _pauses(
    own: Sequence[Interval], rule: ClockRule, today: date, known: Calendar
) -> Iterator[Pause]:
    for each in own:
        if each.clock == rule.key and not each.pause:
            continue
        began, ended = _day(each.began_at), _end(each)
        cause = each.pause or clock_rule(each.clock).party.key
        yield Pause(cause, began, ended, length(rule, began, ended or today, known))


def length(rule: ClockRule, began: date, ended: date, known: Calendar) -> int:
    """How long a time is in the unit of a clock; none before it has begun."""
    if ended <= began:
        return 0
    if rule.in_working_days:
        return working_days_between(began, ended, known)
    return (ended - began).days


def last_day(rule: ClockRule, start: date, amount: int, known: Calendar) -> date:
    """A limit in days that would end on a day off ends on the next working day."""
    if rule.in_working_days:
        return add_working_days(start, amount, known)
    return next_working_day(start + timedelta(days=amount), known)


def _day(at: datetime) -> date:
    return timezone.localdate(at)


def _end(interval: Interval) -> date | None:
    return _day(interval.ended_at) if interval.ended_at is not None else None
