from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from portal.core.errors import RulesBroken, WrongState
from registry.actions import RecordNoObjection, RequestCorrection, TakeUp
from registry.actions.review import review_token
from registry.models import Decision, Entry, TimeLimit
from registry.remarks import write_remark
from registry.states import FilingState, Outcome
from tests.factories import FilingFactory, PersonFactory, officer

pytestmark = pytest.mark.django_db


def test_the_officer_who_takes_a_filing_up_stands_on_it():
    filing = FilingFactory()
    reviewer = officer()
    TakeUp(filing, reviewer).run()
    filing.refresh_from_db()
    assert (filing.state, filing.officer) == (FilingState.UNDER_REVIEW, reviewer)


def test_the_second_officer_is_told_that_it_was_taken_up():
    filing = FilingFactory()
    TakeUp(filing, officer()).run()
    with pytest.raises(WrongState):
        TakeUp(filing, PersonFactory(role="officer")).run()
    filing.refresh_from_db()
    assert filing.officer == officer()


@pytest.mark.parametrize("action", [RecordNoObjection, RequestCorrection])
def test_a_decision_needs_reasons(action):
    filing = FilingFactory(under_review=True)
    write_remark(filing, officer(), text="补充")
    with pytest.raises(RulesBroken):
        action(filing, officer(), reasons="  ").run()
    assert not Decision.objects.exists()


def test_a_decision_keeps_decider_reasons_and_the_text_that_was_decided_on():
    filing = FilingFactory(under_review=True)
    decider = PersonFactory(role="decider")
    RecordNoObjection(filing, decider, reasons="未发现问题", reason_codes=["unclear_text"]).run()
    decision = Decision.objects.get()
    assert (decision.outcome, decision.decided_by) == (Outcome.NO_OBJECTION, decider)
    assert (decision.sha256, decision.reason_codes) == (filing.version.digest, ["unclear_text"])


def test_a_reason_that_is_not_in_the_list_is_refused():
    filing = FilingFactory(under_review=True)
    with pytest.raises(RulesBroken):
        RecordNoObjection(filing, officer(), reasons="理由", reason_codes=["whim"]).run()


def test_no_objection_is_refused_while_remarks_wait_to_be_sent():
    filing = FilingFactory(under_review=True)
    write_remark(filing, officer(), text="补充")
    with pytest.raises(RulesBroken):
        RecordNoObjection(filing, officer(), reasons="未发现问题").run()


def test_a_correction_is_refused_without_a_remark():
    filing = FilingFactory(under_review=True)
    with pytest.raises(RulesBroken):
        RequestCorrection(filing, officer(), reasons="理由").run()


def test_a_correction_sends_the_remarks_and_starts_the_bodys_clock():
    TimeLimit.objects.update(answer_days=12)
    filing = FilingFactory(under_review=True)
    write_remark(filing, officer(), text="补充", address="/scope")

    RequestCorrection(filing, officer(), reasons="范围不清楚").run()

    filing.refresh_from_db()
    assert filing.remarks.get().sent_at is not None
    assert filing.answer_due == timezone.localdate() + datetime.timedelta(days=12)


def test_a_correction_leaves_the_scheme_listed_and_tells_the_public_nothing():
    FilingFactory(correction_requested=True)
    entry = Entry.objects.get()
    assert entry.state == "listed"
    assert [event.event for event in entry.events.all()] == ["filed"]


def test_no_objection_is_told_to_the_public_without_its_reasons():
    FilingFactory(no_objection=True)
    event = Entry.objects.get().events.last()
    assert event.event == "reviewed"
    assert "reasons" not in event.data


def test_a_decision_on_a_text_that_was_not_read_is_refused():
    filing = FilingFactory(under_review=True)
    seen = review_token(filing)
    write_remark(filing, officer(), text="另一位同事的意见")
    with pytest.raises(WrongState):
        RequestCorrection(filing, officer(), reasons="理由", seen=seen).run()
    assert not Decision.objects.exists()


def test_a_decision_on_the_text_as_it_is_goes_through():
    filing = FilingFactory(under_review=True)
    write_remark(filing, officer(), text="补充")
    RequestCorrection(filing, officer(), reasons="理由", seen=review_token(filing)).run()
    assert Decision.objects.get().outcome == Outcome.CORRECTION_REQUESTED


def test_every_act_adds_one_line_to_the_history():
    filing = FilingFactory(no_objection=True)
    steps = filing.events.values_list("event", "from_state", "to_state")
    assert list(steps) == [
        ("submitted", "", "received"),
        ("taken_up", "received", "under_review"),
        ("no_objection", "under_review", "no_objection"),
    ]
