"""Who has a case: assigned, taken over, released, and declared to be impartial for it."""

from __future__ import annotations

import pytest

from portal.accounts.roles import Role
from portal.core.actions import available
from portal.core.errors import NotAllowed, RulesBroken, WrongState
from portal.core.models import OutboxMessage
from portal.reference.models import RegulatorText
from registry.models import Duty, Filing
from registry.procedure.actions import RecordNoObjection, Submit, TakeUp
from registry.procedure.cases import CASE_ACTIONS, Assign, Release, TakeOver
from registry.procedure.remarks import answer_remark
from registry.procedure.timeline import (
    event_label,
    filing_timeline,
    filing_timeline_of_body,
)
from registry.states import AnswerKind, FilingState, Outcome
from tests.factories import (
    FilingFactory,
    PersonFactory,
    decider,
    member_of,
    officer,
    organisation_for,
    propose,
)
from tests.registry.actors import OFFICER_OF_THE_BODY, actors
from tests.registry.amending import next_version

pytestmark = pytest.mark.django_db

DESK = {"officer of the regulator", "decider of the regulator"}
OPEN = {"received", "under_review", "proposed", "correction_requested"}


def _colleague():
    officer()  # is there first
    return PersonFactory(role=Role.OFFICER)


def _mailed(template):
    rows = OutboxMessage.objects.filter(kind="mail", payload__template=template)
    return {row.payload["to"] for row in rows}


@pytest.mark.parametrize("state", FilingState.values)
def test_a_case_is_offered_to_the_right_people_while_it_is_open(state):
    filing = FilingFactory(reached=state, officer=_colleague())
    expected = {
        "assign": DESK,
        "take_over": {"officer of the regulator"},
        "release": set(),  # whoever has it is a colleague
        "remind": {"officer of the regulator"},
    }
    people = actors(filing.organisation)
    offered = {
        who: {act.name for act in available(CASE_ACTIONS, person, filing)}
        for who, person in people.items()
    }
    for who, names in offered.items():
        wanted = {name for name, may in expected.items() if who in may and state in OPEN}
        assert names == wanted, who


@pytest.mark.parametrize("act", CASE_ACTIONS)
def test_who_is_not_offered_it_is_refused(act):
    filing = FilingFactory(under_review=True, officer=_colleague())
    for who, person in actors(filing.organisation).items():
        if not act.is_available(person, filing):
            with pytest.raises(NotAllowed, match=r"\.$"):
                act(filing, person, officer=_colleague(), reason="轮岗").run()
            assert who not in DESK or act is not Assign


def test_a_case_that_nobody_has_is_assigned_without_a_reason_and_the_officer_is_told():
    filing, other = FilingFactory(), _colleague()
    filing = Assign(filing, officer(), officer=other).run()
    assert filing.officer == other
    assert filing.state == FilingState.RECEIVED
    assert _mailed("case_assigned") == {other.email}


@pytest.mark.parametrize("act", [Assign, TakeOver])
def test_a_case_that_somebody_has_changes_hands_with_a_reason_alone(act):
    former, other = _colleague(), _colleague()
    filing = FilingFactory(under_review=True, officer=former)
    user = other if act is TakeOver else officer()
    with pytest.raises(RulesBroken, match="Say why"):
        act(filing, user, officer=other, reason="  ").run()
    filing = act(filing, user, officer=other, reason="轮岗").run()
    assert filing.officer == other
    event = filing.events.last()
    assert (event.data["former"]["id"], event.data["officer"]["id"]) == (former.pk, other.pk)
    assert str(former) in filing_timeline(filing)[0].note
    assert _mailed("case_taken_away") == {former.email}


def test_nobody_gets_a_case_who_cannot_review_it():
    filing = FilingFactory()
    people = actors(filing.organisation)
    for who in ("decider of the regulator", "author of the body", OFFICER_OF_THE_BODY):
        with pytest.raises(RulesBroken, match="Choose somebody else"):
            Assign(filing, officer(), officer=people[who]).run()
    with pytest.raises(RulesBroken, match="Choose the officer"):
        Assign(filing, officer()).run()


def test_of_two_who_assign_from_the_same_page_the_second_is_told_who_has_it():
    filing, first, second = FilingFactory(), _colleague(), _colleague()
    Assign(filing, officer(), officer=first, seen="0").run()
    with pytest.raises(WrongState, match=str(first)):
        Assign(filing, decider(), officer=second, reason="轮岗", seen="0").run()
    with pytest.raises(WrongState, match=str(first)):  # a double click
        Assign(filing, officer(), officer=first).run()
    filing.refresh_from_db()
    assert filing.officer == first
    assert filing.events.filter(event="assigned").count() == 1


def test_a_released_case_is_nobodys_and_can_be_taken_over_without_a_reason():
    filing = FilingFactory(under_review=True)
    with pytest.raises(RulesBroken, match="Say why"):
        Release(filing, officer(), reason="").run()
    filing = Release(filing, officer(), reason="休假").run()
    assert filing.officer is None
    assert filing.state == FilingState.UNDER_REVIEW
    with pytest.raises(NotAllowed, match="officer who has it"):
        Release(filing, officer(), reason="休假").run()
    other = _colleague()
    assert TakeOver(filing, other).run().officer == other


def test_a_case_of_a_colleague_is_not_taken_up_past_them():
    first, second = _colleague(), _colleague()
    filing = Assign(FilingFactory(), officer(), officer=first).run()
    assert not TakeUp.is_available(second, filing)
    with pytest.raises(WrongState, match="Take it over first"):
        TakeUp(filing, second).run()
    assert TakeUp(filing, first).run().state == FilingState.UNDER_REVIEW


def test_no_body_is_told_who_works_on_it():
    filing = Assign(FilingFactory(), officer(), officer=_colleague()).run()
    filing = TakeOver(filing, officer(), reason="轮岗").run()
    Release(filing, officer(), reason="休假").run()
    labels = {str(line.label) for line in filing_timeline(filing)}
    seen = {str(line.label) for line in filing_timeline_of_body(filing)}
    inside = {str(event_label(event)) for event in ("assigned", "taken_over", "released")}
    assert labels - seen == inside


def test_a_corrected_version_comes_back_to_who_has_the_case():
    has_it, other = _colleague(), _colleague()
    filing = FilingFactory(correction_requested=True, officer=has_it)
    author = member_of(filing.organisation, Role.AUTHOR)
    answer_remark(filing.remarks.get(), author, kind=AnswerKind.EXPLAINED, answer="见第一章")
    OutboxMessage.objects.all().delete()
    version = next_version(filing.scheme, "1.0.1", title=filing.version.document["title"])
    Submit(version, member_of(filing.organisation, Role.SIGNATORY)).run()
    filing.refresh_from_db()
    assert filing.officer == has_it
    assert _mailed("filing_received") == {has_it.email}
    assert not TakeUp.is_available(other, filing)


# --- the statement of impartiality ------------------------------------------------------


def _stated(filing):
    rows = filing.impartiality_statements.values_list("person", "duty")
    return sorted(rows, key=lambda row: row[1])


def test_whoever_reviews_and_whoever_decides_has_declared_once_in_the_words_in_force():
    filing = FilingFactory(no_objection=True)
    statements = filing.impartiality_statements
    assert _stated(filing) == [(decider().pk, Duty.DECISION), (officer().pk, Duty.REVIEW)]
    assert {each.text.kind for each in statements.all()} == {"impartiality"}


def test_who_proposes_for_a_colleague_declares_as_well():
    filing = FilingFactory(under_review=True)
    other = _colleague()
    propose(filing, Outcome.NO_OBJECTION, other)
    assert (other.pk, Duty.REVIEW) in _stated(filing)


def test_without_words_in_force_nothing_is_declared():
    RegulatorText.objects.filter(kind="impartiality").delete()
    assert _stated(FilingFactory(under_review=True)) == []


def test_who_began_a_review_and_gave_it_back_does_not_decide():
    from portal.accounts.memberships import join

    both = _colleague()
    join(both, organisation_for(Role.DECIDER), Role.DECIDER)
    filing = Release(FilingFactory(under_review=True, officer=both), both, reason="休假").run()
    TakeOver(filing, officer()).run()
    propose(filing, Outcome.NO_OBJECTION)
    with pytest.raises(NotAllowed, match="Another person has to decide"):
        RecordNoObjection(filing, both, reasons="理由").run()


def test_who_decided_once_may_decide_on_the_corrected_version():
    filing = FilingFactory(correction_requested=True)
    author = member_of(filing.organisation, Role.AUTHOR)
    answer_remark(filing.remarks.get(), author, kind=AnswerKind.EXPLAINED, answer="见第一章")
    version = next_version(filing.scheme, "1.0.1", title=filing.version.document["title"])
    Submit(version, member_of(filing.organisation, Role.SIGNATORY)).run()
    filing = Filing.objects.get(pk=filing.pk)
    propose(TakeUp(filing, officer()).run(), Outcome.NO_OBJECTION)
    assert set(Filing.objects.decidable_by(decider())) == {filing}
