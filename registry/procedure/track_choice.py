"""By which track a scheme goes, of the rows of the register of rules on tracks.

The rows that fit are weighed field by field, since a scheme may have several:

1. The most specific row that requires a track says which one: a row for the field before one for
   its category, both before one for everything, and at the same place one for the occasion before
   one for all. Where no row fits, it is the usual track, filing.
2. A row that allows a track counts if it is at least as specific as that one. A general permission
   undoes no special duty.
3. Of several fields the strictest prevails: a licence before what is none, what waits for an act
   before what is listed at once, then the more specific and the later row.

A row that leads to a licence and names no clause is not heeded (Regulations on Optimising the
Business Environment, article 39). Nothing here knows the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from registry.models import Occasion, TrackRule
from registry.tracks import Track, all_tracks


@dataclass(frozen=True, slots=True)
class Case:
    """What is put before the regulator: on what occasion, of which category and fields, when."""

    occasion: Occasion
    category: str
    fields: tuple[str, ...]
    day: date


@dataclass(frozen=True, slots=True)
class Way:
    """A track that is open, and the row that says so; the usual one needs none."""

    track: Track
    row: TrackRule | None = None

    @property
    def ground(self) -> dict[str, Any]:
        """The row that opens the track, as it is now: later rows change nothing under way."""
        if self.row is None:
            return {}
        return {"track_rule": self.row.key, "why": self.row.why_text, "basis": self.row.basis_text}


@dataclass(frozen=True, slots=True)
class Choice:
    """What the law asks for, and what it allows instead, in the order of the settings."""

    case: Case
    asked: Way
    others: tuple[Way, ...] = ()

    @property
    def ways(self) -> tuple[Way, ...]:
        """All that are open, what is asked for first."""
        return (self.asked, *self.others)

    def way(self, track: str) -> Way | None:
        """The open way by this track."""
        return next((way for way in self.ways if way.track.key == track), None)

    @property
    def keys(self) -> list[str]:
        """The keys of the tracks that are open."""
        return [way.track.key for way in self.ways]


def choose(rows: Iterable[TrackRule], case: Case, usual: Track) -> Choice:
    """What the rows say of a case; `usual` where none requires anything."""
    fitting = [row for row in rows if _fits(row, case)]
    by_field = [_of_field(fitting, field, usual) for field in case.fields or ("",)]
    asked = max((asked for asked, _others in by_field), key=_strictness)
    prevailing = [
        {**others, own.track.key: own} for own, others in by_field if own.track is asked.track
    ]
    allowed = set.intersection(*map(set, prevailing)) - {asked.track.key}
    others = tuple(prevailing[0][one.key] for one in all_tracks() if one.key in allowed)
    return Choice(case, asked, others)


def _fits(row: TrackRule, case: Case) -> bool:
    """Whether a row concerns the case, whichever of its fields."""
    return (
        row.holds_on(case.day)
        and row.occasion in ("", case.occasion)
        and row.category in ("", case.category)
        and not row.lacks_clause
    )


def _of_field(rows: Sequence[TrackRule], field: str, usual: Track) -> tuple[Way, dict[str, Way]]:
    """What is asked for one field, and what is allowed instead, by the keys of tracks."""
    here = [row for row in rows if row.field_id in (None, field)]
    required = [Way(row.procedure, row) for row in here if row.is_required]
    asked = max(required, key=_weight, default=Way(usual))
    others: dict[str, Way] = {}
    for row in sorted((row for row in here if not row.is_required), key=_specificity):
        if asked.row is None or _specificity(row) >= _specificity(asked.row):
            others[row.track] = Way(row.procedure, row)
    return asked, others


def _specificity(row: TrackRule) -> tuple[bool, bool, bool]:
    return row.field_id is not None, bool(row.category), bool(row.occasion)


def _weight(way: Way) -> tuple[object, ...]:
    """Of the rows for one field: the most specific; at the same place the stricter."""
    assert way.row is not None, "Only ways with a row are weighed."
    return _specificity(way.row), *_strictness(way)


def _strictness(way: Way) -> tuple[object, ...]:
    track, row = way.track, way.row
    strict = (track.is_licence, not track.lists_on_submission)
    if row is None:
        return *strict, (False, False, False), date.min, ""
    return *strict, _specificity(row), row.valid_from or date.min, row.key
