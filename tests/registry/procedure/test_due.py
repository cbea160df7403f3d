"""What each day does about clocks, and that doing it twice, or half, changes nothing."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import Role
from portal.core.errors import NotAllowed, WrongState
from portal.core.mail import rendered
from portal.core.models import OutboxMessage
from registry.models import CalendarDay, Entry, Filing
from registry.procedure import due
from registry.procedure.actions.by_law import Lapse
from registry.procedure.clock import clock_of
from registry.states import FilingState
from tests.factories import FilingFactory, decider, member_of, officer, waits_since
from tests.regulation import limit

pytestmark = pytest.mark.django_db

#: A Monday; thirty days later is Wednesday 2 December 2026.
ASKED = datetime.datetime(2026, 11, 2, 9, tzinfo=timezone.get_default_timezone())
LAST = datetime.date(2026, 12, 2)


@pytest.fixture
def asked():
    """A body was asked for a correction on the Monday, and is silent."""
    return waits_since(FilingFactory(correction_requested=True), ASKED)


@pytest.fixture
def received():
    """A filing was received on the Monday; the review has five working days, until the 9th."""
    limit("review", 5)
    return waits_since(FilingFactory(), ASKED)


def on(day):
    moment = datetime.datetime.combine(day, datetime.time(8))
    return time_machine.travel(timezone.make_aware(moment), tick=False)


def look(day):
    with on(day):
        due.look_at_clocks(day)


def after(days, last=LAST):
    return last + datetime.timedelta(days=days)


def mails(template):
    found = OutboxMessage.objects.filter(kind="mail", payload__template=template)
    return sorted(found.values_list("payload__to", flat=True))


@pytest.mark.parametrize(("before", "reminded"), [(6, False), (5, True), (0, True)])
def test_a_body_is_reminded_so_long_before_as_the_register_says(asked, before, reminded):
    author, signatory = (
        member_of(asked.organisation, role) for role in (Role.AUTHOR, Role.SIGNATORY)
    )
    look(after(-before))
    told = sorted([author.email, signatory.email]) if reminded else []
    assert mails("clock_near") == told
    assert mails("clock_over") == []


def test_the_desk_is_reminded_of_its_own_time(received):
    look(datetime.date(2026, 11, 4))  # a review has three working days left on the 4th
    assert mails("clock_near") == [officer().email]


def test_after_the_end_the_body_the_officer_and_the_deciders_hear_of_it_once(asked):
    people = [
        member_of(asked.organisation, Role.AUTHOR),
        member_of(asked.organisation, Role.SIGNATORY),
        officer(),
        decider(),
    ]
    for days in (1, 1, 2, 10):
        look(after(days))
    assert mails("clock_over") == sorted(person.email for person in people)
    assert Filing.objects.get().state == FilingState.CORRECTION_REQUESTED


def test_what_the_regulator_lets_pass_goes_to_deciders_and_administrators(received):
    administrator = member_of(officer().memberships.get().organisation, Role.ADMINISTRATOR)
    decider()
    look(after(1, datetime.date(2026, 11, 9)))
    assert mails("clock_over") == sorted(
        person.email for person in (officer(), decider(), administrator)
    )
    received.refresh_from_db()
    assert received.state == FilingState.RECEIVED


@pytest.mark.parametrize(("days", "state"), [(10, "correction_requested"), (11, "lapsed")])
def test_a_silent_body_loses_the_filing_after_the_days_of_grace_and_not_the_entry(
    asked, days, state
):
    look(after(days))
    asked.refresh_from_db()
    assert asked.state == state
    assert Entry.objects.get().state == "listed"


def test_the_law_acts_once_and_in_nobodys_name(asked):
    for days in (11, 11, 12):
        look(after(days))
    (event,) = asked.events.filter(event="lapsed")
    assert (event.actor, event.data) == (None, {"due": LAST.isoformat()})
    asked.refresh_from_db()
    assert (clock_of(asked), asked.closed_at is None) == (None, False)
    assert len(mails("filing_lapsed")) == 4
    letter = asked.letters.get(act="lapse")
    assert (letter.signed_by, letter.content["filing"]) == (None, asked.number)
    assert f"{LAST.year}年{LAST.month}月{LAST.day}日" in str(letter.content["blocks"]["zh"])


def test_of_two_runs_at_once_the_second_finds_it_done(asked):
    first, second = Filing.objects.get(), Filing.objects.get()
    with on(after(11)):
        Lapse(first, None).run()
        with pytest.raises(WrongState, match="not carried out"):
            Lapse(second, None).run()
    assert asked.events.filter(event="lapsed").count() == 1


def test_no_person_lets_a_filing_lapse_and_the_law_not_before_its_day(asked):
    with on(after(11)), pytest.raises(NotAllowed, match="by law"):
        Lapse(asked, decider()).run()
    with on(after(10)), pytest.raises(WrongState, match="not carried out"):
        Lapse(asked, None).run()


def test_who_answers_on_the_last_day_of_grace_is_not_overtaken(asked, monkeypatch):
    """Somebody acts between the look at all clocks and the act on this one."""
    read = due.clocks_of

    def then_somebody_acts(*args):
        found = read(*args)
        asked.intervals.running().update(pause="force_majeure")
        return found

    monkeypatch.setattr(due, "clocks_of", then_somebody_acts)
    asked.intervals.running().update(began_at=ASKED)
    look(after(11))
    asked.refresh_from_db()
    assert asked.state == FilingState.CORRECTION_REQUESTED


def test_a_worker_that_dies_in_between_leaves_what_one_run_would_have_left(asked, monkeypatch):
    other = waits_since(FilingFactory(correction_requested=True), ASKED)
    whole, calls = due._look_at, []

    def die_at_the_second(filing, clock):
        calls.append(filing.pk)
        if len(calls) == 2:
            raise SystemExit
        whole(filing, clock)

    monkeypatch.setattr(due, "_look_at", die_at_the_second)
    with pytest.raises(SystemExit):
        look(after(11))
    assert Filing.objects.filter(state="lapsed").count() == 1
    monkeypatch.undo()
    look(after(11))
    for filing in (asked, other):
        assert filing.events.filter(event="lapsed").count() == 1


def test_a_last_day_that_moves_over_a_holiday_is_told_anew_and_waited_for(asked):
    look(after(0))
    for day in (2, 3, 4):
        CalendarDay.objects.create(day=datetime.date(2026, 12, day), is_working=False)
    moved = datetime.date(2026, 12, 7)  # the Monday after the closed days and the weekend
    assert clock_of(asked, LAST).due == moved
    look(after(11))  # eleven days after the old last day, six after the new one
    asked.refresh_from_db()
    assert asked.state == FilingState.CORRECTION_REQUESTED
    look(after(-1, moved))
    assert len(mails("clock_near")) == 4
    look(after(11, moved))
    asked.refresh_from_db()
    assert asked.state == "lapsed"


@pytest.mark.parametrize("template", ["clock_near", "clock_over", "filing_lapsed"])
@pytest.mark.parametrize("party", ["body", "regulator"])
@pytest.mark.parametrize("for_desk", [False, True])
def test_the_mails_say_the_day_and_lead_to_the_filing(template, party, for_desk):
    words = {
        "filing": "F-1",
        "title": {"zh": "规则", "en": "Rule"},
        "body": {"zh": "机构", "en": "Body"},
        "due": "2026-12-02",
        "party": party,
        "deemed": True,
        "is_provisional": False,
        "for_desk": for_desk,
    }
    subject, body = rendered(template, words)
    assert "F-1" in subject
    assert "2026" in body
    assert "filings/F-1/" in body


def page(person, address, *args, **query):
    browser = Client()
    browser.force_login(person)
    return browser.get(reverse(address, args=args), query).content.decode()


def test_the_desk_sees_who_is_silent_and_what_can_be_done_after(asked):
    with on(after(1)):
        assert asked.number in page(officer(), "desk:queue", state="silent")
        assert asked.number not in page(officer(), "desk:queue", state="overdue")
    with on(after(11)):
        due.look_at_clocks(after(11))
        html = page(officer(), "desk:filing", asked.number)
        assert "the scheme stays listed" in html
        assert reverse("desk:entry", args=[Entry.objects.get().number]) in html
        own = page(member_of(asked.organisation, Role.AUTHOR), "workspace:filing", asked.number)
        assert "closed without your answer" in own.lower()


def test_both_sides_read_on_which_day_a_silent_filing_closes_and_that_is_the_day(asked):
    closes = "Without an answer it closes by itself on 13 December 2026."
    assert clock_of(asked).closes_on == after(11)
    author = member_of(asked.organisation, Role.AUTHOR)
    for days in (-20, 3):
        with on(after(days)):
            assert closes in page(officer(), "desk:filing", asked.number)
            assert closes in page(author, "workspace:filing", asked.number)
    for days in (-3, 1):
        look(after(days))
    for template in ("clock_near", "clock_over"):
        mail = OutboxMessage.objects.filter(payload__template=template).first()
        assert closes in rendered(template, mail.payload["context"])[1]
    look(after(11))
    asked.refresh_from_db()
    assert asked.state == "lapsed"
    assert closes not in page(officer(), "desk:filing", asked.number)


def test_what_the_regulator_lets_pass_does_not_close(received):
    assert clock_of(received).closes_on is None


def test_a_body_is_reminded_on_the_page_of_the_filing_once_a_day(asked):
    address = reverse("desk:case-act", args=[asked.number, "remind"])
    author, signatory = (
        member_of(asked.organisation, role) for role in (Role.AUTHOR, Role.SIGNATORY)
    )
    browser = Client()
    with on(after(3)):
        assert address in page(officer(), "desk:filing", asked.number)
        assert address not in page(decider(), "desk:filing", asked.number)
        browser.force_login(officer())
        assert browser.post(address).status_code == 302
        assert mails("answer_awaited") == sorted([author.email, signatory.email])
        at_desk = page(officer(), "desk:filing", asked.number)
        assert address not in at_desk
        assert "reminded today already" in at_desk
        assert browser.post(address).status_code == 409
        assert asked.events.filter(event="body_reminded").count() == 1
    with on(after(4)):
        assert address in page(officer(), "desk:filing", asked.number)


def test_nobody_is_reminded_of_what_waits_for_the_regulator(received):
    address = reverse("desk:case-act", args=[received.number, "remind"])
    assert address not in page(officer(), "desk:filing", received.number)
