"""The median time that the regulator took, by track and by the month of the outcome."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.core.cache import cache
from django.utils import timezone

from registry.procedure.durations import ClosedCase, closed_cases, duration_of, month_before
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

    What had no outcome does not count (`closed_cases`). A joint text counts once, by the filing
    whose review served the others. Five queries.
    """
    today = today or timezone.localdate()
    key = f"medians:{today}"
    found: list[Median] | None = cache.get(key)
    if found is None:
        found = _worked_out(today)
        cache.set(key, found, KEPT_FOR)
    return found


def _worked_out(today: date) -> list[Median]:
    groups: dict[tuple[date, str], list[ClosedCase]] = defaultdict(list)
    for case in closed_cases(month_before(today, MONTHS - 1), today):
        groups[case.month, case.track].append(case)
    order = [track.key for track in all_tracks()]
    newest_first = sorted(groups, key=lambda one: (-one[0].toordinal(), order.index(one[1])))
    found = ((month, track, duration_of(groups[month, track])) for month, track in newest_first)
    return [
        Median(track, month, one.cases, one.working_days)
        for month, track, one in found
        if one is not None
    ]


def by_track(found: list[Median]) -> list[tuple[Track, list[Median]]]:
    """The months of each track that has any, in the order of the tracks."""
    groups: dict[str, list[Median]] = defaultdict(list)
    for one in found:
        groups[one.track].append(one)
    return [(track_of(key), groups[key]) for key in (t.key for t in all_tracks()) if groups[key]]
