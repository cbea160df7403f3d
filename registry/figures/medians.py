"""The median time that the regulator took, by track and by the month of the outcome."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from statistics import median
from typing import Any

from django.core.cache import cache
from django.utils import timezone

from registry.models import Filing
from registry.procedure.durations import net_working_days
from registry.tracks import Track, all_tracks, track_of

#: Of fewer cases a median says little, and the page says so.
FEW = 5
MONTHS = 24
#: The figures are public and dear to work out: they are made anew once in so many seconds.
KEPT_FOR = 3600


@dataclass(frozen=True, slots=True)
class Median:
    """The cases of a track that had their outcome in a month, and the median of their times."""

    track: str
    month: date
    cases: int
    working_days: float

    @property
    def is_few(self) -> bool:
        """Whether there are too few cases to rely on."""
        return self.cases < FEW

    @property
    def shown(self) -> float:
        """A whole number without its point."""
        return int(self.working_days) if self.working_days.is_integer() else self.working_days

    def as_row(self) -> dict[str, Any]:
        """As data: the month as 2026-11."""
        return {**asdict(self), "month": f"{self.month:%Y-%m}", "few_cases": self.is_few}


def medians(today: date | None = None) -> list[Median]:
    """The last two years, the newest month first and the tracks in their order.

    A filing that its entry's end overtook had no outcome and does not count. A joint text counts
    once, by the filing whose review served the others. Five queries.
    """
    today = today or timezone.localdate()
    key = f"medians:{today}"
    found: list[Median] | None = cache.get(key)
    if found is None:
        found = _worked_out(today)
        cache.set(key, found, KEPT_FOR)
    return found


def _is_without_case(track: Track, state: str) -> bool:
    """Whether nobody had an outcome to find: the entry ended, or it was closed as it came."""
    return state in (track.overtaken, track.initial)


def _worked_out(today: date) -> list[Median]:
    since = _months_before(today, MONTHS - 1)
    begun = timezone.make_aware(datetime.combine(since, time.min))
    reviewed = Filing.objects.filter(closed_at__gte=begun).reviewed_by_themselves()
    rows = reviewed.values_list("pk", "track", "state", "closed_at")
    known = {track.key: track for track in all_tracks()}
    closed = [
        row for row in rows if row[1] in known and not _is_without_case(known[row[1]], row[2])
    ]
    days = net_working_days([row[0] for row in closed], today=today)
    groups: dict[tuple[date, str], list[int]] = defaultdict(list)
    for pk, track, _state, closed_at in closed:
        groups[timezone.localdate(closed_at).replace(day=1), track].append(days[pk])
    order = list(known)
    return [
        Median(track, month, len(times), float(median(times)))
        for (month, track), times in sorted(
            groups.items(), key=lambda one: (-one[0][0].toordinal(), order.index(one[0][1]))
        )
    ]


def by_track(found: list[Median]) -> list[tuple[Track, list[Median]]]:
    """The months of each track that has any, in the order of the tracks."""
    groups: dict[str, list[Median]] = defaultdict(list)
    for one in found:
        groups[one.track].append(one)
    return [(track_of(key), groups[key]) for key in (t.key for t in all_tracks()) if groups[key]]


def _months_before(day: date, months: int) -> date:
    """The first day of the month so many months before."""
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)
