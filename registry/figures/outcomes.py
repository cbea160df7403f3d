"""Outcomes that were not what the applicant hoped for, by month, without anybody's name.

What is refused, not accepted, returned for correction or revoked is told with track, reason and
field, so that everybody learns from it and can see that like is treated alike. A row names no body,
scheme, person or number; months that are not over are not told, so that no row can be matched with
a day; and where few bodies stand behind a field in a month, the field is left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.utils import timezone

from portal.accounts.models import CertificationField
from portal.core.localised import in_both_languages, in_language
from registry.models import Decision, DigestTerms, Filing, ReasonCode
from registry.states import NEGATIVE_OUTCOMES, Outcome
from registry.tracks import all_tracks

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MONTHS = 24
#: The digest is public: it is made anew once in so many seconds.
KEPT_FOR = 3600


@dataclass(frozen=True, slots=True)
class Happened:
    """One outcome with its body, before anything is left out. Never leaves this file."""

    month: date
    track: str
    outcome: str
    reasons: tuple[str, ...]
    summary: str
    body: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """Like outcomes of a month, counted."""

    month: date
    track: str
    outcome: str
    reasons: tuple[str, ...]
    #: Keys of fields; empty where too few bodies stand behind them.
    fields: tuple[str, ...]
    #: What the decider wrote for the public; empty where the reasons speak for themselves.
    summary: str
    cases: int


def digest(today: date | None = None) -> list[Row]:
    """The rows of the last two years, the newest month first."""
    today = today or timezone.localdate()
    key = f"negative-outcomes:{today}"
    found: list[Row] | None = cache.get(key)
    if found is None:
        found = rows_of(_happened(today), DigestTerms.objects.on(today).least_bodies)
        cache.set(key, found, KEPT_FOR)
    return found


def rows_of(happened: Iterable[Happened], least_bodies: int) -> list[Row]:
    """Like outcomes together; a field is told where enough bodies stand behind it in the month."""
    happened = list(happened)
    bodies: dict[tuple[date, str], set[int]] = defaultdict(set)
    for one in happened:
        for field in one.fields:
            bodies[one.month, field].add(one.body)
    counted = Counter(
        (
            one.month,
            one.track,
            one.outcome,
            one.reasons,
            tuple(f for f in one.fields if len(bodies[one.month, f]) >= least_bodies),
            one.summary,
        )
        for one in happened
    )
    # Nothing of the order in which they happened is left.
    ordered = sorted(counted.items(), key=lambda each: (-each[0][0].toordinal(), each[0][1:]))
    return [Row(*what, cases) for what, cases in ordered]


def _happened(today: date) -> Iterator[Happened]:
    """Decisions in the months that are over.

    What was decided on a joint text is one decision, however many members filed it.
    """
    first = month_moved(today, -MONTHS)
    begun, ended = _moment(first), _moment(today.replace(day=1))
    decisions = Decision.objects.filter(
        outcome__in=NEGATIVE_OUTCOMES,
        decided_at__gte=begun,
        decided_at__lt=ended,
        filing__in=Filing.objects.reviewed_by_themselves(),
    ).select_related("filing__version")
    for one in decisions:
        yield _one(one.decided_at, one.outcome, one.reason_codes, one.public_summary, one.filing)


def _one(at: datetime, outcome: str, codes: Iterable[str], summary: str, filing: Any) -> Happened:
    return Happened(
        month=timezone.localdate(at).replace(day=1),
        track=filing.track,
        outcome=str(outcome),
        reasons=tuple(sorted(codes)),
        summary=summary,
        body=filing.organisation_id,
        fields=tuple(sorted(map(str, filing.version.document.get("domains", ())))),
    )


class Words:
    """The words for what rows name by key, read once: in the language of the page, or both."""

    def __init__(self) -> None:
        self.tracks = {track.key: track.name for track in all_tracks()}
        self.reasons = ReasonCode.objects.in_bulk()
        self.fields = CertificationField.objects.in_bulk()

    def outcome(self, key: str) -> StrOrPromise:
        """The outcome as states and decisions call it."""
        return Outcome(key).label

    def field(self, key: str) -> str:
        """A field by its Chinese name, which is its key, or its English one."""
        known = self.fields.get(key)
        return in_language({"zh": key, "en": known.name_en if known else ""})

    def as_data(self, row: Row) -> dict[str, Any]:
        """A row as plain values: the month as 2026-11, names in both languages."""
        return {
            "month": f"{row.month:%Y-%m}",
            "track": row.track,
            "outcome": row.outcome,
            "outcome_name": in_both_languages(self.outcome(row.outcome)),
            "reasons": [self._reason(code) for code in row.reasons],
            "fields": list(row.fields),
            "summary": row.summary,
            "cases": row.cases,
        }

    def _reason(self, code: str) -> Mapping[str, Any]:
        row = self.reasons.get(code)
        if row is None:
            return {"code": code}
        return {
            "code": code,
            "name": {"zh": row.name_zh, "en": row.name_en},
            "basis": {"zh": row.basis_zh, "en": row.basis_en},
        }


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def month_moved(day: date, by: int) -> date:
    """The first day of the month so many months later than that of a day."""
    number = day.year * 12 + day.month - 1 + by
    return date(number // 12, number % 12 + 1, 1)
