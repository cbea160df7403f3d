from __future__ import annotations

import pytest

from portal.accounts.roles import Role
from portal.core.errors import NotAllowed, RulesBroken, WrongState
from registry.actions import Submit, TakeUp
from registry.models import Filing, Remark
from registry.places import place_exists, place_name
from registry.remarks import answer_remark, answer_token, withdraw_remark, write_remark
from registry.states import AnswerKind, FilingState, RemarkKind
from tests.factories import FilingFactory, PersonFactory, member_of, officer, request_correction
from tests.registry.actors import actors
from tests.registry.test_actions_submission import _next_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    """A filing that waits for the answer to one remark, and an author of its body."""
    filing = FilingFactory(correction_requested=True)
    return filing.remarks.get(), member_of(filing.organisation, Role.AUTHOR)


@pytest.mark.parametrize("state", set(FilingState) - {FilingState.UNDER_REVIEW})
def test_remarks_are_written_only_under_review(state):
    filing = FilingFactory(reached=state)
    with pytest.raises(WrongState):
        write_remark(filing, officer(), text="补充")


def test_only_impartial_officers_write_remarks():
    filing = FilingFactory(under_review=True)
    allowed = {"officer of the regulator"}
    for who, person in actors(filing.organisation).items():
        if who in allowed:
            write_remark(filing, person, text="补充")
        else:
            with pytest.raises(NotAllowed):
                write_remark(filing, person, text="补充")
    assert filing.remarks.count() == len(allowed)


@pytest.mark.parametrize(
    "words",
    [
        {"text": "  "},
        {"text": "补充", "kind": "order"},
        {"text": "补充", "reason_code": "whim"},
    ],
)
def test_a_remark_that_says_nothing_or_something_unknown_is_refused(words):
    filing = FilingFactory(under_review=True)
    with pytest.raises(RulesBroken):
        write_remark(filing, officer(), **words)
    assert not Remark.objects.exists()


def test_a_remark_that_was_not_sent_can_be_taken_back():
    filing = FilingFactory(under_review=True)
    remark = write_remark(filing, officer(), text="补充")
    withdraw_remark(remark, PersonFactory(role=Role.OFFICER))
    assert not Remark.objects.exists()


def test_a_remark_that_was_sent_stays_for_ever(asked):
    remark, _author = asked
    Filing.objects.update(state=FilingState.UNDER_REVIEW)
    with pytest.raises(WrongState):
        withdraw_remark(remark, officer())


@pytest.mark.parametrize("kind", AnswerKind.values)
def test_an_answer_is_kept_with_who_and_when(asked, kind):
    remark, author = asked
    answer_remark(remark, author, kind=kind, answer="已修改")
    remark.refresh_from_db()
    assert (remark.answer_kind, remark.answer, remark.answered_by) == (kind, "已修改", author)
    assert remark.filing.events.last().event == "remark_answered"


@pytest.mark.parametrize("kind", [AnswerKind.EXPLAINED, AnswerKind.DISPUTED])
def test_an_explanation_or_dispute_needs_words(asked, kind):
    remark, author = asked
    with pytest.raises(RulesBroken):
        answer_remark(remark, author, kind=kind, answer=" ")


def test_an_unknown_kind_of_answer_is_refused(asked):
    remark, author = asked
    with pytest.raises(RulesBroken):
        answer_remark(remark, author, kind="ignored", answer="")


def test_the_later_of_two_answers_is_told_and_overwrites_nothing(asked):
    remark, author = asked
    seen = answer_token(remark)
    answer_remark(remark, author, kind=AnswerKind.CHANGED, answer="第一个", seen=seen)
    other = PersonFactory(role=Role.AUTHOR, organisation=remark.filing.organisation)
    with pytest.raises(WrongState):
        answer_remark(remark, other, kind=AnswerKind.DISPUTED, answer="第二个", seen=seen)
    remark.refresh_from_db()
    assert remark.answer == "第一个"


def test_an_answer_can_be_changed_by_who_has_seen_it(asked):
    remark, author = asked
    answer_remark(remark, author, kind=AnswerKind.CHANGED, answer="第一个")
    remark.refresh_from_db()
    answer_remark(
        remark, author, kind=AnswerKind.EXPLAINED, answer="更正", seen=answer_token(remark)
    )
    remark.refresh_from_db()
    assert remark.answer == "更正"


def test_nobody_outside_the_body_answers(asked):
    remark, _author = asked
    for who, person in actors(remark.filing.organisation).items():
        if who in {"author of the body", "signatory of the body"} or "also author" in who:
            continue
        with pytest.raises(NotAllowed):
            answer_remark(remark, person, kind=AnswerKind.CHANGED, answer="")


def test_answers_of_an_earlier_round_stand_as_they_were_given(asked):
    remark, author = asked
    answer_remark(remark, author, kind=AnswerKind.CHANGED, answer="第一轮")
    version = _next_version(remark.filing.scheme, "1.0.1")
    Submit(version, member_of(remark.filing.organisation, Role.SIGNATORY)).run()
    filing = TakeUp(Filing.objects.get(), officer()).run()
    write_remark(filing, officer(), text="还不清楚", kind=RemarkKind.SHOULD)
    request_correction(filing, reasons="仍不清楚")

    with pytest.raises(WrongState):
        answer_remark(remark, author, kind=AnswerKind.DISPUTED, answer="改写历史")
    assert [r.round for r in Remark.objects.all()] == [1, 2]


def test_a_remark_that_was_not_sent_cannot_be_answered():
    filing = FilingFactory(under_review=True)
    remark = write_remark(filing, officer(), text="补充")
    Filing.objects.update(state=FilingState.CORRECTION_REQUESTED)
    author = member_of(filing.organisation, Role.AUTHOR)
    with pytest.raises(WrongState):
        answer_remark(remark, author, kind=AnswerKind.CHANGED, answer="")


def test_places_of_a_document_have_names_in_the_language_of_the_page():
    version = FilingFactory().version
    basis = version.document["basis"][0]["id"]
    assert place_exists(version, f"/basis/@{basis}/title")
    assert "item 1" in place_name(version, f"/basis/@{basis}/title")
    assert place_exists(version, "")


@pytest.mark.parametrize("address", ["basis", "/no-such-part", "/basis/@nobody", "/basis/99"])
def test_an_address_that_leads_nowhere_is_no_place(address):
    assert not place_exists(FilingFactory().version, address)
