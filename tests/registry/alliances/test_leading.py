"""The lead goes to another member: it owns the texts, and answers in the review under way."""

from __future__ import annotations

import pytest
from django.urls import reverse

from portal.core.errors import NotAllowed, RulesBroken, WrongState
from registry.alliances.leading import OfferLead, TakeLead
from registry.alliances.leaving import LeaveAlliance
from registry.figures.medians import _worked_out
from registry.footing.caveats import read_one
from registry.models import Entry, Filing, Submission
from registry.procedure.actions import RecordNoObjection, Submit, TakeUp, Withdraw
from registry.procedure.permissions import may_answer, may_see, may_take_back
from registry.procedure.remarks import write_remark
from registry.states import EntryState, FilingState, MembershipState
from schemes.models import Scheme
from tests.factories import (
    approve,
    decider,
    officer,
    propose,
    record_no_objection,
    request_correction,
)
from tests.registry.alliances.joining import counter_sign, filed, member, others, signatory
from tests.registry.alliances.test_joint_filing import _answer_all
from tests.registry.amending import next_version

pytestmark = pytest.mark.django_db


def hand_on(alliance, one):
    """The lead is offered to a member, which takes it."""
    OfferLead(one, signatory(alliance.lead), reason="牵头机构合并").run()
    return TakeLead(one, signatory(one.organisation)).run()


def test_whoever_takes_the_lead_owns_the_texts_and_entries_stay_their_own():
    alliance, _version, filings = filed(1)
    record_no_objection(TakeUp(filings[0], officer()).run())
    [one] = others(alliance)
    before = set(Entry.objects.values_list("organisation", "number", "state"))
    hand_on(alliance, one)
    alliance.refresh_from_db()
    assert alliance.lead == Scheme.objects.get().organisation == one.organisation
    assert set(Entry.objects.values_list("organisation", "number", "state")) == before


def test_who_led_before_can_leave():
    alliance, _version, filings = filed(1)
    record_no_objection(TakeUp(filings[0], officer()).run())
    lead = alliance.members.get(organisation=alliance.lead)
    plan = {"plan": "none_issued", "reason": "业务调整"}
    with pytest.raises(RulesBroken, match="hands the lead on"):
        LeaveAlliance(lead, signatory(lead.organisation), **plan).run()
    hand_on(alliance, others(alliance)[0])
    left = LeaveAlliance(lead, signatory(lead.organisation), **plan).run()
    assert left.state == MembershipState.LEFT
    states = Entry.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [EntryState.DEREGISTERED, EntryState.LISTED]


def test_the_new_lead_answers_and_corrects_in_the_review_under_way():
    alliance, _version, filings = filed(2)
    case, old = TakeUp(filings[0], officer()).run(), alliance.lead
    write_remark(case, officer(), text="请补充适用范围。", address="/scope")
    case = request_correction(case)
    one, other = others(alliance)
    hand_on(alliance, one)
    case = Filing.objects.get(pk=case.pk)
    assert may_see(signatory(one.organisation), case)
    assert may_answer(signatory(one.organisation), case)
    assert not may_answer(signatory(old), case)
    assert not may_take_back(signatory(old), case)
    corrected = next_version(Scheme.objects.get(), "1.1.0")
    _answer(case, one.organisation)
    with pytest.raises(RulesBroken, match="2 members have not counter-signed"):
        Submit(corrected, signatory(one.organisation)).run()
    for each in (alliance.members.get(organisation=old), other):
        counter_sign(each, corrected)
    Submit(corrected, signatory(one.organisation)).run()
    assert {entry.version for entry in Entry.objects.all()} == {corrected}
    assert set(Filing.objects.values_list("state", "round")) == {(FilingState.RECEIVED, 2)}
    signed = Submission.objects.filter(version=corrected)
    assert {one.filing.organisation_id for one in signed} == {
        f.organisation_id for f in Filing.objects.all()
    }
    assert signed.get(filing=case).submitted_by == signatory(old)


def _answer(case, body):
    case.organisation = body  # whose signatory the helper asks; it is not stored
    _answer_all(case)


def test_the_lead_withdraws_for_all_where_the_case_is():
    alliance, _version, filings = filed(1)
    [one] = others(alliance)
    hand_on(alliance, one)
    own = Filing.objects.get(organisation=one.organisation)
    with pytest.raises(WrongState, match="Withdraw that one"):
        Withdraw(own, signatory(one.organisation), reason="另行制定").run()
    case = Filing.objects.get(pk=filings[0].pk)
    Withdraw(case, signatory(one.organisation), reason="另行制定", none_issued=True).run()
    assert set(Filing.objects.values_list("state", flat=True)) == {FilingState.WITHDRAWN}


def test_the_lead_is_taken_by_whom_it_is_offered_to_and_who_has_filed():
    alliance, _version, _filings = filed(2)
    one, other = others(alliance)
    with pytest.raises(WrongState, match="not offered to your body"):
        TakeLead(one, signatory(one.organisation)).run()
    with pytest.raises(NotAllowed, match="Only a signatory of the lead"):
        OfferLead(one, signatory(other.organisation), reason="x").run()
    late = member(alliance)
    with pytest.raises(RulesBroken, match="has not filed the joint rule"):
        hand_on(alliance, late)


def test_the_lead_stays_while_an_outcome_is_being_decided():
    alliance, _version, filings = filed(1)
    propose(TakeUp(filings[0], officer()).run(), "no_objection")
    with pytest.raises(WrongState, match="waits for the decision"):
        hand_on(alliance, others(alliance)[0])


def test_one_decision_on_the_filings_of_all_members_counts_once():
    _alliance, _version, filings = filed(2)
    record_no_objection(TakeUp(filings[0], officer()).run())
    assert Filing.objects.closed().count() == 3
    assert [one.cases for one in _worked_out(filings[0].submitted_at.date())] == [1]


def test_a_member_that_loses_its_approval_keeps_the_others_from_nothing():
    alliance, _version, filings = filed(2)
    case = TakeUp(filings[0], officer()).run()
    one, _other = others(alliance)
    one.organisation.approved_fields.all().delete()
    proposed = propose(case, "no_objection")
    RecordNoObjection(proposed, decider(), reasons="未发现问题").run()
    assert set(Filing.objects.values_list("state", flat=True)) == {FilingState.NO_OBJECTION}
    gaps = {entry.organisation_id: read_one(entry).gaps for entry in Entry.objects.all()}
    assert gaps.pop(one.organisation_id)
    assert not any(gaps.values())


def test_a_member_leaves_no_review_that_is_being_decided():
    alliance, _version, filings = filed(1)
    propose(TakeUp(filings[0], officer()).run(), "no_objection")
    [one] = others(alliance)
    with pytest.raises(WrongState, match="is under way"):
        LeaveAlliance(one, signatory(one.organisation), plan="none_issued", reason="退出").run()


def test_the_lead_is_offered_and_taken_on_the_page(sign_in):
    alliance, version, filings = filed(1)
    record_no_objection(TakeUp(filings[0], officer()).run())
    [one] = others(alliance)
    for field in version.document["domains"]:
        approve(one.organisation, field)
    browser = sign_in(signatory(alliance.lead))
    place = reverse("workspace:member-act", args=[alliance.pk, one.pk, "offer_lead"])
    assert place in browser.get(reverse("workspace:alliance", args=[alliance.pk])).content.decode()
    browser.post(place, {"reason": "牵头机构合并"})
    browser = sign_in(signatory(one.organisation))
    waits = browser.get(reverse("workspace:dashboard")).content.decode()
    assert "takes the lead of the alliance" in waits
    browser.post(reverse("workspace:take-lead", args=[alliance.pk]))
    alliance.refresh_from_db()
    assert alliance.lead == one.organisation
