from __future__ import annotations

from datetime import date, timedelta

import pytest

from portal.reference.loading import load_starting_content
from registry.models import CalendarDay, StatutoryHoliday
from registry.procedure.working_days import (
    Calendar,
    add_working_days,
    calendar,
    latest_start_due_before,
    next_working_day,
    working_days_between,
    years_without_calendar,
)

# Friday 25 September 2026 is 中秋节; 1 to 7 October 2026 is 国庆节; 10 October is a make-up
# Saturday. Source: the State Council's calendar of 2026 as published in chinesecalendar.
THURSDAY = date(2026, 11, 19)
PUBLISHED = Calendar()
FRIDAY = date(2026, 11, 20)
SATURDAY = date(2026, 11, 21)
MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (FRIDAY, True),
        (SATURDAY, False),
        (date(2026, 10, 1), False),  # National Day
        (date(2026, 10, 10), True),  # a make-up Saturday
        (date(2031, 3, 3), True),  # a Monday of a year whose calendar is not published
        (date(2031, 3, 2), False),
    ],
)
def test_a_day_is_working_by_the_published_calendar_or_the_week(day, works):
    assert PUBLISHED.is_working(day) is works


@pytest.mark.django_db
@pytest.mark.parametrize("works", [True, False])
def test_the_regulators_own_day_wins(works):
    CalendarDay.objects.create(day=SATURDAY, is_working=works)
    CalendarDay.objects.create(day=MONDAY, is_working=not works)
    assert add_working_days(FRIDAY, 1) == (SATURDAY if works else MONDAY)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (FRIDAY, 0, FRIDAY),
        (FRIDAY, 1, MONDAY),
        (SATURDAY, 1, MONDAY),
        (THURSDAY, 2, MONDAY),
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
    ],
)
def test_a_limit_ends_on_its_last_working_day(start, days, end):
    assert add_working_days(start, days, PUBLISHED) == end


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (FRIDAY, FRIDAY, 0),
        (FRIDAY, SATURDAY, 0),
        (FRIDAY, MONDAY, 1),
        (MONDAY, FRIDAY, -1),
        (date(2026, 9, 30), date(2026, 10, 10), 3),
    ],
)
def test_working_days_between_two_days(start, end, days):
    assert working_days_between(start, end, PUBLISHED) == days


def test_adding_and_counting_are_each_others_opposites():
    start = date(2026, 9, 18)
    for days in range(1, 40):
        assert (
            working_days_between(start, add_working_days(start, days, PUBLISHED), PUBLISHED) == days
        )


@pytest.mark.parametrize("limit", [0, 1, 5, 20])
def test_latest_start_is_the_last_one_whose_limit_ends_before_the_day(limit):
    for offset in range(40):
        day = date(2026, 9, 20) + timedelta(days=offset)
        start = latest_start_due_before(day, limit, PUBLISHED)
        assert add_working_days(start, limit, PUBLISHED) < day
        assert add_working_days(start + timedelta(days=1), limit, PUBLISHED) >= day


@pytest.mark.parametrize(
    ("day", "ends"),
    [
        (date(2026, 11, 20), date(2026, 11, 20)),  # a Friday
        (date(2026, 11, 21), date(2026, 11, 23)),  # over the weekend
        (date(2026, 10, 1), date(2026, 10, 8)),  # over the National Day holidays
    ],
)
def test_a_limit_that_ends_on_a_day_off_ends_on_the_next_working_day(day, ends):
    assert next_working_day(day, PUBLISHED) == ends


# --- years whose calendar is not published -------------------------------------------------

#: By year, what holds by law: 《全国年节及纪念日放假办法》, article 2, and an almanac.
BY_LAW = {
    2027: """
        2027-01-01 2027-02-05 2027-02-06 2027-02-07 2027-02-08 2027-04-05 2027-05-01 2027-05-02
        2027-06-09 2027-09-15 2027-10-01 2027-10-02 2027-10-03
    """,
    2028: """
        2028-01-01 2028-01-25 2028-01-26 2028-01-27 2028-01-28 2028-04-04 2028-05-01 2028-05-02
        2028-05-28 2028-10-01 2028-10-02 2028-10-03
    """,
}


@pytest.fixture
def holidays(db):
    """The holidays that ship."""
    load_starting_content(only=("statutory-holidays",))
    return tuple(StatutoryHoliday.objects.all())


@pytest.mark.parametrize("year", BY_LAW)
def test_holidays_of_a_year_without_calendar_are_off_by_law(year, holidays):
    assert Calendar({}, holidays).by_law(year) == set(map(date.fromisoformat, BY_LAW[year].split()))


@pytest.mark.parametrize("year", [2025, 2026])
def test_no_official_calendar_leaves_out_a_holiday_that_is_worked_out(year, holidays):
    off = Calendar({}, holidays).by_law(year)
    assert len(off) == 13
    assert not any(PUBLISHED.is_working(day) for day in off)


def test_a_limit_over_an_unpublished_new_year_and_spring_festival_skips_them(holidays):
    known = Calendar({}, holidays)
    assert add_working_days(date(2026, 12, 31), 1, known) == date(2027, 1, 4)
    assert add_working_days(date(2027, 2, 4), 1, known) == date(2027, 2, 9)
    assert PUBLISHED.is_working(date(2027, 1, 1))  # without the holidays, nobody would know


@pytest.mark.parametrize(
    ("start", "end", "provisional"),
    [
        (date(2026, 11, 1), date(2026, 12, 31), False),
        (date(2026, 12, 1), date(2027, 1, 4), True),
        (date(2027, 3, 1), date(2027, 3, 5), True),
    ],
)
def test_a_limit_is_provisional_where_it_reaches_into_a_year_without_calendar(
    start, end, provisional, holidays
):
    assert Calendar({}, holidays).is_provisional(start, end) is provisional


def test_a_year_is_official_once_all_its_holidays_are_in_the_table(holidays):
    days = dict.fromkeys(Calendar({}, holidays).by_law(2027), False)
    assert Calendar(days, holidays).is_official(2027)
    days.pop(date(2027, 10, 1))
    assert not Calendar(days, holidays).is_official(2027)
    assert not Calendar({date(2027, 7, 5): False}, holidays).is_official(2027)


@pytest.mark.parametrize(
    ("today", "missing"),
    [
        (date(2026, 9, 30), []),
        (date(2026, 10, 1), [2027]),
        (date(2027, 1, 1), [2027]),
        (date(2027, 12, 1), [2027, 2028]),
    ],
)
def test_from_october_on_the_calendar_of_the_next_year_is_missed(today, missing, holidays):
    assert years_without_calendar(today, Calendar({}, holidays)) == missing


def test_a_holiday_holds_from_and_until_its_days(holidays):
    StatutoryHoliday.objects.filter(key="labour-day").update(valid_until=date(2027, 12, 31))
    known = calendar()
    assert date(2027, 5, 1) in known.by_law(2027)
    assert date(2028, 5, 1) not in known.by_law(2028)
