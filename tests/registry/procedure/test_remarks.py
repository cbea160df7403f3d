from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from portal.accounts.roles import Role
from portal.core.errors import NotAllowed, RulesBroken, WrongState
from registry.models import Filing, Remark, Withdrawal
from registry.procedure.actions import Submit, TakeUp
from registry.procedure.actions.items import answer_token
from registry.procedure.filed_places import place_exists, place_name
from registry.procedure.permissions import may_review_filing
from registry.procedure.remarks import answer_remark, withdraw_remark, write_remark
from registry.states import AnswerKind, FilingState, RemarkKind
from tests.factories import (
    FilingFactory,
    PersonFactory,
    decider,
    member_of,
    officer,
    record_no_objection,
    request_correction,
)
from tests.registry.actors import actors
from tests.registry.amending import next_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    """A filing that waits for the answer to one remark, and an author of its body."""
    filing = FilingFactory(correction_requested=True)
    return filing.remarks.get(), member_of(filing.organisation, Role.AUTHOR)


@pytest.mark.parametrize("state", set(FilingState) - {FilingState.UNDER_REVIEW})
def test_remarks_are_written_only_under_review(state):
    filing = FilingFactory(reached=state)
    with pytest.raises(WrongState, match="only while the filing is under review"):
        write_remark(filing, officer(), text="补充")


def test_only_impartial_officers_write_remarks():
    filing = FilingFactory(under_review=True)
    allowed = {"officer of the regulator"}
    for who, person in actors(filing.organisation).items():
        if who in allowed:
            write_remark(filing, person, text="补充")
        else:
            reason = str(may_review_filing(person, filing).reason)
            with pytest.raises(NotAllowed, match=reason):
                write_remark(filing, person, text="补充")
    assert filing.remarks.count() == len(allowed)


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"text": "  "}, "Write what the remark is about"),
        ({"text": "补充", "kind": "order"}, "how binding"),
        ({"text": "补充", "reason_code": "whim"}, "reason is not in the regulator's list"),
    ],
)
def test_a_remark_that_says_nothing_or_something_unknown_is_refused(words, refusal):
    filing = FilingFactory(under_review=True)
    with pytest.raises(RulesBroken, match=refusal):
        write_remark(filing, officer(), **words)
    assert not Remark.objects.exists()


def test_a_remark_that_is_taken_back_stays_with_who_when_and_why():
    filing = FilingFactory(under_review=True)
    remark = write_remark(filing, officer(), text="补充")
    withdraw_remark(remark, officer(), " 写错了地方 ")
    kept = Remark.objects.select_related("withdrawal").get()
    assert (kept.text, kept.withdrawal.reason, kept.withdrawal.by) == (
        "补充",
        "写错了地方",
        officer(),
    )
    assert not filing.remarks.unsent().exists()
    event = filing.events.last()
    assert (event.event, event.data["reason"]) == ("remark_withdrawn", "写错了地方")


def test_who_wrote_a_remark_and_who_reviews_the_filing_can_take_it_back_and_nobody_else():
    filing = FilingFactory(under_review=True, officer=officer())
    colleague, third = PersonFactory(role=Role.OFFICER), PersonFactory(role=Role.OFFICER)
    allowed = {officer(): True, colleague: True, third: False, decider(): False}
    for person, may in allowed.items():
        remark = write_remark(filing, colleague, text="补充")
        if may:
            withdraw_remark(remark, person, "重复")
        else:
            with pytest.raises(NotAllowed, match="taken back by its author"):
                withdraw_remark(remark, person, "重复")
        assert Remark.objects.get(pk=remark.pk).is_withdrawn == may


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_remark_is_not_taken_back_without_a_reason(reason):
    remark = write_remark(FilingFactory(under_review=True), officer(), text="补充")
    with pytest.raises(RulesBroken, match="Say why the remark is taken back"):
        withdraw_remark(remark, officer(), reason)
    assert not Remark.objects.get().is_withdrawn


def test_a_remark_is_taken_back_once():
    remark = write_remark(FilingFactory(under_review=True), officer(), text="补充")
    withdraw_remark(remark, officer(), "重复")
    with pytest.raises(WrongState, match="taken back already"):
        withdraw_remark(remark, officer(), "又一次")
    assert Withdrawal.objects.get().reason == "重复"


def test_a_remark_that_was_taken_back_is_never_sent():
    filing = FilingFactory(under_review=True)
    remark = write_remark(filing, officer(), text="写错的")
    write_remark(filing, officer(), text="该补的")
    withdraw_remark(remark, officer(), "写错了")
    request_correction(filing)
    assert [sent.text for sent in filing.remarks.sent()] == ["该补的"]


def test_a_remark_that_was_taken_back_does_not_hold_the_review_up():
    filing = FilingFactory(under_review=True)
    withdraw_remark(write_remark(filing, officer(), text="补充"), officer(), "不必")
    assert record_no_objection(filing).state == FilingState.NO_OBJECTION


@pytest.mark.parametrize(
    "change",
    [
        lambda remark: Remark.objects.update(text="改写"),
        lambda remark: Remark.objects.update(kind=RemarkKind.QUESTION),
        lambda remark: Remark.objects.update(author=decider()),
        lambda remark: Remark.objects.filter(pk=remark.pk)._raw_delete("default"),
        lambda remark: Withdrawal.objects.update(reason="改写"),
        lambda remark: Withdrawal.objects.all()._raw_delete("default"),
    ],
    ids=["text", "kind", "author", "deleted", "reason", "withdrawal deleted"],
)
def test_the_database_keeps_what_an_officer_wrote_and_that_it_was_taken_back(change):
    remark = write_remark(FilingFactory(under_review=True), officer(), text="补充")
    withdraw_remark(remark, officer(), "重复")
    with pytest.raises(DatabaseError), transaction.atomic():
        change(remark)


def test_the_database_keeps_when_a_remark_was_sent(asked):
    with pytest.raises(DatabaseError), transaction.atomic():
        Remark.objects.update(sent_at=None)


def test_a_remark_that_was_sent_stays_for_ever(asked):
    remark, _author = asked
    Filing.objects.update(state=FilingState.UNDER_REVIEW)
    with pytest.raises(WrongState, match="This remark was sent"):
        withdraw_remark(remark, officer(), "重复")


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
    with pytest.raises(RulesBroken, match="Explain your answer"):
        answer_remark(remark, author, kind=kind, answer=" ")


def test_an_unknown_kind_of_answer_is_refused(asked):
    remark, author = asked
    with pytest.raises(RulesBroken, match="Choose how you answer"):
        answer_remark(remark, author, kind="ignored", answer="")


def test_the_later_of_two_answers_is_told_and_overwrites_nothing(asked):
    remark, author = asked
    seen = answer_token(remark)
    answer_remark(remark, author, kind=AnswerKind.CHANGED, answer="第一个", seen=seen)
    other = PersonFactory(role=Role.AUTHOR, organisation=remark.filing.organisation)
    with pytest.raises(WrongState, match="answered this remark while you were writing"):
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
        with pytest.raises(NotAllowed, match="may answer"):
            answer_remark(remark, person, kind=AnswerKind.CHANGED, answer="")


def test_answers_of_an_earlier_round_stand_as_they_were_given(asked):
    remark, author = asked
    answer_remark(remark, author, kind=AnswerKind.EXPLAINED, answer="第一轮")
    version = next_version(remark.filing.scheme, "1.0.1")
    Submit(version, member_of(remark.filing.organisation, Role.SIGNATORY)).run()
    filing = TakeUp(Filing.objects.get(), officer()).run()
    write_remark(filing, officer(), text="还不清楚", kind=RemarkKind.SHOULD)
    request_correction(filing, reasons="仍不清楚")

    with pytest.raises(WrongState, match="not waiting for your answer"):
        answer_remark(remark, author, kind=AnswerKind.DISPUTED, answer="改写历史")
    assert [r.round for r in Remark.objects.all()] == [1, 2]


def test_a_remark_that_was_not_sent_cannot_be_answered():
    filing = FilingFactory(under_review=True)
    remark = write_remark(filing, officer(), text="补充")
    Filing.objects.update(state=FilingState.CORRECTION_REQUESTED)
    author = member_of(filing.organisation, Role.AUTHOR)
    with pytest.raises(WrongState, match="not waiting for your answer"):
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
