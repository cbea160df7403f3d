"""The holidays of a year that hold by law alone, before anybody has published its calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import chinese_calendar
from lunardate import LunarDate

from registry.models.calendar import Anchor, StatutoryHoliday


def holidays_of(year: int, holidays: Iterable[StatutoryHoliday]) -> dict[date, StatutoryHoliday]:
    """The days off of a year by the rows that hold in it.

    Of two festivals on one day (Mid-Autumn and National Day) the day is one day off; which day
    is given instead only the notice of the year says.
    """
    found: dict[date, StatutoryHoliday] = {}
    for holiday in holidays:
        for day in _days_in(year, holiday):
            if holiday.holds_on(day):
                found.setdefault(day, holiday)
    return found


def _days_in(year: int, holiday: StatutoryHoliday) -> Iterator[date]:
    """A holiday of early January may begin in the year before, so two beginnings are tried."""
    for beginning in (year, year + 1):
        anchor = _anchor(beginning, holiday)
        if anchor is None:
            continue
        first = anchor - timedelta(days=holiday.starts_before)
        days = (first + timedelta(days=n) for n in range(holiday.days))
        yield from (day for day in days if day.year == year)


def _anchor(year: int, holiday: StatutoryHoliday) -> date | None:
    """The day that a holiday is counted from; None where no calendar reaches so far."""
    try:
        if holiday.anchor == Anchor.QINGMING:
            return _qingming(year)
        assert holiday.month is not None
        assert holiday.day is not None
        if holiday.anchor == Anchor.LUNAR:
            return LunarDate(year, holiday.month, holiday.day).to_solar_date()
        return date(year, holiday.month, holiday.day)
    except (ValueError, NotImplementedError):
        return None


def _qingming(year: int) -> date:
    """The fourth, fifth or sixth of April."""
    terms = chinese_calendar.get_solar_terms(date(year, 4, 3), date(year, 4, 7))
    return next(day for day, name in terms if name == "清明")
