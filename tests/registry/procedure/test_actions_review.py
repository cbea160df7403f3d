from __future__ import annotations

import datetime

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from portal.accounts.memberships import join
from portal.accounts.roles import Role
from portal.core.errors import NotAllowed, RulesBroken, WrongState
from portal.core.models import OutboxMessage
from registry.models import Decision, Entry, Proposal
from registry.procedure.actions import (
    HandBack,
    Propose,
    RecordNoObjection,
    RequestCorrection,
    TakeUp,
)
from registry.procedure.actions.review import review_token
from registry.procedure.clock import clock_of
from registry.procedure.remarks import write_remark
from registry.procedure.timeline import filing_timeline, filing_timeline_of_body, scheme_timeline
from registry.procedure.working_days import next_working_day
from registry.states import FilingState, Outcome
from registry.tracks import state_of
from tests.factories import (
    FilingFactory,
    PersonFactory,
    decider,
    officer,
    organisation_for,
    propose,
    request_correction,
)
from tests.regulation import limit

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
    with pytest.raises(WrongState, match="was not carried out"):
        TakeUp(filing, PersonFactory(role="officer")).run()
    filing.refresh_from_db()
    assert filing.officer == officer()


# --- proposing --------------------------------------------------------------------------


def test_a_proposal_waits_for_a_decider_and_keeps_who_proposed_what_of_which_text():
    filing = propose(FilingFactory(under_review=True), Outcome.NO_OBJECTION, reasons="未发现问题")
    proposal = filing.proposal
    assert (filing.state, proposal.proposed_by) == (FilingState.PROPOSED, officer())
    assert (proposal.outcome, proposal.reasons) == (Outcome.NO_OBJECTION, "未发现问题")
    assert proposal.sha256 == filing.version.digest
    assert not Decision.objects.exists()


def test_a_proposal_tells_the_deciders_and_not_the_body():
    filing = FilingFactory(under_review=True)
    told = OutboxMessage.objects.count()
    someone = decider()
    propose(filing, Outcome.NO_OBJECTION)
    new = OutboxMessage.objects.order_by("pk")[told:]
    assert [message.payload["to"] for message in new] == [someone.email]


def test_the_body_does_not_read_of_the_proposal():
    filing = FilingFactory(proposed=True)
    desk, body = filing_timeline(filing), filing_timeline_of_body(filing)
    assert len(desk) == len(body) + 1
    assert len(scheme_timeline(filing.scheme)) == len(body) + 2  # begun and signed; not submitted
    assert state_of(FilingState.PROPOSED).to_body == state_of(FilingState.UNDER_REVIEW).to_body


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"reasons": "  "}, "Write the reasons"),
        ({"outcome": ""}, "Choose the outcome"),
        ({"outcome": "refused"}, "Choose the outcome"),
        ({"reason_codes": ["whim"]}, "reasons is not in the regulator's list"),
        ({"outcome": Outcome.CORRECTION_REQUESTED}, "at least one remark"),
    ],
)
def test_an_incomplete_outcome_is_neither_proposed_nor_decided(words, refusal):
    filing = FilingFactory(under_review=True)
    whole = {"outcome": Outcome.NO_OBJECTION, "reasons": "理由", **words}
    with pytest.raises(RulesBroken, match=refusal):
        Propose(filing, officer(), **whole).run()
    assert not Proposal.objects.exists()


def test_no_objection_is_not_proposed_while_remarks_wait_to_be_sent():
    filing = FilingFactory(under_review=True)
    write_remark(filing, officer(), text="补充")
    with pytest.raises(RulesBroken, match="remarks that were not sent"):
        propose(filing, Outcome.NO_OBJECTION)


def test_a_proposal_on_a_text_that_was_not_read_is_refused():
    filing = FilingFactory(under_review=True)
    seen = review_token(filing)
    write_remark(filing, officer(), text="另一位同事的意见")
    with pytest.raises(WrongState, match="changed while you were deciding"):
        propose(filing, Outcome.CORRECTION_REQUESTED, seen=seen)


def test_remarks_stand_still_while_a_decision_is_awaited():
    filing = FilingFactory(proposed=True)
    with pytest.raises(WrongState, match="only while the filing is under review"):
        write_remark(filing, officer(), text="补充")


def test_a_proposal_is_never_changed():
    proposal = FilingFactory(proposed=True).proposal
    proposal.reasons = "另一个理由"
    with pytest.raises(DatabaseError), transaction.atomic():
        proposal.save()


# --- deciding ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "refusal"),
    [
        (RecordNoObjection, "Write the reasons"),
        (RequestCorrection, "Write the reasons"),
        (HandBack, "Say what the officer has to look at again"),
    ],
)
def test_a_decision_needs_reasons(action, refusal):
    filing = FilingFactory(proposed=True)
    with pytest.raises(RulesBroken, match=refusal):
        action(filing, decider(), reasons="  ", reason=" ").run()
    assert not Decision.objects.exists()


def test_a_decision_keeps_decider_reasons_proposal_and_the_text_that_was_decided_on():
    filing = FilingFactory(proposed=True)
    codes = ["unclear_text"]
    RecordNoObjection(filing, decider(), reasons="未发现问题", reason_codes=codes).run()
    decision = Decision.objects.get()
    assert (decision.outcome, decision.decided_by) == (Outcome.NO_OBJECTION, decider())
    assert (decision.sha256, decision.reason_codes) == (filing.version.digest, codes)
    assert decision.proposal == Proposal.objects.get()


def test_a_reason_that_is_not_in_the_list_is_refused():
    filing = FilingFactory(proposed=True)
    with pytest.raises(RulesBroken, match="reasons is not in the regulator's list"):
        RecordNoObjection(filing, decider(), reasons="理由", reason_codes=["whim"]).run()


def test_who_proposed_does_not_decide_whatever_roles_they_have():
    filing = FilingFactory(under_review=True)
    both = PersonFactory(role=Role.OFFICER)
    join(both, organisation_for(Role.DECIDER), Role.DECIDER)
    filing = propose(filing, Outcome.NO_OBJECTION, both)
    with pytest.raises(NotAllowed, match="You proposed the outcome of this filing"):
        RecordNoObjection(filing, both, reasons="理由").run()
    another = PersonFactory(role=Role.DECIDER)
    assert RecordNoObjection(filing, another, reasons="理由").run().state == "no_objection"


def test_a_proposal_handed_back_can_be_made_anew_and_names_the_reason():
    filing = FilingFactory(proposed=True)
    filing = HandBack(filing, decider(), reason="请再核对依据").run()
    assert (filing.state, filing.proposal) == (FilingState.UNDER_REVIEW, None)
    assert filing.events.last().data == {"reason": "请再核对依据"}
    assert OutboxMessage.objects.last().payload["to"] == officer().email
    assert propose(filing, Outcome.NO_OBJECTION).state == FilingState.PROPOSED
    assert Proposal.objects.count() == 2


def test_a_decision_on_a_proposal_that_was_not_read_is_refused():
    filing = FilingFactory(proposed=True)
    seen = review_token(filing)
    filing = propose(HandBack(filing, decider(), reason="请再核对").run(), Outcome.NO_OBJECTION)
    with pytest.raises(WrongState, match="changed while you were deciding"):
        RecordNoObjection(filing, decider(), reasons="理由", seen=seen).run()
    assert not Decision.objects.exists()


def test_a_decision_on_the_text_as_it_is_goes_through():
    filing = FilingFactory(proposed=True)
    RecordNoObjection(filing, decider(), reasons="理由", seen=review_token(filing)).run()
    assert Decision.objects.get().outcome == Outcome.NO_OBJECTION


def test_a_correction_sends_the_remarks_and_starts_the_bodys_clock():
    limit("answer", 12)
    filing = FilingFactory(under_review=True)
    write_remark(filing, officer(), text="补充", address="/scope")

    request_correction(filing, reasons="范围不清楚")

    filing.refresh_from_db()
    assert filing.remarks.get().sent_at is not None
    asked_until = timezone.localdate() + datetime.timedelta(days=12)
    assert clock_of(filing).due == next_working_day(asked_until)


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


def test_every_act_adds_one_line_to_the_history():
    filing = FilingFactory(no_objection=True)
    steps = filing.events.values_list("event", "from_state", "to_state")
    assert list(steps) == [
        ("submitted", "", "received"),
        ("taken_up", "received", "under_review"),
        ("proposed", "under_review", "proposed"),
        ("no_objection", "proposed", "no_objection"),
    ]
