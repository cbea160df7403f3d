from __future__ import annotations

from datetime import date, timedelta

import pytest

from registry.models import CalendarDay
from registry.working_days import (
    add_working_days,
    is_working_day,
    latest_start_due_before,
    next_working_day,
    working_days_between,
)

# Friday 25 September 2026 is 中秋节; 1 to 7 October 2026 is 国庆节; 10 October is a make-up
# Saturday. Source: the State Council's calendar of 2026 as published in chinesecalendar.
THURSDAY = date(2026, 11, 19)
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
    assert is_working_day(day, {}) is works


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
    assert add_working_days(start, days, {}) == end


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
    assert working_days_between(start, end, {}) == days


def test_adding_and_counting_are_each_others_opposites():
    start = date(2026, 9, 18)
    for days in range(1, 40):
        assert working_days_between(start, add_working_days(start, days, {}), {}) == days


@pytest.mark.parametrize("limit", [0, 1, 5, 20])
def test_latest_start_is_the_last_one_whose_limit_ends_before_the_day(limit):
    for offset in range(40):
        day = date(2026, 9, 20) + timedelta(days=offset)
        start = latest_start_due_before(day, limit, {})
        assert add_working_days(start, limit, {}) < day
        assert add_working_days(start + timedelta(days=1), limit, {}) >= day


@pytest.mark.parametrize(
    ("day", "ends"),
    [
        (date(2026, 11, 20), date(2026, 11, 20)),  # a Friday
        (date(2026, 11, 21), date(2026, 11, 23)),  # over the weekend
        (date(2026, 10, 1), date(2026, 10, 8)),  # over the National Day holidays
    ],
)
def test_a_limit_that_ends_on_a_day_off_ends_on_the_next_working_day(day, ends):
    assert next_working_day(day, {}) == ends
