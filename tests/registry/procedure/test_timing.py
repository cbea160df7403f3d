"""Letting clocks stand, go on and be extended: who may, what it leaves, what it does not move."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import Role
from portal.core.errors import NotAllowed, RulesBroken, WrongState
from portal.core.models import OutboxMessage
from registry.models import CalendarDay, Extension, Filing
from registry.procedure.actions.of_clocks import clock_acts
from registry.procedure.actions.timing import (
    ACTS,
    Extend,
    PauseForBody,
    PauseForExperts,
    PauseForForceMajeure,
)
from registry.procedure.clock import clock_of, clocks_of, overdue_before
from registry.procedure.timeline import filing_timeline_of_body
from registry.procedure.tracks.filing import TRACK
from registry.register.letters import preview_of
from registry.states import FilingState, PauseCause
from registry.tracks import REGULATOR, all_tracks, state_of
from tests.factories import FilingFactory, decider, member_of, officer, waits_since
from tests.regulation import limit

pytestmark = pytest.mark.django_db

PAUSES = (PauseForExperts, PauseForBody, PauseForForceMajeure)


def of_the_track(act):
    return next(each for each in clock_acts(TRACK) if each.name == act.name)


def on(day):
    moment = datetime.datetime.combine(datetime.date.fromisoformat(day), datetime.time(10))
    return time_machine.travel(timezone.make_aware(moment), tick=False)


def run(name, filing, person=None, reason="理由"):
    act = next(each for each in clock_acts(TRACK) if each.name == name)
    return act(Filing.objects.get(pk=filing.pk), person or officer(), reason=reason).run()


@pytest.fixture
def filing():
    """Received on Monday 2 November 2026, with ten working days."""
    limit("review", 10)
    monday = datetime.datetime(2026, 11, 2, 9, tzinfo=timezone.get_default_timezone())
    return waits_since(FilingFactory(), monday)


def due(filing, day):
    return clock_of(filing, datetime.date.fromisoformat(day)).due.isoformat()


@pytest.mark.parametrize("pause", PAUSES, ids=lambda act: act.name)
def test_a_pause_and_its_end_are_acts_on_the_record(filing, pause):
    with on("2026-11-04"):
        run(pause.name, filing)
    with on("2026-11-11"):
        run("resume_clock", filing)
    rows = filing.intervals.order_by("pk").values_list("clock", "pause", "cause")
    assert list(rows) == [
        ("review", "", "submitted"),
        ("review", str(pause.cause), "paused"),
        ("review", "", "clock_resumed"),
    ]
    # 3 4 count, eight are left: 12 13 | 16 17 18 19 20 | 23.
    assert due(filing, "2026-11-12") == "2026-11-23"
    told = filing.events.filter(event="paused").get()
    assert (told.data["cause"], told.data["reason"]) == (str(pause.cause), "理由")
    notes = [line.note for line in filing_timeline_of_body(filing)]
    assert f"{pause.cause.label}\n理由" in notes
    filing.refresh_from_db()
    assert filing.state == FilingState.RECEIVED
    assert OutboxMessage.objects.filter(kind="mail", payload__template="act").count() >= 2


def test_every_cause_has_its_act():
    assert {act.cause for act in PAUSES} == set(PauseCause)


def test_a_clock_is_not_stopped_twice_nor_let_go_on_while_it_runs(filing):
    with pytest.raises(WrongState, match="not carried out"):
        run("resume_clock", filing)
    run("pause_for_experts", filing)
    with pytest.raises(WrongState, match="not carried out"):
        run("pause_for_body", filing)
    assert filing.intervals.count() == 2


def test_a_pause_says_why(filing):
    with pytest.raises(RulesBroken, match="Say why"):
        run("pause_for_experts", filing, reason=" ")


def test_the_bodys_clock_stands_for_force_majeure_alone():
    filing = FilingFactory(correction_requested=True)
    offered = {act.name for act in clock_acts(TRACK) if act.is_available(officer(), filing)}
    assert offered == {"pause_for_force_majeure"}


def test_a_clock_goes_on_standing_while_the_state_changes_under_it(filing):
    run("pause_for_experts", filing)
    next(act for act in TRACK.acts if act.name == "take_up")(filing, officer()).run()
    assert clock_of(filing).is_paused
    assert filing.intervals.count() == 2


def test_an_extension_is_granted_once_by_a_decider_with_reasons(filing):
    with on("2026-11-12"):
        assert due(filing, "2026-11-12") == "2026-11-16"
        action = of_the_track(Extend)(filing, decider(), reason="情况复杂")
        assert "2026年11月30日" in str(preview_of(action)["blocks"]["zh"])
        with pytest.raises(NotAllowed, match="deciders"):
            run("extend_clock", filing)
        run("extend_clock", filing, decider(), "情况复杂")
        with pytest.raises(WrongState, match="not carried out"):
            run("extend_clock", filing, decider())
    # Ten more: 17 18 19 20 | 23 24 25 26 27 | 30.
    assert due(filing, "2026-11-12") == "2026-11-30"
    assert (clock_of(filing).total, clock_of(filing).extended) == (20, 10)
    letter = filing.letters.get(act="extend_clock")
    assert all(
        told in str(letter.content["blocks"]["zh"]) for told in ("情况复杂", "2026年11月30日")
    )
    granted = Extension.objects.get()
    assert (granted.amount, granted.reasons, granted.granted_by) == (10, "情况复杂", decider())
    assert filing.events.get(event="clock_extended").data["amount"] == 10


def test_what_has_ended_is_not_extended(filing):
    with on("2026-11-17"), pytest.raises(RulesBroken, match="ended already"):
        run("extend_clock", filing, decider())


def test_where_the_register_gives_no_more_time_none_is_offered(filing):
    row = limit("review", 10)
    row.extension = 0
    row.save()
    assert not of_the_track(Extend).is_available(decider(), filing)


def test_what_changes_afterwards_loses_no_pause_and_no_extension(filing):
    with on("2026-11-04"):
        run("pause_for_experts", filing)
        run("extend_clock", filing, decider())
    with on("2026-11-11"):
        run("resume_clock", filing)
    # 3 4 count, eighteen are left: 12 13 | 16-20 | 23-27 | 30 1-4 | 7.
    assert due(filing, "2026-11-12") == "2026-12-07"
    limit("review", 3, datetime.date(2026, 11, 5))
    assert due(filing, "2026-11-12") == "2026-12-07"
    CalendarDay.objects.create(day="2026-11-12", is_working=False)
    assert due(filing, "2026-11-12") == "2026-12-08"


def test_the_query_and_the_clock_agree_on_what_is_overdue_whatever_happened(filing):
    monday = datetime.datetime(2026, 11, 2, 9, tzinfo=timezone.get_default_timezone())
    others = [waits_since(FilingFactory(), monday) for _ in range(2)]
    with on("2026-11-04"):
        run("pause_for_experts", filing)
        run("pause_for_force_majeure", others[0])
        run("extend_clock", others[1], decider())
    with on("2026-11-11"):
        run("resume_clock", filing)
    for days in range(0, 40, 2):
        day = datetime.date(2026, 11, 12) + datetime.timedelta(days=days)
        found = set(Filing.objects.filter(overdue_before(day)).values_list("pk", flat=True))
        clocks = clocks_of(Filing.objects.all(), day)
        assert found == {pk for pk, clock in clocks.items() if clock.is_overdue}, day


def page(person, address, *args, language="en"):
    browser = Client()
    browser.force_login(person)
    path = reverse(address, args=args).replace("/en/", f"/{language}/")
    return " ".join(browser.get(path).content.decode().split())


def test_desk_and_body_see_how_much_has_gone_by_and_for_whom_it_stood(filing):
    with on("2026-11-04"):
        run("pause_for_body", filing)
    author = member_of(filing.organisation, Role.AUTHOR)
    with on("2026-11-11"):
        at_desk = page(officer(), "desk:filing", filing.number)
        own = page(author, "workspace:filing", filing.number)
        for html, whom in ((at_desk, "waiting for the body"), (own, "waiting for you")):
            assert "Working day 2 of 10" in html
            assert f"paused 5 working days {whom}" in html
            assert "If it went on today, until" in html
        assert reverse("desk:filing-act", args=[filing.number, "resume_clock"]) in at_desk
        chinese = page(author, "workspace:filing", filing.number, language="zh-hans")
        assert "因等待贵机构暂停计时5个工作日" in chinese


def test_the_desk_carries_the_acts_out(filing):
    browser = Client()
    browser.force_login(officer())
    for name in ("pause_for_experts", "resume_clock"):
        address = reverse("desk:filing-act", args=[filing.number, name])
        assert browser.get(address).status_code == 200
        assert browser.post(address, {"reason": "专家论证"}).status_code == 302
        assert browser.post(address, {"reason": "专家论证"}).status_code == 409
    assert filing.intervals.count() == 3


def test_each_act_of_a_clock_has_words_for_the_history():
    from registry.procedure.timeline import event_label

    assert all(event_label(act.event) != act.event for act in ACTS)


@pytest.mark.parametrize("track", all_tracks(), ids=lambda track: track.key)
def test_a_clock_is_acted_upon_only_where_one_runs(track):
    running = {str(state.key) for state in track.states if state.clock is not None}
    of_the_regulator = {str(state.key) for state in track.states if state.waits_for is REGULATOR}
    states = {act.name: act.from_states for act in clock_acts(track)}
    assert set().union(*states.values()) == running
    if running:
        assert states["resume_clock"] == running
    if of_the_regulator:
        silent = {key for key in of_the_regulator if state_of(key).clock.deemed}
        assert states["pause_for_experts"] == of_the_regulator - silent
