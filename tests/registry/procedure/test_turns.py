"""Hand-worked examples: what counts and until when, over holidays, worked weekends and pauses.

The calendars are those of the State Council's notices for 2024 to 2026. In the comments the
working days are counted one by one.
"""

from __future__ import annotations

import itertools
import random
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from registry.models import Interval
from registry.procedure.tracks.filing import ANSWER, REVIEW
from registry.procedure.turns import turn_of
from registry.procedure.working_days import Calendar, working_days_between

KNOWN = Calendar()


def at(day):
    moment = datetime.fromisoformat(f"{day} 10:00")
    return timezone.make_aware(moment)


def interval(began, ended=None, pause="", clock=REVIEW.key):
    return Interval(
        clock=clock, began_at=at(began), ended_at=at(ended) if ended else None, pause=pause
    )


def due(intervals, amount, today=date(2026, 12, 31), known=KNOWN):
    return turn_of(intervals, today, known).due(amount, today, known).isoformat()


@pytest.mark.parametrize(
    ("received", "amount", "last"),
    [
        # Spring Festival 2024: Sun 4 worked; 10-17 off; Sun 18 worked.
        # 4 5 6 7 8 9 | 18 19 20 21
        ("2024-02-02", 10, "2024-02-21"),
        # Spring Festival 2025: Sun 26 worked; 28 January to 4 February off; Sat 8 worked.
        # 26 27 | 5 6 7
        ("2025-01-24", 5, "2025-02-07"),
        # The sixth is the worked Saturday.
        ("2025-01-24", 6, "2025-02-08"),
        # Spring Festival 2026: Sat 14 worked; 15-23 off; Sat 28 worked.
        # 13 14 | 24 25 26
        ("2026-02-12", 5, "2026-02-26"),
        # National Day 2024: Sun 29 worked; 1-7 October off; Sat 12 worked.
        # 29 30 | 8 9 10
        ("2024-09-27", 5, "2024-10-10"),
        # National Day 2025 with Mid-Autumn: Sun 28 worked; 1-8 off; Sat 11 worked.
        # 28 29 30 | 9 10 11 13 14
        ("2025-09-26", 8, "2025-10-14"),
        # National Day 2026: 1-7 off; Sat 10 worked.
        # 8 9 10 12 13
        ("2026-09-30", 5, "2026-10-13"),
    ],
)
def test_a_review_over_the_holidays(received, amount, last):
    assert due([interval(received)], amount) == last


#: Received on Monday 22 September 2025: 23 24 25 26 count. Experts have it from Friday the 26th
#: until the worked Saturday 11 October: 28 29 30 9 10 11 do not count.
OVER_NATIONAL_DAY = [
    ("2025-09-22", "2025-09-26", ""),
    ("2025-09-26", "2025-10-11", "expert_review"),
    ("2025-10-11", None, ""),
]


def test_a_pause_across_national_day():
    rows = [interval(*row) for row in OVER_NATIONAL_DAY]
    # Four of ten are used; six are left: 13 14 15 16 17 | 20.
    assert due(rows, 10) == "2025-10-20"
    turn = turn_of(rows, date(2025, 10, 14), KNOWN)
    assert turn.used(date(2025, 10, 14), KNOWN) == 6
    assert [(pause.cause, pause.days) for pause in turn.pauses] == [("expert_review", 6)]


def test_a_calendar_that_changes_afterwards_loses_no_pause():
    rows = [interval(*row) for row in OVER_NATIONAL_DAY]
    changed = Calendar({date(2025, 10, 13): False, date(2025, 9, 28): False})
    # The 13th is off now: 14 15 16 17 | 20 21. A day less in the pause changes nothing.
    assert due(rows, 10, known=changed) == "2025-10-21"
    assert turn_of(rows, date(2025, 10, 14), changed).pauses[0].days == 5


def test_a_clock_that_stands_is_expected_from_today_on():
    rows = [interval(*row) for row in OVER_NATIONAL_DAY[:1]]
    rows.append(interval("2025-09-26", None, "force_majeure"))
    # Four of six are used; two are left from today on: 13 14, then 20 21.
    assert due(rows, 6, date(2025, 10, 11)) == "2025-10-14"
    assert due(rows, 6, date(2025, 10, 17)) == "2025-10-21"


def test_what_was_over_before_it_stood_stays_over():
    # 4 5 6 March; it stood from the 10th on.
    rows = [interval("2025-03-03", "2025-03-10"), interval("2025-03-10", None, "expert_review")]
    assert due(rows, 3, date(2025, 3, 20)) == "2025-03-06"


def test_the_time_of_the_body_does_not_count_and_the_review_goes_on():
    # Over the Spring Festival of 2025: 21 22 23 24 count, then the body had it until 10 February.
    rows = [
        interval("2025-01-20", "2025-01-24"),
        interval("2025-01-24", "2025-02-10", clock=ANSWER.key),
        interval("2025-02-10"),
    ]
    # Sixteen of twenty are left: 11-14 (4) 17-21 (9) 24-28 (14) 3 4 (16).
    assert due(rows, 20) == "2025-03-04"
    turn = turn_of(rows, date(2025, 2, 11), KNOWN)
    # 26 27 | 5 6 7 8 10
    assert [(pause.cause, pause.days) for pause in turn.pauses] == [("body", 7)]
    assert turn.used(date(2025, 2, 11), KNOWN) == 5


def test_days_of_the_calendar_end_on_a_day_that_is_worked():
    rows = [
        interval("2025-09-01", "2025-09-11", clock=ANSWER.key),
        interval("2025-09-11", "2025-09-21", "force_majeure", ANSWER.key),
        interval("2025-09-21", clock=ANSWER.key),
    ]
    # Ten days are used; twenty from 21 September on end on Saturday 11 October, which is worked.
    assert due(rows, 30) == "2025-10-11"
    assert due(rows, 25) == "2025-10-09"  # the 6th is off, as all days until the 8th


@pytest.mark.parametrize("seed", range(20))
def test_no_day_is_lost_or_counted_twice_however_often_it_stands(seed):
    chance = random.Random(seed)
    first, last = date(2025, 9, 1), date(2026, 3, 1)
    span = (last - first).days
    days = sorted(first + timedelta(days=chance.randrange(span)) for _ in range(6))
    edges = [first, *days, last]
    rows = [
        interval(begun.isoformat(), ended.isoformat(), "expert_review" if n % 2 else "")
        for n, (begun, ended) in enumerate(itertools.pairwise(edges))
    ]
    rows[-1].ended_at = None
    turn = turn_of(rows, last, KNOWN)
    told = turn.used(last, KNOWN) + sum(pause.days for pause in turn.pauses)
    assert told == working_days_between(first, last, KNOWN)
