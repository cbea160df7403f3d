from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from registry.models import Decision, Filing, TimeLimit
from registry.procedure.clock import clock_begun, clock_of, clocks_of, overdue_before
from registry.procedure.working_days import next_working_day
from registry.states import FilingState
from registry.tracks import all_tracks, state_of
from tests.factories import FilingFactory, waits_since
from tests.regulation import limit

pytestmark = pytest.mark.django_db

#: A Friday; five working days later is Friday 27 November 2026.
RECEIVED = date(2026, 11, 20)
DUE = date(2026, 11, 27)


@pytest.fixture
def filing():
    """A filing received on the Friday, with five working days for its review."""
    limit("review", 5)
    received = datetime(2026, 11, 20, 9, 0, tzinfo=timezone.get_default_timezone())
    return waits_since(FilingFactory(), received)


@pytest.mark.parametrize("track", all_tracks(), ids=lambda track: track.key)
def test_no_clock_runs_on_what_is_closed_and_one_on_all_else(track):
    assert all(state.is_closed is (state.clock is None) for state in track.states)


@pytest.mark.parametrize("state", FilingState.values)
def test_a_clock_runs_for_whom_the_filing_waits(state):
    clock = clock_of(FilingFactory(reached=state))
    waits_for = state_of(state).waits_for
    assert (clock and clock.rule.party) is waits_for
    if state in (FilingState.RECEIVED, FilingState.UNDER_REVIEW, FilingState.PROPOSED):
        assert clock.waits_for == "regulator"
    elif state == FilingState.CORRECTION_REQUESTED:
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
    found = Filing.objects.filter(overdue_before(today)).exists()
    assert found is clock_of(filing, today).is_overdue


def test_a_new_limit_holds_for_filings_received_from_its_day_on(filing):
    for clock, amount in (("review", 1), ("answer", 7)):
        limit(clock, amount, date(2026, 11, 21))
    received = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.get_default_timezone())
    later = waits_since(FilingFactory(), received)
    clocks = clocks_of(Filing.objects.all())
    assert (clocks[filing.pk].due, clocks[later.pk].due) == (DUE, date(2026, 11, 24))
    for day in (date(2026, 11, 25), DUE, DUE + timedelta(days=1)):
        overdue = set(Filing.objects.filter(overdue_before(day)).values_list("pk", flat=True))
        assert overdue == {
            pk for pk, c in clocks_of(Filing.objects.all(), day).items() if c.is_overdue
        }
    asked = clock_begun(filing.procedure, FilingState.CORRECTION_REQUESTED, date(2026, 11, 23))
    assert asked.due == date(2026, 11, 30)


def test_the_bodys_clock_runs_from_the_request_to_the_day_on_the_filing():
    filing = FilingFactory(correction_requested=True)
    clock = clock_of(filing)
    asked = Decision.objects.get().decided_at
    assert (clock.started, clock.due) == (
        timezone.localdate(asked),
        next_working_day(timezone.localdate(asked) + timedelta(days=30)),
    )


def test_without_any_limit_of_the_regulator_the_shipped_one_holds(filing):
    TimeLimit.objects.all().delete()
    assert clock_of(filing, RECEIVED).left == 20


@pytest.mark.parametrize("count", [1, 10])
def test_clocks_take_five_queries_however_many_filings(count, django_assert_num_queries):
    filings = [FilingFactory(correction_requested=True) for _ in range(count)]
    with django_assert_num_queries(5):
        clocks_of(filings)
