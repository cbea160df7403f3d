"""Opinions before the proposal: asked for, given once, let go with a reason, waited for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.accounts.memberships import join, leave
from portal.accounts.models import Membership
from portal.accounts.roles import Role
from portal.core.errors import NotAllowed, RulesBroken, WrongState
from portal.core.models import OutboxMessage
from registry.models import OpinionKind, OpinionRequest, Stance
from registry.procedure.actions import RecordNoObjection
from registry.procedure.cases import AskForOpinion
from registry.procedure.cases.merging import OPEN, RELEASED, as_seen, merge_opinions, merged
from registry.procedure.cases.opinions import give_opinion, release_opinion
from registry.procedure.timeline import filing_timeline, filing_timeline_of_body
from registry.states import FilingState, Outcome
from tests.factories import (
    FilingFactory,
    PersonFactory,
    decider,
    officer,
    organisation_for,
    propose,
)
from tests.registry.actors import OFFICER_OF_THE_BODY, actors

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


def _colleague():
    officer()
    return PersonFactory(role=Role.OFFICER)


def _ask(filing, colleague, **words):
    said = {
        "kind": OpinionKind.TECHNICAL,
        "person": colleague,
        "question": "检测方法是否适用？",
        "due_on": TODAY() + timedelta(days=3),
        **words,
    }
    AskForOpinion(filing, officer(), **said).run()
    return OpinionRequest.objects.latest("pk")


def _mailed(template):
    return {m.payload["to"] for m in OutboxMessage.objects.filter(payload__template=template)}


def test_the_officer_of_the_case_asks_and_hears_of_the_answer():
    filing, expert = FilingFactory(under_review=True), _colleague()
    asked = _ask(filing, expert)
    assert _mailed("opinion_asked") == {expert.email}
    opinion = give_opinion(asked, expert, stance=Stance.AGREES, text="适用")
    assert opinion.sha256 == filing.version.digest
    assert _mailed("opinion_given") == {officer().email}
    assert filing.impartiality_statements.filter(person=expert, duty="opinion").exists()


def test_nobody_else_asks():
    filing = FilingFactory(under_review=True)
    for who, person in actors(filing.organisation).items():
        if who != "officer of the regulator":
            with pytest.raises(NotAllowed, match=r"\.$"):
                AskForOpinion(filing, person).run()


@pytest.mark.parametrize(
    ("words", "match"),
    [
        ({"kind": "whim"}, "what the opinion is about"),
        ({"person": None}, "Choose a colleague"),
        ({"question": " "}, "Write what you ask"),
        ({"due_on": timezone.localdate() - timedelta(days=2)}, "must not have passed"),
    ],
)
def test_a_request_that_cannot_be_is_refused(words, match):
    with pytest.raises(RulesBroken, match=match):
        _ask(FilingFactory(under_review=True), _colleague(), **words)


def test_nobody_with_a_part_in_the_filing_and_nobody_from_outside_is_asked():
    filing = FilingFactory(under_review=True)
    people = actors(filing.organisation)
    for who in (OFFICER_OF_THE_BODY, "author of the body", "officer of the regulator"):
        with pytest.raises(RulesBroken, match=r"\.$"):
            _ask(filing, people[who])


def test_nobody_is_asked_the_same_twice_at_once():
    filing, expert = FilingFactory(under_review=True), _colleague()
    _ask(filing, expert)
    with pytest.raises(WrongState, match="asked this already"):
        _ask(filing, expert)
    assert _ask(filing, expert, kind=OpinionKind.ADMINISTRATIVE).pk


def test_a_proposal_waits_for_opinions_until_they_are_given_or_let_go():
    filing = FilingFactory(under_review=True)
    first, second = _ask(filing, _colleague()), _ask(filing, _colleague())
    with pytest.raises(RulesBroken, match="waits for"):
        propose(filing, Outcome.NO_OBJECTION)
    give_opinion(first, first.person, stance=Stance.OBJECTS, text="不适用")
    with pytest.raises(RulesBroken, match="waits for"):
        propose(filing, Outcome.NO_OBJECTION)
    release_opinion(second, officer(), "逾期未复")
    assert propose(filing, Outcome.NO_OBJECTION).state == FilingState.PROPOSED


def test_an_opinion_is_given_once_by_who_was_asked():
    filing, expert = FilingFactory(under_review=True), _colleague()
    asked = _ask(filing, expert)
    with pytest.raises(NotAllowed, match="Somebody else was asked"):
        give_opinion(asked, _colleague(), stance=Stance.AGREES, text="适用")
    for words, match in (({"stance": "?"}, "comes to"), ({"text": " "}, "Write your")):
        with pytest.raises(RulesBroken, match=match):
            give_opinion(asked, expert, **{"stance": Stance.AGREES, "text": "适用", **words})
    give_opinion(asked, expert, stance=Stance.AGREES, text="适用")
    with pytest.raises(WrongState, match="not waited for"):
        give_opinion(asked, expert, stance=Stance.OBJECTS, text="改变")
    with pytest.raises(WrongState, match="not waited for"):
        release_opinion(asked, officer(), "逾期")


def test_letting_go_asks_for_a_reason_and_the_officer_of_the_case():
    asked = _ask(FilingFactory(under_review=True), _colleague())
    with pytest.raises(RulesBroken, match="Say why"):
        release_opinion(asked, officer(), " ")
    with pytest.raises(NotAllowed, match="officer who has the case"):
        release_opinion(asked, asked.person, "逾期")


def test_whose_role_ends_is_not_waited_for():
    expert = _colleague()
    asked = _ask(FilingFactory(under_review=True), expert)
    leave(Membership.objects.get(user=expert))
    assert not OpinionRequest.objects.open().filter(pk=asked.pk).exists()


def test_who_gave_an_opinion_does_not_decide():
    both = _colleague()
    join(both, organisation_for(Role.DECIDER), Role.DECIDER)
    filing = FilingFactory(under_review=True)
    give_opinion(_ask(filing, both, anyway=True), both, stance=Stance.AGREES, text="适用")
    propose(filing, Outcome.NO_OBJECTION)
    with pytest.raises(NotAllowed, match="Another person has to decide"):
        RecordNoObjection(filing, both, reasons="理由").run()


def test_the_body_is_told_of_no_opinion():
    filing = FilingFactory(under_review=True)
    before = len(filing_timeline_of_body(filing))
    asked = _ask(filing, decider(), anyway=True)
    give_opinion(asked, decider(), stance=Stance.AGREES, text="适用")
    assert len(filing_timeline_of_body(filing)) == before
    assert len(filing_timeline(filing)) == before + 2


# --- who is asked does not decide -------------------------------------------------------


def test_the_last_decider_is_asked_for_an_opinion_only_on_purpose():
    filing = FilingFactory(under_review=True)
    with pytest.raises(RulesBroken, match="last decider who could decide"):
        _ask(filing, decider())
    second = PersonFactory(role=Role.DECIDER)
    assert _ask(filing, decider()).pk
    # Whoever was asked is counted as if they had answered.
    with pytest.raises(RulesBroken, match="last decider who could decide"):
        _ask(filing, second)
    assert _ask(filing, second, anyway=True).pk


def test_whoever_could_not_decide_anyway_is_asked_without_a_word():
    filing = FilingFactory(under_review=True)
    assert _ask(filing, _colleague()).pk


# --- merged -----------------------------------------------------------------------------


def _merge(filing, by=None, **words):
    said = {"unit": "监管一处", "text": "采纳甲处意见。", "seen": as_seen(merged(filing)), **words}
    return merge_opinions(filing, by or officer(), **said)


def test_each_unit_and_question_is_a_row_with_its_state():
    filing = FilingFactory(under_review=True)
    asked = {
        state: _ask(filing, _colleague(), unit=state, question=f"{state}？")
        for state in (*Stance.values, OPEN, RELEASED)
    }
    for stance in Stance.values:
        give_opinion(asked[stance], asked[stance].person, stance=stance, text="意见")
    release_opinion(asked[RELEASED], officer(), "逾期未复")
    found = merged(filing)
    assert found.lead == officer()
    assert [(row.unit, row.question, row.state) for row in found.rows] == [
        (state, f"{state}？", state) for state in asked
    ]
    assert found.differ
    assert [row.unit for row in found.objecting] == [Stance.OBJECTS]


@pytest.mark.parametrize(
    ("stances", "differ"),
    [
        ((Stance.AGREES, Stance.AGREES), False),
        ((Stance.AGREES, Stance.CONDITIONS), True),
        ((Stance.OBJECTS,), True),
        ((), False),
    ],
)
def test_units_differ_where_they_come_to_different_ends_or_one_objects(stances, differ):
    filing = FilingFactory(under_review=True)
    _ask(filing, _colleague())
    for stance in stances:
        asked = _ask(filing, _colleague())
        give_opinion(asked, asked.person, stance=stance, text="意见")
    assert merged(filing).differ is differ


def test_the_joint_opinion_quotes_each_as_it_was_and_says_what_came_since():
    filing, first, second = FilingFactory(under_review=True), _colleague(), _colleague()
    one, other = _ask(filing, first, unit="甲处"), _ask(filing, second, unit="乙处")
    give_opinion(one, first, stance=Stance.AGREES, text="适用")
    joint = _merge(filing)
    assert [(row["unit"], row["state"]) for row in joint.quoted] == [
        ("甲处", Stance.AGREES),
        ("乙处", OPEN),
    ]
    assert joint.sha256 == filing.version.digest
    assert not merged(filing).moved
    give_opinion(other, second, stance=Stance.OBJECTS, text="不适用")
    assert [row.unit for row in merged(filing).moved] == ["乙处"]
    again = _merge(filing, text="不采纳乙处意见，理由如下。")
    assert merged(filing).joint == again
    assert filing.joint_opinions.count() == 2
    assert filing.events.filter(event="opinions_merged").count() == 2


@pytest.mark.parametrize(
    ("words", "refusal", "match"),
    [
        ({"unit": " "}, RulesBroken, "which unit leads"),
        ({"text": " "}, RulesBroken, "Write the joint opinion"),
        ({"seen": "0:open"}, WrongState, "come or changed meanwhile"),
    ],
)
def test_a_joint_opinion_that_cannot_be_is_refused(words, refusal, match):
    filing, colleague = FilingFactory(under_review=True), _colleague()
    asked = _ask(filing, colleague)
    with pytest.raises(RulesBroken, match="nothing to merge"):
        _merge(filing)
    give_opinion(asked, colleague, stance=Stance.AGREES, text="适用")
    with pytest.raises(refusal, match=match):
        _merge(filing, **words)
    with pytest.raises(NotAllowed, match="officer who has the case"):
        _merge(filing, colleague)


def test_the_body_is_told_of_no_joint_opinion():
    filing, colleague = FilingFactory(under_review=True), _colleague()
    give_opinion(_ask(filing, colleague), colleague, stance=Stance.AGREES, text="适用")
    before = len(filing_timeline_of_body(filing))
    _merge(filing)
    assert len(filing_timeline_of_body(filing)) == before
