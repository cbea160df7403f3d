"""The life of an item of a notice: state × act × person as a table, and what submission asks."""

from __future__ import annotations

import re

import pytest
from django.db import DatabaseError, transaction

from portal.accounts.roles import Role
from portal.core.errors import NotAllowed, RulesBroken, WrongState
from registry.models import ExtraChange, Filing, Remark
from registry.procedure.actions import (
    ITEM_ACTIONS,
    CloseItem,
    Propose,
    ReopenItem,
    Submit,
    TakeUp,
)
from registry.procedure.extra_changes import declaration_token, declare
from registry.procedure.remarks import answer_remark, write_remark
from registry.states import AnswerKind, FilingState, Outcome, RemarkKind, RemarkState
from tests.factories import FilingFactory, member_of, officer, record_no_objection
from tests.factories import request_correction as request
from tests.registry.actors import actors
from tests.registry.amending import next_version

pytestmark = pytest.mark.django_db

OFFICER = {"officer of the regulator"}
WRITERS = {"author of the body", "signatory of the body", "officer who is also author of the body"}
WHO = {"answer_remark": WRITERS, "close_item": OFFICER, "reopen_item": OFFICER}
WHEN = {
    "answer_remark": {RemarkState.OPEN, RemarkState.ANSWERED},
    "close_item": {RemarkState.ANSWERED, RemarkState.REMOVED, RemarkState.REOPENED},
    "reopen_item": {RemarkState.ANSWERED, RemarkState.REMOVED, RemarkState.CLOSED},
}
BASIS = "/basis/@b-only"


@pytest.fixture
def asked():
    """A filing that waits for the answer to one item on its scope."""
    return FilingFactory(correction_requested=True)


def _author(filing):
    return member_of(filing.organisation, Role.AUTHOR)


def _answer(filing, kind=AnswerKind.EXPLAINED, remark=None):
    remark = remark or filing.remarks.get()
    return answer_remark(remark, _author(filing), kind=kind, answer="理由见规则正文。")


def _submit(filing, label="1.0.1", **parts) -> Filing:
    version = next_version(filing.scheme, label, **parts)
    Submit(version, member_of(filing.organisation, Role.SIGNATORY)).run()
    return TakeUp(Filing.objects.get(pk=filing.pk), officer()).run()


def _scope(filing):
    scope = filing.version.document["scope"]
    return {**scope, "excluded": {"zh": "车载、佩戴式和风管式净化装置。"}}


@pytest.fixture
def answered(asked):
    """The same, explained and submitted anew, under review."""
    _answer(asked)
    return _submit(asked)


def test_the_table_names_every_act_on_items():
    assert {action.name for action in ITEM_ACTIONS} == set(WHO) == set(WHEN)


@pytest.mark.parametrize("state", RemarkState.values)
def test_an_item_offers_its_acts_to_the_right_people_in_the_right_states(asked, state):
    Remark.objects.update(state=state)
    remark = asked.remarks.get()
    for who, person in actors(asked.organisation).items():
        for action in ITEM_ACTIONS:
            may = who in WHO[action.name] and state in WHEN[action.name]
            assert action.is_available(person, remark) is may, (who, action.name)
            if not may:
                access = action.access(person, remark)
                said = action(remark, person).wrong_state_message() if access else access.reason
                with pytest.raises((NotAllowed, WrongState), match=re.escape(str(said))):
                    action(remark, person).run()


def test_an_item_is_sent_answered_and_closed_and_says_so(answered):
    remark = answered.remarks.get()
    CloseItem(remark, officer(), reason="同意").run()
    told = [(event.event, event.to_state) for event in remark.events.order_by("pk")]
    assert told == [("sent", "open"), ("answered", "answered"), ("closed", "closed")]
    assert record_no_objection(answered).state == FilingState.NO_OBJECTION


@pytest.mark.parametrize("act", [CloseItem, ReopenItem])
def test_answers_are_judged_only_under_review(asked, act):
    _answer(asked)
    with pytest.raises(WrongState, match="only while the filing is under review"):
        act(asked.remarks.get(), officer(), reason="理由").run()


@pytest.mark.parametrize("reason", ["", "  "])
def test_an_item_is_not_reopened_without_saying_what_is_missing(answered, reason):
    with pytest.raises(RulesBroken, match="what is still missing"):
        ReopenItem(answered.remarks.get(), officer(), reason=reason).run()


def test_of_two_officers_the_second_is_told_that_the_item_is_judged(answered):
    first = second = answered.remarks.get()
    CloseItem(first, officer()).run()
    with pytest.raises(WrongState, match="the record has changed meanwhile"):
        CloseItem(second, officer()).run()


def test_there_is_no_objection_only_once_what_must_be_corrected_is_closed(answered):
    words = {"outcome": Outcome.NO_OBJECTION, "reasons": "理由"}
    with pytest.raises(RulesBroken, match="must be corrected is not closed"):
        Propose(answered, officer(), **words).run()
    CloseItem(answered.remarks.get(), officer()).run()
    assert Propose(answered, officer(), **words).run().state == FilingState.PROPOSED


def test_a_further_notice_waits_until_every_answer_is_judged(answered):
    write_remark(answered, officer(), text="新问题")
    words = {"outcome": Outcome.CORRECTION_REQUESTED, "reasons": "理由", "again_because": "新"}
    with pytest.raises(RulesBroken, match="Close or reopen each item"):
        Propose(answered, officer(), **words).run()


def test_a_reopened_item_is_in_the_next_notice_with_its_history_and_waits_for_an_answer(answered):
    ReopenItem(answered.remarks.get(), officer(), reason="仍不清楚").run()
    filing = request(answered)
    [item] = filing.notices.order_by("-round")[0].content["items"]
    assert [line["words"] for line in item["before"]] == ["理由见规则正文。", "仍不清楚"]
    remark = filing.remarks.get()
    assert (remark.state, remark.answer_kind, remark.round) == (RemarkState.OPEN, "", 1)
    answer_remark(remark, _author(filing), kind=AnswerKind.DISPUTED, answer="我们不同意")
    assert remark.state == RemarkState.ANSWERED


def test_what_is_closed_is_not_asked_again(answered):
    CloseItem(answered.remarks.get(), officer()).run()
    write_remark(answered, officer(), text="新问题")
    filing = request(answered)
    [item] = filing.notices.order_by("-round")[0].content["items"]
    assert item["text"] == "新问题"


def test_a_claim_of_change_is_refused_while_the_text_is_the_same(asked):
    _answer(asked, AnswerKind.CHANGED)
    with pytest.raises(RulesBroken, match="the text is the same at its place"):
        _submit(asked)


def test_a_change_at_the_place_makes_the_claim_true(asked):
    _answer(asked, AnswerKind.CHANGED)
    filing = _submit(asked, "2.0.0", scope=_scope(asked))
    assert filing.remarks.get().state == RemarkState.ANSWERED


def test_a_remark_on_a_part_that_is_removed_is_resolved_and_stays():
    basis = _basis()
    filing = FilingFactory(under_review=True, parts={"basis": basis})
    write_remark(filing, officer(), text="请核对", address=BASIS)
    filing = _submit(request(filing), "2.0.0", basis=basis[1:])
    remark = filing.remarks.get()
    assert (remark.state, remark.text, remark.answer_kind) == (RemarkState.REMOVED, "请核对", "")
    CloseItem(remark, officer()).run()
    assert record_no_objection(filing).state == FilingState.NO_OBJECTION


def _basis():
    from tests.factories import valid_document

    basis = valid_document("product")["basis"]
    return [{**basis[-1], "ref": "GB/T 99501.2-2017", "id": "b-only"}, *basis]


def test_a_change_that_was_not_asked_for_has_to_be_declared(asked):
    _answer(asked)
    title = {**asked.version.document["title"], "zh": "改过的标题"}
    with pytest.raises(RulesBroken, match="not asked for and is not declared"):
        _submit(asked, title=title)
    declare(asked, _author(asked), {"/title/zh": "统一名称", "/title": "统一名称"})
    draft = asked.scheme.newest
    Submit(draft, member_of(asked.organisation, Role.SIGNATORY)).run()
    assert ExtraChange.objects.filter(submitted_at__isnull=False, round=1).exists()


def test_an_extra_change_that_was_submitted_stays_as_it_was_declared(asked):
    _answer(asked)
    declare(asked, _author(asked), {"/title/zh": "统一名称"})
    _submit(asked)
    with pytest.raises(DatabaseError), transaction.atomic():
        ExtraChange.objects.update(reason="改写")


def test_the_later_of_two_declarations_is_told_and_overwrites_nothing(asked):
    seen = declaration_token(asked)
    declare(asked, _author(asked), {"/title": "第一个"}, seen)
    with pytest.raises(WrongState, match="while you were writing"):
        declare(asked, _author(asked), {"/title": "第二个"}, seen)
    assert ExtraChange.objects.get().reason == "第一个"


def test_nobody_outside_the_body_declares(asked):
    with pytest.raises(NotAllowed, match="may answer"):
        declare(asked, officer(), {"/title": "理由"})


def test_nothing_is_declared_where_no_correction_is_asked_for(answered):
    with pytest.raises(WrongState, match="not waiting for your answer"):
        declare(answered, _author(answered), {"/title": "理由"})


@pytest.mark.parametrize("kind", RemarkKind.values)
def test_what_should_be_corrected_and_questions_do_not_hold_the_outcome_up(kind):
    filing = FilingFactory(under_review=True)
    write_remark(filing, officer(), text="请说明", kind=kind)
    filing = request(filing)
    _answer(filing)
    filing = _submit(filing)
    words = {"outcome": Outcome.NO_OBJECTION, "reasons": "理由"}
    if kind == RemarkKind.MUST:
        with pytest.raises(RulesBroken, match="not closed"):
            Propose(filing, officer(), **words).run()
    else:
        assert Propose(filing, officer(), **words).run().state == FilingState.PROPOSED
