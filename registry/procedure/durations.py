"""How long filings took a party, in working days net of all that does not count.

The one place for figures about durations: public medians, reports at the desk.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from statistics import median

from django.utils import timezone

from registry.models import Filing, Interval
from registry.procedure.working_days import Calendar, calendar, working_days_between
from registry.tracks import REGULATOR, Party, Track, all_tracks

#: So many filings are asked for at once.
PORTION = 2000


def net_working_days(
    filings: Iterable[Filing | int],
    party: Party = REGULATOR,
    today: date | None = None,
    known: Calendar | None = None,
) -> dict[int, int]:
    """By primary key, the working days for which a party's clock ran; pauses are left out.

    What still runs is counted up to today. One query, and two for the calendar unless it is given,
    however many filings there are.
    """
    today, known = today or timezone.localdate(), known or calendar()
    keys = [one.pk if isinstance(one, Filing) else one for one in filings]
    clocks = {rule.key for track in all_tracks() for rule in track.clocks if rule.party is party}
    rows = Interval.objects.filter(filing__in=keys, clock__in=clocks, pause="")
    counted: dict[tuple[date, date], int] = {}
    days = dict.fromkeys(keys, 0)
    for filing, began_at, ended_at in rows.values_list("filing_id", "began_at", "ended_at"):
        ended = timezone.localdate(ended_at) if ended_at else today
        span = (timezone.localdate(began_at), ended)
        if span not in counted:
            counted[span] = max(0, working_days_between(*span, known))
        days[filing] += counted[span]
    return days


@dataclass(frozen=True, slots=True)
class ClosedCase:
    """A case that had its outcome: on which track, by whom reviewed, when, and how long it took."""

    filing: int
    track: str
    officer: int | None
    month: date
    days: int


@dataclass(frozen=True, slots=True)
class Duration:
    """How many cases there were, and the median of their working days."""

    cases: int
    working_days: float

    @property
    def shown(self) -> float:
        """A whole number without its point."""
        return int(self.working_days) if self.working_days.is_integer() else self.working_days


def duration_of(cases: Iterable[ClosedCase]) -> Duration | None:
    """The median of some cases; None of none."""
    days = [case.days for case in cases]
    return Duration(len(days), float(median(days))) if days else None


def closed_cases(since: date, today: date | None = None) -> list[ClosedCase]:
    """The cases that had their outcome on a day or later.

    None had what the body took back or let lapse, what its entry's end overtook, and what was
    closed as it came. A joint text counts once, by the filing whose review served the others. Four
    queries, and one more for each portion.
    """
    begun = timezone.make_aware(datetime.combine(since, time.min))
    reviewed = Filing.objects.filter(closed_at__gte=begun).reviewed_by_themselves()
    rows = reviewed.order_by("pk").values_list("pk", "track", "state", "officer", "closed_at")
    tracks = {track.key: track for track in all_tracks()}
    closed = [
        row for row in rows if row[1] in tracks and not _is_without_case(tracks[row[1]], row[2])
    ]
    known, days = calendar(), dict[int, int]()
    for start in range(0, len(closed), PORTION):
        keys = [row[0] for row in closed[start : start + PORTION]]
        days |= net_working_days(keys, today=today, known=known)
    return [
        ClosedCase(pk, track, officer, timezone.localdate(closed_at).replace(day=1), days[pk])
        for pk, track, _state, officer, closed_at in closed
    ]


def _is_without_case(track: Track, state: str) -> bool:
    """Whether nobody had an outcome to find, or it was closed as it came."""
    ended = next((one for one in track.states if one.key == state), None)
    without = ended is not None and ended.without_outcome
    return without or state in (track.overtaken, track.initial)


def month_before(day: date, months: int) -> date:
    """The first day of the month so many months before."""
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)
