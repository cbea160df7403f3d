"""A track is one file: the pledge track is, and walks the running pages."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import Role
from portal.core.models import OutboxMessage
from registry.models import Entry, Filing, Interval, TrackRule
from registry.procedure.actions import Submit
from registry.procedure.clock import Deadlines, clock_of, overdue_before
from registry.procedure.installation import install_reference_data
from registry.procedure.workflow_page import render_workflow
from registry.register.acts.deregistering import Deregister
from tests.factories import VersionFactory, decider, member_of, officer
from tests.registry.amending import next_version
from tests.registry.procedure import pledge
from tests.registry.procedure.pledge import AskToMend, FindBroken, FindKept

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def with_pledges(settings):
    """The portal as it is, with one more track, on which what is submitted goes."""
    settings.TRACKS = [*settings.TRACKS, pledge.__name__]
    TrackRule.objects.update(track=pledge.TRACK.key)
    install_reference_data()


@pytest.fixture
def filing():
    """A pledge that was just given."""
    VersionFactory(submitted=True)
    return Filing.objects.get()


def page(person, address, *args):
    browser = Client()
    browser.force_login(person)
    return browser.get(reverse(address, args=args)).content.decode()


def act(person, filing, name, reason="理由"):
    browser = Client()
    browser.force_login(person)
    address = reverse("desk:filing-act", args=[filing.number, name])
    assert browser.get(address).status_code == 200
    return browser.post(address, {"reason": reason})


def author_of(filing):
    return member_of(filing.organisation, Role.AUTHOR)


def test_the_body_reads_what_the_track_is_and_submits():
    version = VersionFactory(frozen=True)
    signatory = member_of(version.scheme.organisation, Role.SIGNATORY)
    before = page(signatory, "workspace:file", version.scheme_id)
    assert all(str(words) in before for words in (pledge.TRACK.name, pledge.TRACK.nature))

    browser = Client()
    browser.force_login(signatory)
    browser.post(reverse("workspace:file", args=[version.scheme_id]))

    filing = Filing.objects.get()
    assert (filing.track, filing.state) == ("pledge", "pledged")
    assert Entry.objects.get().state == "listed"


def test_the_desk_shows_state_clock_and_acts(filing):
    queue = page(officer(), "desk:queue")
    assert filing.number in queue
    assert '<option value="pledged">Pledged, to be watched</option>' in queue
    at_desk = page(officer(), "desk:filing", filing.number)
    assert "Pledged, to be watched" in at_desk
    assert pledge.WATCH.until in at_desk
    assert pledge.TRACK.nature in at_desk
    assert reverse("desk:filing-act", args=[filing.number, "ask_to_mend"]) in at_desk
    assert reverse("desk:filing-act", args=[filing.number, "find_kept"]) not in at_desk
    assert reverse("desk:take-up", args=[filing.number]) not in at_desk


def test_the_body_is_told_and_sees_its_own_words_and_clock(filing):
    act(officer(), filing, "ask_to_mend", "请补充检测报告")
    assert Filing.objects.get().state == "mending_pledge"
    mail = OutboxMessage.objects.filter(kind="mail").latest("pk")
    assert "请补充检测报告" in str(mail.payload)

    for address, args in (
        ("workspace:filing", [filing.number]),
        ("workspace:filings", []),
        ("workspace:dashboard", []),
        ("workspace:scheme", [filing.scheme_id]),
    ):
        assert "Keep your pledge" in page(author_of(filing), address, *args), address
    own = page(author_of(filing), "workspace:filing", filing.number)
    assert pledge.MENDING.until in own
    assert "Asked to keep the pledge" in own
    assert reverse("workspace:correct", args=[filing.number]) in own


def test_the_outcome_is_recorded_at_the_desk_by_who_may(filing):
    assert act_refused(officer(), filing, "find_kept") == 403
    act(decider(), filing, "find_kept")
    filing.refresh_from_db()
    assert (filing.state, clock_of(filing)) == ("pledge_kept", None)
    assert "The pledge is kept" in page(officer(), "desk:timeline", filing.number)
    assert act_refused(decider(), filing, "find_kept") == 409


def act_refused(person, filing, name):
    browser = Client()
    browser.force_login(person)
    return browser.post(
        reverse("desk:filing-act", args=[filing.number, name]), {"reason": "理由"}
    ).status_code


def test_a_reason_is_asked_for(filing):
    assert act(officer(), filing, "ask_to_mend", " ").status_code == 422
    assert Filing.objects.get().state == "pledged"


def at(day):
    moment = datetime.datetime.combine(day, datetime.time(10))
    return time_machine.travel(timezone.make_aware(moment), tick=False)


#: Mondays without a holiday in between.
GIVEN, ASKED, ANSWERED = (datetime.date(2026, 11, day) for day in (2, 9, 16))


@pytest.fixture
def answered():
    """Pledged on a Monday, asked a week later, corrected another week later."""
    with at(GIVEN):
        VersionFactory(submitted=True)
    filing = Filing.objects.get()
    with at(ASKED):
        AskToMend(filing, officer(), reason="理由").run()
    with at(ANSWERED):
        version = next_version(filing.scheme, "1.0.1")
        Submit(version, member_of(filing.organisation, Role.SIGNATORY)).run()
    return Filing.objects.get()


def test_a_corrected_version_goes_back_to_where_the_track_begins(answered):
    assert (answered.state, answered.track, answered.round) == ("pledged", "pledge", 2)
    rows = Interval.objects.values_list("clock", "cause")
    assert list(rows) == [
        ("watch", "submitted"),
        ("mending", "asked_to_mend"),
        ("watch", "resubmitted"),
    ]


def test_a_clock_that_resumes_does_not_count_the_days_of_the_other_party(answered):
    clock = clock_of(answered, ANSWERED)
    assert (clock.started, clock.left) == (GIVEN, 40 - 5)


def test_the_query_and_the_clock_that_resumes_agree_on_what_is_overdue(answered):
    due = clock_of(answered, ANSWERED).due
    for days in range(-3, 4):
        day = due + datetime.timedelta(days=days)
        found = Filing.objects.filter(overdue_before(day, Deadlines.read())).exists()
        assert found is clock_of(answered, day).is_overdue


def test_a_pledge_ends_with_its_entry(filing):
    signatory = member_of(filing.organisation, Role.SIGNATORY)
    Deregister(Entry.objects.get(), signatory, plan="none_issued", reason="停办").run()
    filing.refresh_from_db()
    assert (filing.state, clock_of(filing)) == ("ended", None)


def test_the_workflow_page_tells_of_the_track():
    told = render_workflow()
    assert f"| {pledge.TRACK.name} | {pledge.TRACK.nature} |" in told
    assert "    pledged --> mending_pledge : Ask to keep the pledge" in told
    assert "    mending_pledge --> pledged : with “Submit the filing”" in told
    for action in (AskToMend, FindKept, FindBroken):
        assert f"| {action.label} | {action.who} |" in told


def test_its_limits_are_the_regulators():
    assert str(pledge.TRACK.name) in page(officer(), "reference:register", "time-limits")
