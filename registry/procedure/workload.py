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
from registry.models import Decision, Filing
from registry.procedure.clock import Deadlines, overdue_before
from registry.procedure.durations import net_working_days
from registry.tracks import BODY

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
#: So many durations are worked out at once.
PORTION = 2000
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


def figures(today: date | None = None) -> Sequence[Figure]:
    """All figures; a bounded number of queries."""
    today = today or timezone.localdate()
    deadlines = Deadlines.read()
    return (
        Figure("officers", _("Open cases by officer"), _by_officer()),
        Figure("ages", _("Open cases by age since the last submission"), _by_age(today)),
        Figure("overdue", _("Overdue cases"), _overdue(today, deadlines)),
        Figure("decided", _("Decisions by month"), _decided(today)),
        Figure(
            "durations",
            _("Closed in twelve months, by net working days of the regulator"),
            _durations(today),
        ),
    )


def _by_officer() -> Rows:
    loads: Any = Filing.objects.open().values("officer").annotate(n=Count("pk"))
    rows = list(loads.order_by("-n", "officer__name").values_list("officer", "n"))
    people = User.objects.in_bulk([officer for officer, _n in rows])
    return [(str(people[one]) if one else _("nobody"), number) for one, number in rows]


def _by_age(today: date) -> Rows:
    counts: dict[str, Any] = {}
    for number, (_label, least) in enumerate(AGES):
        ages = Q(received_at__date__lte=today - timedelta(days=least))
        if number + 1 < len(AGES):
            ages &= Q(received_at__date__gt=today - timedelta(days=AGES[number + 1][1]))
        counts[f"age_{number}"] = Count("pk", filter=ages)
    found = Filing.objects.open().aggregate(**counts)
    return [(label, found[f"age_{number}"]) for number, (label, _least) in enumerate(AGES)]


def _overdue(today: date, deadlines: Deadlines) -> Rows:
    filings = Filing.objects.open()
    return [
        (_("with the regulator"), filings.filter(overdue_before(today, deadlines)).count()),
        (_("with the body"), filings.filter(overdue_before(today, deadlines, BODY)).count()),
    ]


def _decided(today: date) -> Rows:
    """The last twelve months, each named by its year and number."""
    months = [_month_before(today, back) for back in range(MONTHS - 1, -1, -1)]
    found: Any = (
        Decision.objects.filter(decided_at__date__gte=months[0])
        .annotate(month=TruncMonth("decided_at"))
        .values_list("month")
        .annotate(n=Count("pk"))
        .order_by()
    )
    counted = {month.strftime("%Y-%m"): number for month, number in found}
    return [(f"{month:%Y-%m}", counted.get(f"{month:%Y-%m}", 0)) for month in months]


def _month_before(today: date, back: int) -> date:
    """The first day of the month so many months ago."""
    months = today.year * 12 + today.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def _durations(today: date) -> Rows:
    """By the days for which the regulator's clock ran; pauses and the body's time are left out."""
    since = _month_before(today, MONTHS - 1)
    closed = Filing.objects.closed().filter(closed_at__date__gte=since)
    keys = list(closed.values_list("pk", flat=True))
    days: list[int] = []
    for start in range(0, len(keys), PORTION):
        days += net_working_days(keys[start : start + PORTION], today=today).values()
    counts = [0] * len(DURATIONS)
    for each in days:
        counts[max(n for n, (_label, least) in enumerate(DURATIONS) if each >= least)] += 1
    return [(label, counts[number]) for number, (label, _least) in enumerate(DURATIONS)]
