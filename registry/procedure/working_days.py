"""Working days: the week, the statutory holidays with their make-up days, the regulator's table.

Limits of procedure are counted in working days, holidays excluded (Administrative Licensing
Law, article 82). The regulator's `CalendarDay` wins over the published calendars, these over
the holidays that the law names, these over the ordinary week. A year whose calendar nobody has
published yet is *provisional*: its holidays are known by law, its moved weekends are not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import chinese_calendar

from registry.models import CalendarDay, StatutoryHoliday
from registry.procedure.holidays import holidays_of

ONE_DAY = timedelta(days=1)
#: The notice for a year is usually published in November of the year before.
NOTICE_IS_DUE_FROM = 10
#: The years that `chinesecalendar` knows; its next release brings the next one.
PUBLISHED = frozenset(day.year for day in chinese_calendar.holidays)


@dataclass(frozen=True)
class Calendar:
    """On which days people work, as far as anybody knows."""

    #: The regulator's own days, and whether people work on them.
    days: Mapping[date, bool] = field(default_factory=dict)
    holidays: tuple[StatutoryHoliday, ...] = ()
    _of_years: dict[int, frozenset[date]] = field(default_factory=dict, repr=False)
    _asked: dict[date, bool] = field(default_factory=dict, repr=False, compare=False)

    def is_working(self, day: date) -> bool:
        """Whether people work on a day; a list of clocks asks for the same days again and again."""
        if day not in self._asked:
            self._asked[day] = self._is_working(day)
        return self._asked[day]

    def _is_working(self, day: date) -> bool:
        if day in self.days:
            return self.days[day]
        if _is_published(day.year):
            return bool(chinese_calendar.is_workday(day))
        return day.weekday() < 5 and day not in self.by_law(day.year)

    def by_law(self, year: int) -> frozenset[date]:
        """The days of a year that are off by law, whatever its notice will say besides."""
        if year not in self._of_years:
            self._of_years[year] = frozenset(holidays_of(year, self.holidays))
        return self._of_years[year]

    def is_official(self, year: int) -> bool:
        """Whether the calendar of a year is published, or stands in the regulator's table.

        It does when each day that is off by law is off there: no notice leaves one out, and a
        single day that the office closes is not yet a calendar.
        """
        if _is_published(year):
            return True
        off = self.by_law(year)
        return bool(off) and all(self.days.get(day) is False for day in off)

    def is_provisional(self, start: date, end: date) -> bool:
        """Whether a limit that runs over these days may still move."""
        return any(not self.is_official(year) for year in range(start.year, end.year + 1))


def calendar() -> Calendar:
    """The calendar as it is known now. A few dozen days a year, so all are read at once."""
    days = dict(CalendarDay.objects.values_list("day", "is_working"))
    return Calendar(days, tuple(StatutoryHoliday.objects.all()))


def add_working_days(start: date, days: int, known: Calendar | None = None) -> date:
    """The last day of a limit of so many working days; the day it starts does not count."""
    known = known or calendar()
    day, left = start, days
    while left > 0:
        day += ONE_DAY
        left -= known.is_working(day)
    return day


def next_working_day(day: date, known: Calendar | None = None) -> date:
    """The day itself when people work on it, else the first one after it on which they do."""
    known = known or calendar()
    while not known.is_working(day):
        day += ONE_DAY
    return day


def working_days_between(start: date, end: date, known: Calendar | None = None) -> int:
    """How many working days lie after `start` up to and with `end`; negative when reversed."""
    known = known or calendar()
    if end < start:
        return -working_days_between(end, start, known)
    span = (end - start).days
    return sum(known.is_working(start + ONE_DAY * n) for n in range(1, span + 1))


def latest_start_due_before(day: date, days: int, known: Calendar | None = None) -> date:
    """The last day on which a limit of so many working days can have begun to end before `day`."""
    known = known or calendar()
    start, left = day - ONE_DAY, days
    while left > 0:
        left -= known.is_working(start)
        start -= ONE_DAY
    return start


def years_without_calendar(today: date, known: Calendar | None = None) -> list[int]:
    """The years whose official calendar is missing and due: this one, from October the next."""
    known = known or calendar()
    years = [today.year] + [today.year + 1] * (today.month >= NOTICE_IS_DUE_FROM)
    return [year for year in years if not known.is_official(year)]


def _is_published(year: int) -> bool:
    """Whether the calendar of a year has come with the library."""
    return year in PUBLISHED
