"""Working days: the week, the statutory holidays with their make-up days, the regulator's table.

Limits of procedure are counted in working days, holidays excluded (Administrative Licensing
Law, article 82). The regulator's `CalendarDay` wins over the published calendars, these over
the ordinary week.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import chinese_calendar

from registry.models import CalendarDay

#: Days that differ from the ordinary calendar: whether people work on them.
Overrides = Mapping[date, bool]

ONE_DAY = timedelta(days=1)


def all_overrides() -> Overrides:
    """The regulator's own days. A few dozen a year, so they are read at once."""
    return dict(CalendarDay.objects.values_list("day", "is_working"))


def is_working_day(day: date, overrides: Overrides) -> bool:
    """Whether people work on a day."""
    if day in overrides:
        return overrides[day]
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:  # the calendar of that year is not published yet
        return day.weekday() < 5


def add_working_days(start: date, days: int, overrides: Overrides | None = None) -> date:
    """The last day of a limit of so many working days; the day it starts does not count."""
    overrides = all_overrides() if overrides is None else overrides
    day, left = start, days
    while left > 0:
        day += ONE_DAY
        left -= is_working_day(day, overrides)
    return day


def next_working_day(day: date, overrides: Overrides | None = None) -> date:
    """The day itself when people work on it, else the first one after it on which they do."""
    overrides = all_overrides() if overrides is None else overrides
    while not is_working_day(day, overrides):
        day += timedelta(days=1)
    return day


def working_days_between(start: date, end: date, overrides: Overrides | None = None) -> int:
    """How many working days lie after `start` up to and with `end`; negative when reversed."""
    overrides = all_overrides() if overrides is None else overrides
    if end < start:
        return -working_days_between(end, start, overrides)
    span = (end - start).days
    return sum(is_working_day(start + ONE_DAY * n, overrides) for n in range(1, span + 1))


def latest_start_due_before(day: date, days: int, overrides: Overrides | None = None) -> date:
    """The last day on which a limit of so many working days can have begun to end before `day`."""
    overrides = all_overrides() if overrides is None else overrides
    start, left = day - ONE_DAY, days
    while left > 0:
        left -= is_working_day(start, overrides)
        start -= ONE_DAY
    return start
