"""What each day asks of experts: a reminder before the last day, and word after it."""

from __future__ import annotations

from datetime import date, timedelta

from portal.core.daily import each_day
from registry.models import ExpertSeat, ExpertTerms, Filing
from registry.procedure.experts.telling import remind, tell_late


@each_day("experts")
def look_at_seats(day: date) -> None:
    """Remind experts whose last day is near or over; the officer hears of those that are late.

    Each mail has a key with the last day in it, so that a second run sends nothing.
    """
    soon = day + timedelta(days=ExpertTerms.objects.on(day).reminder_days)
    waited_for = ExpertSeat.objects.open().filter(
        panel__due_on__lte=soon, panel__filing__in=Filing.objects.open()
    )
    seats = waited_for.select_related("expert", "panel__filing__officer", "panel__filing__version")
    for seat in seats:
        is_late = seat.panel.due_on < day
        remind(seat, is_late=is_late)
        if is_late:
            tell_late(seat)
