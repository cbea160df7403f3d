"""The clock of a filing: whose turn it is, until when, and how many working days are left.

The limits are the regulator's (`TimeLimit`); a filing keeps those of the day it was received.
The last day is worked out anew each time, never kept: it moves when the calendar of a year comes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from registry.models import Decision, Filing, TimeLimit
from registry.states import WAITING_FOR_BODY, WAITING_FOR_REGULATOR, Outcome
from registry.tracks import TRACKS
from registry.working_days import (
    Calendar,
    add_working_days,
    calendar,
    latest_start_due_before,
    next_working_day,
    working_days_between,
)


@dataclass(frozen=True, slots=True)
class Clock:
    """Who must act until when. `left` is in working days and negative when overdue."""

    waits_for: str
    started: date
    due: date
    left: int
    today: date
    #: Whether the last day may still move, since the calendar of a year is not published yet.
    is_provisional: bool = False

    @property
    def is_overdue(self) -> bool:
        """Whether the limit has passed; on the weekend after it too."""
        return self.today > self.due

    @property
    def is_due_today(self) -> bool:
        """Whether today is the last day."""
        return self.today == self.due

    @property
    def overdue_by(self) -> int:
        """Working days since the limit passed."""
        return max(0, -self.left)

    @property
    def waits_for_body(self) -> bool:
        """Whether it is the certification body's turn."""
        return self.waits_for == "body"

    @property
    def waits_for_regulator(self) -> bool:
        """Whether it is the regulator's turn."""
        return self.waits_for == "regulator"


def clock_of(filing: Filing, today: date | None = None) -> Clock | None:
    """The clock that runs on a filing, or None when it is closed."""
    return clocks_of([filing], today).get(filing.pk)


def clocks_of(filings: Iterable[Filing], today: date | None = None) -> dict[int, Clock]:
    """The clocks that run on filings, by primary key; four queries however many there are."""
    today = today or timezone.localdate()
    filings = list(filings)
    known, limits = calendar(), list(TimeLimit.objects.all())
    asked = _days_of_request(filings)
    clocks: dict[int, Clock] = {}
    for filing in filings:
        if filing.state in WAITING_FOR_REGULATOR:
            started = timezone.localdate(filing.received_at)
            days = _limit_on(limits, filing.track, started).review_working_days
            due = add_working_days(started, days, known)
            clocks[filing.pk] = _clock("regulator", started, due, today, known)
        elif filing.state in WAITING_FOR_BODY and filing.answer_due:
            started = asked.get(filing.pk, today)
            due = next_working_day(filing.answer_due, known)
            clocks[filing.pk] = _clock("body", started, due, today, known)
    return clocks


def _clock(who: str, started: date, due: date, today: date, known: Calendar) -> Clock:
    left = working_days_between(today, due, known)
    return Clock(who, started, due, left, today, known.is_provisional(started, due))


def _days_of_request(filings: list[Filing]) -> dict[int, date]:
    """When each of the filings that wait for their body was last asked for a correction."""
    waiting = [filing.pk for filing in filings if filing.state in WAITING_FOR_BODY]
    rows = Decision.objects.filter(
        filing__in=waiting, outcome=Outcome.CORRECTION_REQUESTED
    ).order_by("round")
    return {pk: timezone.localdate(at) for pk, at in rows.values_list("filing_id", "decided_at")}


def _limit_on(limits: list[TimeLimit], track: str, day: date) -> TimeLimit:
    """The limit in force on a day; `limits` has the newest of a track first."""
    of_track = [limit for limit in limits if limit.track == track] or [_as_shipped(track)]
    in_force = (limit for limit in of_track if limit.in_force_from <= day)
    return next(in_force, of_track[-1])


def _as_shipped(track: str) -> TimeLimit:
    """The limits of the track itself, should the regulator have deleted all of its own."""
    shipped = TRACKS[track]
    return TimeLimit(
        track=track,
        in_force_from=date.min,
        review_working_days=shipped.review_working_days,
        answer_days=shipped.answer_days,
    )


def answer_limit_from(track: str, day: date) -> date:
    """The day on which the limit for an answer ends that begins on a day, by its count alone.

    This is what a filing keeps: which day is the last one to act the calendar says (`Clock.due`).
    """
    limit = _limit_on(list(TimeLimit.objects.all()), track, day)
    return day + timedelta(days=limit.answer_days)


def answer_clock(track: str, day: date) -> Clock:
    """The clock that would run for a body of which an answer is asked on a day.

    A limit that would end on a day off ends on the next working day.
    """
    known = calendar()
    return _clock("body", day, next_working_day(answer_limit_from(track, day), known), day, known)


def review_due_before(day: date) -> Q:
    """Filings that wait for the regulator and whose review was due before a day."""
    known = calendar()
    newer_from: dict[str, date] = {}
    due = Q(pk__in=())
    for limit in TimeLimit.objects.all():
        last = latest_start_due_before(day, limit.review_working_days, known)
        period = Q(track=limit.track, received_at__gte=_midnight(limit.in_force_from))
        if limit.track in newer_from:
            period &= Q(received_at__lt=_midnight(newer_from[limit.track]))
        due |= period & Q(received_at__lt=_midnight(last + timedelta(days=1)))
        newer_from[limit.track] = limit.in_force_from
    return due & Q(state__in=sorted(WAITING_FOR_REGULATOR))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
