from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from registry.clock import answer_limit_from, clock_of, clocks_of, review_due_before
from registry.models import Decision, Filing, TimeLimit
from registry.states import (
    CLOSED_STATES,
    OPEN_STATES,
    WAITING_FOR_BODY,
    WAITING_FOR_REGULATOR,
    FilingState,
)
from registry.working_days import next_working_day
from tests.factories import FilingFactory

pytestmark = pytest.mark.django_db

#: A Friday; five working days later is Friday 27 November 2026.
RECEIVED = date(2026, 11, 20)
DUE = date(2026, 11, 27)


@pytest.fixture
def filing():
    """A filing received on the Friday, with five working days for its review."""
    TimeLimit.objects.update(review_working_days=5)
    filing = FilingFactory()
    received = datetime(2026, 11, 20, 9, 0, tzinfo=timezone.get_default_timezone())
    Filing.objects.filter(pk=filing.pk).update(received_at=received)
    return Filing.objects.get(pk=filing.pk)


def test_every_state_is_either_open_or_closed():
    assert frozenset(FilingState) == OPEN_STATES | CLOSED_STATES
    assert not OPEN_STATES & CLOSED_STATES
    assert not WAITING_FOR_BODY & WAITING_FOR_REGULATOR


@pytest.mark.parametrize("state", FilingState.values)
def test_a_clock_runs_for_whom_the_filing_waits(state):
    clock = clock_of(FilingFactory(reached=state))
    if state in WAITING_FOR_REGULATOR:
        assert clock.waits_for_regulator
    elif state in WAITING_FOR_BODY:
        assert clock.waits_for_body
    else:
        assert clock is None


@pytest.mark.parametrize(
    ("today", "left", "due_today", "overdue"),
    [
        (date(2026, 11, 20), 5, False, False),
        (date(2026, 11, 26), 1, False, False),
        (date(2026, 11, 27), 0, True, False),
        (date(2026, 11, 28), 0, False, True),  # the Saturday after the last day
        (date(2026, 11, 30), -1, False, True),
    ],
)
def test_the_regulators_clock_counts_working_days(filing, today, left, due_today, overdue):
    clock = clock_of(filing, today)
    assert (clock.started, clock.due, clock.left) == (RECEIVED, DUE, left)
    assert (clock.is_due_today, clock.is_overdue) == (due_today, overdue)


@pytest.mark.parametrize("days", range(-3, 14))
def test_the_query_and_the_clock_agree_on_what_is_overdue(filing, days):
    today = DUE + timedelta(days=days)
    found = Filing.objects.filter(review_due_before(today)).exists()
    assert found is clock_of(filing, today).is_overdue


def test_a_new_limit_holds_for_filings_received_from_its_day_on(filing):
    TimeLimit.objects.create(in_force_from=date(2026, 11, 21), review_working_days=1, answer_days=7)
    later = FilingFactory()
    received = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.get_default_timezone())
    Filing.objects.filter(pk=later.pk).update(received_at=received)
    clocks = clocks_of(Filing.objects.all())
    assert (clocks[filing.pk].due, clocks[later.pk].due) == (DUE, date(2026, 11, 24))
    for day in (date(2026, 11, 25), DUE, DUE + timedelta(days=1)):
        overdue = set(Filing.objects.filter(review_due_before(day)).values_list("pk", flat=True))
        assert overdue == {
            pk for pk, c in clocks_of(Filing.objects.all(), day).items() if c.is_overdue
        }
    assert answer_limit_from("filing", date(2026, 11, 23)) == date(2026, 11, 30)


def test_the_bodys_clock_runs_from_the_request_to_the_day_on_the_filing():
    filing = FilingFactory(correction_requested=True)
    clock = clock_of(filing)
    asked = Decision.objects.get().decided_at
    assert (clock.started, clock.due) == (
        timezone.localdate(asked),
        next_working_day(filing.answer_due),
    )


def test_without_any_limit_of_the_regulator_the_shipped_one_holds(filing):
    TimeLimit.objects.all().delete()
    assert clock_of(filing, RECEIVED).left == 20


@pytest.mark.parametrize("count", [1, 10])
def test_clocks_take_four_queries_however_many_filings(count, django_assert_num_queries):
    filings = [FilingFactory(correction_requested=True) for _ in range(count)]
    with django_assert_num_queries(4):
        clocks_of(filings)
