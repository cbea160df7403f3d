"""The clock of a filing: whose turn it is, until when, and how many working days are left.

A filing's intervals say whose clock ran when, its track which clocks there are, the regulator's
`TimeLimit` how long each runs: as of the day on which it began. The last day is worked out anew
each time, never kept: it moves with each pause and when the calendar of a year comes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from registry.models import Extension, Filing, Interval, TimeLimit
from registry.procedure.running_clock import Clock
from registry.procedure.turns import last_day, turn_of
from registry.procedure.working_days import (
    ONE_DAY,
    Calendar,
    add_working_days,
    calendar,
    latest_start_due_before,
    working_days_between,
)
from registry.tracks import REGULATOR, ClockRule, Party, Track, all_tracks


class Terms(NamedTuple):
    """What a clock has, in its unit: its time, by how much it may be extended, when to remind.

    `grace` is in calendar days: what is deemed is carried out so long after the end. `fast` is the
    time that it has in the fast lane, 0 where it has none.
    """

    amount: int
    extension: int
    reminder: int
    grace: int
    fast: int = 0
    #: Whether what is deemed at the end is carried out.
    is_deemed: bool = True

    def total(self, *, in_fast_lane: bool) -> int:
        """How long it runs, before any extension."""
        return self.fast if in_fast_lane and self.fast else self.amount


def _terms_in(row: TimeLimit) -> Terms:
    return Terms(row.amount, row.extension, row.reminder, row.grace, row.fast, row.is_deemed)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """What deadlines are worked out from. A page that shows many of them reads it once."""

    calendar: Calendar
    #: The newest limit of a clock first.
    limits: list[TimeLimit]

    def periods(self, track: str, rule: ClockRule) -> list[tuple[date | None, Terms]]:
        """From which day on a clock has what, the newest first; the oldest from ever on.

        Should the regulator have deleted all of its own, what the portal ships with holds.
        """
        own = [each for each in self.limits if (each.track, each.clock) == (track, rule.key)]
        periods = [
            (
                each.in_force_from,
                _terms_in(each),
            )
            for each in own
        ]
        shipped = Terms(rule.amount, rule.extension, rule.reminder, rule.grace, rule.fast)
        oldest = periods[-1][1] if periods else shipped
        return [*periods[:-1], (None, oldest)]

    def terms(self, track: str, rule: ClockRule, day: date) -> Terms:
        """What a clock of a track has that begins on a day."""
        periods = self.periods(track, rule)
        return next(terms for since, terms in periods if since is None or since <= day)

    @classmethod
    def read(cls) -> Deadlines:
        """As they are now; three queries."""
        return cls(calendar(), list(TimeLimit.objects.all()))


def clock_of(filing: Filing, today: date | None = None) -> Clock | None:
    """The clock that runs on a filing, or None when it is closed."""
    return clocks_of([filing], today).get(filing.pk)


def clocks_of(
    filings: Iterable[Filing], today: date | None = None, deadlines: Deadlines | None = None
) -> dict[int, Clock]:
    """The clocks that run on filings, by primary key; six queries however many there are.

    A filing that goes along with another one's review has the clock of that one: what is paused,
    extended or granted there holds for all whom the review serves.
    """
    today = today or timezone.localdate()
    followed = _followed(list(filings))
    known = {filing.pk: filing for filing in followed.values()}
    deadlines = deadlines or Deadlines.read()
    turns: dict[int, list[Interval]] = {}
    for interval in Interval.objects.filter(filing__in=list(known)).order_by("pk"):
        turns.setdefault(interval.filing_id, []).append(interval)
    granted = {
        (row.filing_id, row.clock): row for row in Extension.objects.filter(filing__in=list(known))
    }
    clocks = {
        pk: _clock(known[pk], intervals, granted.get((pk, intervals[-1].clock)), today, deadlines)
        for pk, intervals in turns.items()
        if intervals[-1].ended_at is None
    }
    return {pk: clocks[one.pk] for pk, one in followed.items() if one.pk in clocks}


def _followed(filings: Sequence[Filing]) -> dict[int, Filing]:
    """By key, the filing whose clock each has: its own, or that of the open one that leads it."""
    led = {one.pk: one.led_by_id for one in filings if one.led_by_id and one.closed_at is None}
    leading = Filing.objects.open().in_bulk(set(led.values())) if led else {}
    return {one.pk: leading.get(led.get(one.pk), one) for one in filings}


def _clock(
    filing: Filing,
    intervals: list[Interval],
    granted: Extension | None,
    today: date,
    deadlines: Deadlines,
) -> Clock:
    """The clock of the last interval, with what it has used up and what did not count.

    An extension of an earlier turn, of a clock that begins anew, was of that turn.
    """
    known = deadlines.calendar
    turn = turn_of(intervals, today, known)
    terms = deadlines.terms(filing.track, turn.rule, turn.began)
    is_of_this_turn = granted and timezone.localdate(granted.granted_at) >= turn.began
    extended = granted.amount if granted and is_of_this_turn else 0
    total = terms.total(in_fast_lane=filing.in_fast_lane) + extended
    due = turn.due(total, today, known)
    return Clock(
        turn.rule,
        turn.began,
        due,
        working_days_between(today, due, known),
        today,
        known.is_provisional(turn.began, due),
        used=turn.used(today, known),
        total=total,
        extended=extended,
        pauses=turn.pauses,
        reminder=terms.reminder,
        grace=terms.grace,
        is_deemed=terms.is_deemed,
        is_fast=bool(filing.in_fast_lane and terms.fast),
        first=first_day(turn.rule, turn.began, known),
    )


def first_day(rule: ClockRule, began: date, known: Calendar) -> date:
    """The first day that counts of a time that began on a day, which itself does not."""
    return add_working_days(began, 1, known) if rule.in_working_days else began + ONE_DAY


def due_with(filing: Filing, total: int) -> date:
    """The last day that the clock of a filing would have if it ran for so long in all."""
    today, known = timezone.localdate(), calendar()
    intervals = list(Interval.objects.filter(filing=filing).order_by("pk"))
    return turn_of(intervals, today, known).due(total, today, known)


def clock_going_on(filing: Filing, state: str) -> Clock | None:
    """The clock that would run if a filing came to a state now: with what it used up before."""
    rule = next(each.clock for each in filing.procedure.states if each.key == state)
    if rule is None:
        return None
    filing = _followed([filing])[filing.pk]
    intervals = list(Interval.objects.filter(filing=filing).order_by("pk"))
    now = timezone.now()
    for interval in intervals:
        interval.ended_at = interval.ended_at or now
    intervals.append(Interval(filing=filing, clock=rule.key, began_at=now))
    granted = Extension.objects.filter(filing=filing, clock=rule.key).first()
    return _clock(filing, intervals, granted, timezone.localdate(now), Deadlines.read())


def clock_begun(track: Track, state: str, day: date) -> Clock | None:
    """The clock that would run for a filing that comes to a state on a day, if any."""
    rule = next(each.clock for each in track.states if each.key == state)
    if rule is None:
        return None
    deadlines = Deadlines.read()
    known, terms = deadlines.calendar, deadlines.terms(track.key, rule, day)
    due = last_day(rule, day, terms.amount, known)
    left = working_days_between(day, due, known)
    is_provisional, total = known.is_provisional(day, due), terms.amount
    first = first_day(rule, day, known)
    return Clock(
        rule,
        day,
        due,
        left,
        day,
        is_provisional,
        total=total,
        grace=terms.grace,
        is_deemed=terms.is_deemed,
        first=first,
    )


def overdue_before(day: date, deadlines: Deadlines | None = None, party: Party = REGULATOR) -> Q:
    """Filings that wait for a party and whose clock ended before a day.

    Found by the day on which the clock began, in one query. What was paused, extended, resumed or
    goes in the fast lane has its own last day: those are worked out together, four queries for all
    of them.
    """
    deadlines = deadlines or Deadlines.read()
    of_party, begun = Q(pk__in=()), Q(pk__in=())
    for track in all_tracks():
        for rule in (rule for rule in track.clocks if rule.party is party):
            running = Q(filing__track=track.key, clock=rule.key)
            of_party |= running
            begun |= running & _begun_too_long_before(track, rule, day, deadlines)
    is_uneven = _is_uneven()
    uneven = Interval.objects.running().filter(of_party).filter(is_uneven)
    clocks = clocks_of(Filing.objects.filter(pk__in=uneven.values("filing")), day, deadlines)
    even = Interval.objects.running().filter(begun).exclude(is_uneven)
    own_day = [pk for pk, clock in clocks.items() if clock.due < day]
    return Q(pk__in=even.values("filing")) | Q(pk__in=own_day)


def _is_uneven() -> Q:
    """Of an interval that runs: it stands, ran before, was extended or is in the fast lane."""
    own = {"filing": OuterRef("filing"), "clock": OuterRef("clock")}
    earlier: QuerySet[Interval] = Interval.objects.filter(**own).exclude(pk=OuterRef("pk"))
    is_fast = Q(filing__in_fast_lane=True)
    return ~Q(pause="") | is_fast | Exists(earlier) | Exists(Extension.objects.filter(**own))


def _begun_too_long_before(track: Track, rule: ClockRule, day: date, deadlines: Deadlines) -> Q:
    """Intervals of a clock that began on days on which it began too early."""
    begun, newer_from = Q(pk__in=()), None
    for since, terms in deadlines.periods(track.key, rule):
        last = _latest_start(rule, day, terms.amount, deadlines.calendar)
        period = Q(began_at__lt=_midnight(last + ONE_DAY))
        if since is not None:
            period &= Q(began_at__gte=_midnight(since))
        if newer_from is not None:
            period &= Q(began_at__lt=_midnight(newer_from))
        begun |= period
        newer_from = since
    return begun


def _latest_start(rule: ClockRule, day: date, amount: int, known: Calendar) -> date:
    """The last day on which a limit can have begun to end before a day."""
    if rule.in_working_days:
        return latest_start_due_before(day, amount, known)
    start = day - timedelta(days=amount)
    while last_day(rule, start, amount, known) >= day:
        start -= ONE_DAY
    return start


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
