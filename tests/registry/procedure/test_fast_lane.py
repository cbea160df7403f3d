"""The fast lane: asked for with a ground, ruled on with reasons, with a clock of its own."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import Role
from portal.core.actions import available
from portal.core.errors import RulesBroken, WrongState
from portal.core.models import OutboxMessage
from registry.models import FastLaneRequest, Filing, ReasonCode, TimeLimit
from registry.procedure.actions import Submit
from registry.procedure.actions.fast_lane import FAST_LANE_ACTS
from registry.procedure.actions.of_clocks import clock_acts
from registry.procedure.clock import clock_of, overdue_before
from registry.procedure.tracks.filing import TRACK
from registry.register.letters import preview_of
from registry.tracks import all_tracks
from tests.factories import FilingFactory, VersionFactory, member_of, officer, waits_since
from tests.registry.actors import actors
from tests.registry.amending import next_version
from tests.regulation import open_track

pytestmark = pytest.mark.django_db
ASKED = {"reason_code": "new_standard", "reason": "强制性标准下月实施"}
WORDS = {"reason": "情况属实"}


def act(name):
    return next(each for each in clock_acts(TRACK) if each.name == name)


def asked(filing=None):
    filing = filing or FilingFactory()
    return act("ask_for_fast_lane")(filing, signatory_of(filing), **ASKED).run()


def signatory_of(filing):
    return member_of(filing.organisation, Role.SIGNATORY)


def mails():
    return OutboxMessage.objects.filter(kind="mail", payload__template="act")


@pytest.mark.parametrize("track", all_tracks(), ids=lambda track: track.key)
def test_the_fast_lane_is_there_where_a_clock_has_one(track):
    states = {str(state.key) for state in track.states if state.clock and state.clock.fast}
    found = {one.name: one.from_states for one in clock_acts(track)}
    assert all(found.get(one.name, frozenset()) == states for one in FAST_LANE_ACTS)


#: Who may do what before anything was asked, while a request waits, and after the ruling.
WHO = {
    "before": {"ask_for_fast_lane": {"signatory of the body"}},
    "asked": {
        "grant_fast_lane": {"officer of the regulator"},
        "refuse_fast_lane": {"officer of the regulator"},
    },
    "ruled": {},
}


@pytest.mark.parametrize("when", WHO)
def test_who_may_what(when):
    filing = FilingFactory() if when == "before" else asked()
    if when == "ruled":
        filing = act("refuse_fast_lane")(filing, officer(), **WORDS).run()
    acts = [act(each.name) for each in FAST_LANE_ACTS]
    offered: dict[str, set[str]] = {}
    for who, person in actors(filing.organisation).items():
        for one in available(acts, person, Filing.objects.get()):
            offered.setdefault(one.name, set()).add(who)
    assert offered == WHO[when]


def test_what_is_granted_has_a_shorter_time_from_the_beginning_of_the_clock():
    filing = asked()
    assert (clock_of(filing).total, filing.in_fast_lane) == (20, False)
    filing = act("grant_fast_lane")(filing, officer(), **WORDS).run()
    clock = clock_of(filing)
    assert (clock.total, filing.in_fast_lane) == (10, True)
    assert filing.fast_lane.ruling.is_granted
    day = clock.due + datetime.timedelta(days=1)
    assert list(Filing.objects.filter(overdue_before(day))) == [filing]
    assert not Filing.objects.filter(overdue_before(clock.due)).exists()


def test_what_is_refused_keeps_its_time_and_is_not_asked_again():
    filing = act("refuse_fast_lane")(asked(), officer(), **WORDS).run()
    assert (clock_of(filing).total, filing.in_fast_lane) == (20, False)
    with pytest.raises(WrongState, match="changed meanwhile"):
        asked(filing)


def test_both_are_told():
    filing = asked()
    assert mails().count() >= 2
    act("grant_fast_lane")(filing, officer(), **WORDS).run()
    assert "情况属实" in str(mails().latest("pk").payload)


@pytest.mark.parametrize("name", ["grant_fast_lane", "refuse_fast_lane"])
def test_a_ruling_is_told_in_the_letter_that_was_seen_before(name):
    filing, words = asked(), {**WORDS, "letter_note": "特此告知。"}
    seen = preview_of(act(name)(Filing.objects.get(), officer(), **words))
    letter = act(name)(filing, officer(), **words).run().letters.get(act=name)
    assert letter.content["blocks"] == seen["blocks"]
    told = str(letter.content["blocks"]["zh"])
    for said in ("情况属实", "特此告知。", ReasonCode.objects.get(code="new_standard").name_zh):
        assert said in told, said
    due = clock_of(Filing.objects.get()).due
    assert (f"{due.year}年{due.month}月{due.day}日" in told) is (name == "grant_fast_lane")


def test_a_shorter_time_that_would_be_over_is_not_granted():
    filing = asked()
    waits_since(filing, timezone.now() - datetime.timedelta(days=30))
    with pytest.raises(RulesBroken, match="over already"):
        act("grant_fast_lane")(filing, officer(), **WORDS).run()


@pytest.mark.parametrize(
    ("given", "match"),
    [
        ({"fast_lane": "fee_issue", "fast_lane_reason": "急"}, "Choose the ground"),
        ({"fast_lane": "state_task"}, "cannot wait"),
        ({"fast_lane": "state_task", "fast_lane_reason": "急", "track": "registration"}, "no fast"),
    ],
)
def test_what_is_asked_with_the_submission_is_checked(given, match):
    open_track("registration")
    version = VersionFactory(frozen=True)
    signatory = member_of(version.scheme.organisation, Role.SIGNATORY)
    with pytest.raises(RulesBroken, match=match):
        Submit(version, signatory, **given).run()
    assert not Filing.objects.exists()


def test_it_is_asked_for_with_the_submission_and_found_in_the_queue(desk):
    version = VersionFactory(frozen=True)
    signatory = member_of(version.scheme.organisation, Role.SIGNATORY)
    Submit(version, signatory, fast_lane="state_task", fast_lane_reason="国家重大工程").run()
    filing = Filing.objects.get()
    assert FastLaneRequest.objects.get().reason_code == "state_task"
    queue = reverse("desk:queue")
    assert filing.number in desk.get(queue, {"lane": "asked"}).content.decode()
    assert filing.number not in desk.get(queue, {"lane": "granted"}).content.decode()
    act("grant_fast_lane")(filing, officer(), **WORDS).run()
    page = desk.get(queue, {"lane": "granted"}).content.decode()
    assert filing.number in page
    assert "ts-state--fast_lane" in page


def test_a_signatory_asks_on_a_page_of_the_workspace():
    filing = FilingFactory()
    client = Client()
    client.force_login(signatory_of(filing))
    address = reverse("workspace:filing-act", args=[filing.number, "ask_for_fast_lane"])
    page = client.get(reverse("workspace:filing", args=[filing.number])).content.decode()
    assert address in page
    assert client.post(address, {"reason": "急"}).status_code == 422
    assert client.post(address, ASKED).status_code == 302
    page = client.get(reverse("workspace:filing", args=[filing.number])).content.decode()
    assert "Fast lane asked for" in page


def test_pilot_and_fast_lane_are_asked_on_the_page_before_the_submission():
    version = VersionFactory(frozen=True)
    client = Client()
    client.force_login(member_of(version.scheme.organisation, Role.SIGNATORY))
    address = reverse("workspace:file", args=[version.scheme_id])
    page = client.get(address).content.decode()
    assert 'name="pilot_until"' in page
    assert 'name="fast_lane"' in page
    said = {"track": "filing", "pilot_until": "2027-06-30", "fast_lane": "state_task"}
    refused = client.post(address, said)
    assert (refused.status_code, "cannot wait" in refused.content.decode()) == (422, True)
    assert client.post(address, {**said, "fast_lane_reason": "国家重大工程"}).status_code == 302
    filing = Filing.objects.get()
    assert (filing.entry.pilot_until, filing.waits_for_fast_lane) == (filing.pilot_until, True)


def test_what_is_listed_for_good_is_offered_the_lane_alone(client):
    filing = FilingFactory(no_objection=True)
    version = next_version(filing.scheme, "1.1.0")
    client.force_login(member_of(version.scheme.organisation, Role.SIGNATORY))
    address = reverse("workspace:file", args=[version.scheme_id])
    page = client.get(address, {"lang": "en"}, follow=True).content.decode()
    assert "Try it out first" not in page
    assert "Ask for the fast lane" in page


def test_where_the_limit_in_force_has_no_shorter_time_nobody_is_offered_the_lane(client):
    TimeLimit.objects.filter(track="filing", clock="review").update(fast=0)
    filing, version = FilingFactory(), VersionFactory(frozen=True)
    address = reverse("workspace:filing-act", args=[filing.number, "ask_for_fast_lane"])
    client.force_login(signatory_of(filing))
    page = client.get(reverse("workspace:filing", args=[filing.number])).content.decode()
    assert address not in page
    with pytest.raises(WrongState, match="changed meanwhile"):
        asked(filing)
    client.force_login(member_of(version.scheme.organisation, Role.SIGNATORY))
    page = client.get(reverse("workspace:file", args=[version.scheme_id])).content.decode()
    assert 'name="fast_lane"' not in page
    said = {"fast_lane": "state_task", "fast_lane_reason": "急"}
    with pytest.raises(RulesBroken, match="no fast"):
        Submit(version, member_of(version.scheme.organisation, Role.SIGNATORY), **said).run()
    assert not FastLaneRequest.objects.exists()


def test_a_limit_that_came_after_the_clock_began_takes_no_lane_from_it():
    filing = FilingFactory()
    TimeLimit.objects.create(
        track="filing",
        clock="review",
        amount=20,
        fast=0,
        in_force_from=timezone.localdate() + datetime.timedelta(days=1),
    )
    assert act("ask_for_fast_lane").fits(Filing.objects.get(pk=filing.pk))
