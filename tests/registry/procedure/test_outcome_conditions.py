"""Conditions and recommendations are proposed and decided with an outcome."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import Role
from portal.core.errors import RulesBroken
from registry.models import EntryCondition, ReasonCode
from registry.procedure.actions import Propose, RecordNoObjection
from registry.procedure.actions.permitting import Approve, ProposeApproval
from registry.register.acts.conditions import AcceptEvidence, HandInEvidence
from tests.factories import FilingFactory, decider, member_of, officer, propose
from tests.registry.procedure.applications import accepted

pytestmark = pytest.mark.django_db

DUE = (timezone.localdate() + timedelta(days=30)).isoformat()
CONDITION = {"text": "补充收费标准。", "due_on": DUE, "evidence_wanted": "公布的收费标准"}
RECOMMENDATION = {"text": "建议增加图示。", "due_on": "", "evidence_wanted": ""}
WORDS = {"outcome": "no_objection", "reasons": "未发现问题"}


@pytest.fixture(autouse=True)
def grounds(db):
    """One reason that carries conditions, and one that does not."""
    for code, carries in (("carrying", True), ("plain", False)):
        ReasonCode.objects.create(code=code, name_zh=code, carries_conditions=carries)


def test_a_condition_of_an_outcome_is_one_of_the_entry_with_its_decision():
    words = {"conditions": [CONDITION, RECOMMENDATION], "reason_codes": ["carrying"]}
    filing = propose(FilingFactory(under_review=True), "no_objection", **words)
    assert filing.proposal.conditions == [CONDITION, RECOMMENDATION]
    RecordNoObjection(filing, decider(), **WORDS, **words).run()
    condition = EntryCondition.objects.get()
    assert condition.decision.filing == filing
    assert filing.entry.events.filter(event="condition_set").count() == 1
    assert condition.decision.remedy["zh"]
    letter = str(filing.letters.get().content["blocks"]["zh"])
    assert "补充收费标准。" in letter
    assert "建议增加图示。" in letter


def test_the_body_hands_in_evidence_for_it_and_an_officer_accepts():
    words = {"conditions": [CONDITION], "reason_codes": ["carrying"]}
    filing = propose(FilingFactory(under_review=True), "no_objection", **words)
    entry = RecordNoObjection(filing, decider(), **WORDS, **words).run().entry
    about = {"condition": EntryCondition.objects.get().pk}
    signatory = member_of(entry.organisation, Role.SIGNATORY)
    HandInEvidence(entry, signatory, reason="已公布", **about).run()
    AcceptEvidence(entry, officer(), reason="属实", **about).run()
    assert EntryCondition.objects.get().met_on == timezone.localdate()


@pytest.mark.parametrize(
    ("conditions", "more", "told"),
    [
        ([CONDITION], {"reason_codes": ["plain"]}, "marked as one for conditions"),
        ([{**CONDITION, "text": ""}], {"reason_codes": ["carrying"]}, "what the condition is"),
        ([{**CONDITION, "evidence_wanted": ""}], {}, "what would show it"),
        ([{**CONDITION, "due_on": "2020-01-01"}], {}, "not over"),
        ([RECOMMENDATION], {"outcome": "correction_requested"}, "scheme goes on"),
    ],
)
def test_what_the_track_does_not_allow_is_refused(conditions, more, told):
    filing = FilingFactory(under_review=True)
    words = {**WORDS, "reason_codes": [], **more, "conditions": conditions}
    with pytest.raises(RulesBroken, match=told):
        Propose(filing, officer(), **words).run()


def test_a_recommendation_needs_no_ground_and_binds_nobody():
    words = {"conditions": [RECOMMENDATION]}
    filing = propose(FilingFactory(under_review=True), "no_objection", **words)
    filing = RecordNoObjection(filing, decider(), **WORDS, **words).run()
    assert not EntryCondition.objects.exists()
    assert filing.decisions.get().remedy == {}


def test_an_approval_is_given_with_conditions_and_then_says_its_remedy():
    words = {"reason": "符合条件", "conditions": [CONDITION]}
    proposed = ProposeApproval(accepted(), officer(), **words).run()
    assert Approve.fields(proposed)["conditions"].initial[0] == CONDITION["text"]
    filing = Approve(proposed, decider(), **words).run()
    assert EntryCondition.objects.get().entry == filing.entry
    assert "行政复议" in str(filing.letters.get(act="approve").content["blocks"]["zh"])


def test_conditions_travel_through_the_pages_as_they_were_typed(desk):
    filing = FilingFactory(under_review=True)
    rows = {"conditions_0": "补充收费标准。", "conditions_1": DUE, "conditions_2": "公布的收费标准"}
    words = {**WORDS, **rows, "reason_codes": ["carrying"], "seen": ""}
    address = reverse("desk:propose", args=[filing.number])
    faulty = desk.post(address, {**words, "conditions_2": ""})
    assert faulty.status_code == 422
    assert "补充收费标准。" in faulty.content.decode()
    seen = desk.get(address).context["form"]["seen"].value()
    desk.post(address, {**words, "seen": seen, "impartial": "on"})
    filing.refresh_from_db()
    assert filing.proposal.conditions == [CONDITION]
    desk.force_login(decider())
    page = desk.get(reverse("desk:decide", args=[filing.number])).content.decode()
    assert "公布的收费标准" in page
