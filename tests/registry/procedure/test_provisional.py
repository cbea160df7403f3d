"""Last days that reach into a year without official calendar: marked, moving, and warned of."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import Role
from portal.core.mail import rendered
from portal.core.models import OutboxMessage
from portal.reference.loading import load_starting_content
from registry.models import CalendarDay
from registry.procedure.clock import clock_begun, clock_of
from registry.procedure.notifications import decision_words
from registry.procedure.working_days import calendar
from registry.states import FilingState, Outcome
from tests.factories import FilingFactory, member_of, organisation_for, waits_since
from tests.regulation import limit

pytestmark = pytest.mark.django_db

#: A Tuesday in December 2026; the calendar of 2027 is not published yet.
RECEIVED = datetime(2026, 12, 29, 9, 0, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def filing():
    """A filing of which the review reaches over New Year's Day, with five working days."""
    load_starting_content(only=("statutory-holidays",))
    limit("review", 5)
    return waits_since(FilingFactory(), RECEIVED)


def browser_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def publish_2027() -> None:
    """The calendar of 2027, with 4 January off as well."""
    for day in {*calendar().by_law(2027), date(2027, 1, 4)}:
        CalendarDay.objects.create(day=day, is_working=False)


def test_new_years_day_is_no_working_day_before_anybody_says_so(filing):
    clock = clock_of(filing, date(2026, 12, 30))
    assert (clock.due, clock.is_provisional) == (date(2027, 1, 6), True)


def test_the_last_day_moves_and_stands_when_the_calendar_comes(filing):
    publish_2027()
    clock = clock_of(filing, date(2026, 12, 30))
    assert (clock.due, clock.is_provisional) == (date(2027, 1, 7), False)


def test_a_bodys_last_day_moves_when_the_calendar_comes():
    load_starting_content(only=("statutory-holidays",))
    limit("answer", 4)  # which end on a Saturday, 2 January
    filing = waits_since(FilingFactory(correction_requested=True), RECEIVED)
    before = clock_of(filing, date(2026, 12, 30))
    publish_2027()
    after = clock_of(filing, date(2026, 12, 30))
    assert (before.due, before.is_provisional) == (date(2027, 1, 4), True)
    assert (after.due, after.is_provisional) == (date(2027, 1, 5), False)


@pytest.mark.parametrize("published", [False, True])
def test_a_provisional_day_is_marked_wherever_it_is_shown(filing, published):
    if published:
        publish_2027()
    with time_machine.travel(datetime(2026, 12, 30, 10, tzinfo=timezone.get_default_timezone())):
        officer = member_of(organisation_for(Role.OFFICER), Role.OFFICER)
        author = member_of(filing.organisation, Role.AUTHOR)
        pages = [
            (officer, reverse("desk:queue")),
            (officer, reverse("desk:filing", args=[filing.number])),
            (author, reverse("workspace:dashboard")),
            (author, reverse("workspace:filing", args=[filing.number])),
            (author, reverse("workspace:filings")),
        ]
        for person, address in pages:
            page = browser_of(person).get(address).content.decode()
            assert ("ts-provisional" in page) is not published, address


@pytest.mark.parametrize("day", [date(2026, 6, 1), date(2026, 12, 30)])
def test_the_letter_says_that_its_day_is_provisional(filing, day):
    clock = clock_begun(filing.procedure, FilingState.CORRECTION_REQUESTED, day)
    letter = decision_words(filing, Outcome.CORRECTION_REQUESTED, "理由", [], 1, clock)
    _subject, body = rendered("decision", letter)
    assert ("That day is provisional" in body) is clock.is_provisional
    assert clock.is_provisional is (day.month == 12)


@pytest.mark.parametrize(("month", "warned"), [(9, False), (10, True)])
def test_the_regulator_is_warned_from_october_on_and_told_once(month, warned):
    load_starting_content(only=("statutory-holidays",))
    officer = member_of(organisation_for(Role.OFFICER), Role.OFFICER)
    with time_machine.travel(datetime(2026, month, 5, 10, tzinfo=timezone.get_default_timezone())):
        page = browser_of(officer).get(reverse("desk:queue")).content.decode()
        for _day in range(2):
            call_command("recheck")
    assert ("govuk-warning-text" in page) is warned
    told = OutboxMessage.objects.filter(key__startswith="calendar:2027:", payload__to=officer.email)
    assert told.count() == int(warned)
