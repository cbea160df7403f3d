"""Figures about the desk's work: who has how much, how old it is, what was decided when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.core.listing import alphabetically
from registry.models import Decision, Filing
from registry.models.filings import FilingQuerySet
from registry.procedure.clock import Deadlines, overdue_before
from registry.procedure.durations import (
    ClosedCase,
    Duration,
    closed_cases,
    duration_of,
    month_before,
)
from registry.procedure.people import officers_of_the_desk
from registry.tracks import BODY, REGULATOR, all_tracks, states_where

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Rows = list[tuple["StrOrPromise", int]]
#: Classes of age in days since the last submission: their names and where they begin.
AGES: tuple[tuple[StrOrPromise, int], ...] = (
    (_("up to 7 days"), 0),
    (_("8 to 14 days"), 8),
    (_("15 to 30 days"), 15),
    (_("31 to 90 days"), 31),
    (_("more than 90 days"), 91),
)
MONTHS = 12
ONE_DAY = timedelta(days=1)
#: Classes of net working days: their names and where they begin.
DURATIONS: tuple[tuple[StrOrPromise, int], ...] = (
    (_("up to 5 working days"), 0),
    (_("6 to 10 working days"), 6),
    (_("11 to 20 working days"), 11),
    (_("21 to 40 working days"), 21),
    (_("more than 40 working days"), 41),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A few figures under a title."""

    key: str
    title: StrOrPromise
    rows: Rows


@dataclass(frozen=True, slots=True)
class Load:
    """The open cases of one officer, or of nobody, as all figures on the work count them."""

    officer: User | None
    open: int = 0
    waiting: int = 0
    overdue: int = 0
    due_by_today: int = 0
    silent: int = 0

    @property
    def due_today(self) -> int:
        """Whose last day is today."""
        return self.due_by_today - self.overdue


COUNTED = ("open", "waiting", "overdue", "due_by_today", "silent")


def loads(
    cases: FilingQuerySet, today: date | None = None, deadlines: Deadlines | None = None
) -> list[Load]:
    """Who has how much: every officer of the desk, whoever else has a case, then nobody.

    `waiting` and `overdue` are with the regulator, `silent` is overdue with the body. What is led
    by another filing is no case of its own (`FilingQuerySet.cases`).
    """
    today, deadlines = today or timezone.localdate(), deadlines or Deadlines.read()
    ours = states_where(lambda state: state.waits_for is REGULATOR)
    counted: Any = (
        cases.cases()
        .open()
        .order_by()
        .values("officer")
        .annotate(
            open=Count("pk"),
            waiting=Count("pk", filter=Q(state__in=ours)),
            overdue=Count("pk", filter=overdue_before(today, deadlines)),
            due_by_today=Count("pk", filter=overdue_before(today + ONE_DAY, deadlines)),
            silent=Count("pk", filter=overdue_before(today, deadlines, BODY)),
        )
    )
    found: dict[int | None, dict[str, int]] = {row.pop("officer"): row for row in counted}
    officers = list(officers_of_the_desk())
    known = {officer.pk for officer in officers}
    left = [pk for pk in found if pk is not None and pk not in known]
    people = [*officers, *User.objects.filter(pk__in=left).order_by(alphabetically(), "pk")]
    own = [Load(officer, **found.get(officer.pk, {})) for officer in people]
    return [*own, Load(None, **found[None])] if None in found else own


def total(rows: Sequence[Load]) -> Load:
    """All of them together: what stands at the top is the sum of what stands below."""
    return Load(None, **{name: sum(getattr(row, name) for row in rows) for name in COUNTED})


@dataclass(frozen=True, slots=True)
class DurationRow:
    """A track or an officer: twelve months together, and month by month."""

    label: StrOrPromise
    whole: Duration
    months: tuple[Duration | None, ...]


@dataclass(frozen=True, slots=True)
class DurationTable:
    """How long cases took, by track or by officer; months from the newest on."""

    key: str
    title: StrOrPromise
    of: StrOrPromise
    months: tuple[date, ...]
    rows: tuple[DurationRow, ...]


def duration_tables(today: date | None = None) -> tuple[DurationTable, ...]:
    """Medians of twelve months by track and by officer, net of pauses; six queries at most."""
    today = today or timezone.localdate()
    months = tuple(month_before(today, back) for back in range(MONTHS))
    cases = closed_cases(months[-1], today)
    tracks = [
        (track.name, [one for one in cases if one.track == track.key]) for track in all_tracks()
    ]
    reviewed = {pk for one in cases if (pk := one.officer) is not None}
    people = User.objects.filter(pk__in=reviewed).order_by(alphabetically(), "pk")
    named: list[tuple[Any, int | None]] = [(person, person.pk) for person in people]
    officers = [
        (name, [one for one in cases if one.officer == pk])
        for name, pk in [*named, (_("nobody"), None)]
    ]
    return (
        DurationTable(
            "by-track", _("Duration by track"), _("Track"), months, _rows(tracks, months)
        ),
        DurationTable(
            "by-officer", _("Duration by officer"), _("Officer"), months, _rows(officers, months)
        ),
    )


def _rows(
    groups: Sequence[tuple[Any, list[ClosedCase]]], months: Sequence[date]
) -> tuple[DurationRow, ...]:
    rows = []
    for label, cases in groups:
        if (whole := duration_of(cases)) is None:
            continue
        by_month = (duration_of(one for one in cases if one.month == month) for month in months)
        rows.append(DurationRow(str(label), whole, tuple(by_month)))
    return tuple(rows)


def figures(today: date | None = None) -> Sequence[Figure]:
    """All figures; a bounded number of queries."""
    today = today or timezone.localdate()
    rows = loads(Filing.objects.all(), today)
    return (
        Figure("officers", _("Open cases by officer"), _by_officer(rows)),
        Figure("ages", _("Open cases by age since the last submission"), _by_age(today)),
        Figure("overdue", _("Overdue cases"), _overdue(total(rows))),
        Figure("decided", _("Decisions by month"), _decided(today)),
        Figure(
            "durations",
            _("Closed in twelve months, by net working days of the regulator"),
            _durations(today),
        ),
    )


def _by_officer(rows: Sequence[Load]) -> Rows:
    """The most first; who has none is left out."""
    held = sorted((row for row in rows if row.open), key=lambda row: -row.open)
    return [(str(row.officer or _("nobody")), row.open) for row in held]


def _by_age(today: date) -> Rows:
    counts: dict[str, Any] = {}
    for number, (_label, least) in enumerate(AGES):
        ages = Q(received_at__date__lte=today - timedelta(days=least))
        if number + 1 < len(AGES):
            ages &= Q(received_at__date__gt=today - timedelta(days=AGES[number + 1][1]))
        counts[f"age_{number}"] = Count("pk", filter=ages)
    found = Filing.objects.cases().open().aggregate(**counts)
    return [(label, found[f"age_{number}"]) for number, (label, _least) in enumerate(AGES)]


def _overdue(every: Load) -> Rows:
    return [(_("with the regulator"), every.overdue), (_("with the body"), every.silent)]


def _decided(today: date) -> Rows:
    """The last twelve months, each named by its year and number."""
    months = [month_before(today, back) for back in range(MONTHS - 1, -1, -1)]
    found: Any = (
        Decision.objects.filter(decided_at__date__gte=months[0])
        .annotate(month=TruncMonth("decided_at"))
        .values_list("month")
        .annotate(n=Count("pk"))
        .order_by()
    )
    counted = {month.strftime("%Y-%m"): number for month, number in found}
    return [(f"{month:%Y-%m}", counted.get(f"{month:%Y-%m}", 0)) for month in months]


def _durations(today: date) -> Rows:
    """By the days for which the regulator's clock ran; pauses and the body's time are left out."""
    cases = closed_cases(month_before(today, MONTHS - 1), today)
    counts = [0] * len(DURATIONS)
    for case in cases:
        counts[max(n for n, (_label, least) in enumerate(DURATIONS) if case.days >= least)] += 1
    return [(label, counts[number]) for number, (label, _least) in enumerate(DURATIONS)]
