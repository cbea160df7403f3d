"""Doing things as if on another day, so that the demonstration has a past."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

import time_machine
from django.utils import timezone


@contextmanager
def moment(day: date, hour: int = 10, minute: int = 0) -> Iterator[None]:
    """Everything inside happens at this hour of this day, and time goes on from there."""
    local = datetime.combine(day, time(hour, minute), tzinfo=timezone.get_default_timezone())
    with time_machine.travel(local, tick=True):
        yield


def working_day_after(day: date, days: int) -> date:
    """So many days later, or the Monday after that weekend."""
    later = day + timedelta(days=days)
    return later + timedelta(days=(7 - later.weekday()) % 7) if later.weekday() > 4 else later
