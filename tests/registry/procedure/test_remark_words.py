"""The words of a remark: edited by their author until they are sent, quoted, read by whom."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from portal.accounts.roles import Role
from portal.core.errors import NotAllowed, RulesBroken, WrongState
from registry.models import BankRemark, EarlierWords, ReasonCode, Remark
from registry.models.remarks import WORDS
from registry.procedure.actions.review import review_token
from registry.procedure.bank import for_rule, offered_at
from registry.procedure.quotes import Quoted, quoted
from registry.procedure.remarks import (
    answer_remark,
    edit_remark,
    withdraw_remark,
    wording_token,
    write_remark,
)
from registry.states import AnswerKind, RemarkKind, Visibility
from schemes.models import Version
from schemes.rules import ALL_RULES
from tests.factories import (
    FilingFactory,
    PersonFactory,
    member_of,
    officer,
    record_no_objection,
    request_correction,
)

pytestmark = pytest.mark.django_db

#: Another word for each that may be edited.
OTHERWISE = {
    "kind": RemarkKind.QUESTION.value,
    "text": "另一种写法",
    "reason_code": "unclear_text",
    "satisfied_by": "写明即可",
    "quote": "认证",
    "legal_basis": "《产品质量法》",
    "visibility": Visibility.DESK.value,
}


@pytest.fixture
def filing():
    return FilingFactory(under_review=True)


@pytest.fixture
def remark(filing):
    return write_remark(filing, officer(), text="补充", address="/title")


# --- editing ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WORDS)
def test_its_author_words_a_remark_otherwise_and_the_record_keeps_the_words_before(remark, name):
    before = remark.words
    edit_remark(remark, officer(), **{name: OTHERWISE[name]})
    remark.refresh_from_db()
    assert remark.words == {**before, name: OTHERWISE[name]}
    assert EarlierWords.objects.get().words == before


def test_the_same_words_leave_nothing_on_the_record(remark):
    edit_remark(remark, officer(), text=" 补充 ")
    assert not EarlierWords.objects.exists()


def test_nobody_edits_the_remark_of_a_colleague(remark):
    with pytest.raises(NotAllowed, match="edited by its author alone"):
        edit_remark(remark, PersonFactory(role=Role.OFFICER), text="改动")


def test_words_that_are_others_by_now_are_not_overwritten(remark):
    seen = wording_token(remark)
    edit_remark(remark, officer(), seen=seen, text="第一次改动")
    with pytest.raises(WrongState, match="edited this remark elsewhere"):
        edit_remark(remark, officer(), seen=seen, text="第二次改动")
    assert Remark.objects.get().text == "第一次改动"


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        (lambda filing, _remark: request_correction(filing), "only while the filing is under"),
        (lambda _filing, remark: withdraw_remark(remark, officer(), "写错"), "taken back already"),
    ],
)
def test_what_was_sent_or_taken_back_is_not_edited(filing, remark, act, refusal):
    act(filing, remark)
    with pytest.raises(WrongState, match=refusal):
        edit_remark(remark, officer(), text="改动")


@pytest.mark.parametrize("name", WORDS)
def test_the_database_holds_the_words_that_were_sent(filing, remark, name):
    request_correction(filing)
    with pytest.raises(DatabaseError), transaction.atomic():
        Remark.objects.update(**{name: OTHERWISE[name]})


@pytest.mark.parametrize("change", [{"address": "/scope"}, {"bank_code": "x"}])
def test_the_database_holds_what_a_remark_is_about_from_the_first(remark, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        Remark.objects.update(**change)


def test_the_words_from_before_are_never_changed(remark):
    edit_remark(remark, officer(), text="改动")
    with pytest.raises(DatabaseError), transaction.atomic():
        EarlierWords.objects.update(words={})


@pytest.mark.parametrize("name", sorted(set(WORDS) - {"visibility"}))
def test_an_outcome_is_proposed_on_the_words_that_were_read(filing, remark, name):
    seen = review_token(filing)
    edit_remark(remark, officer(), **{name: OTHERWISE[name]})
    assert review_token(filing) != seen


# --- who reads it -------------------------------------------------------------------------


def test_what_is_for_the_desk_is_never_sent_and_does_not_hinder_an_outcome(filing):
    write_remark(filing, officer(), text="内部意见", visibility=Visibility.DESK)
    record_no_objection(filing)
    assert not Remark.objects.sent().exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Remark.objects.update(sent_at="2026-01-01T00:00:00Z")


def test_a_correction_sends_only_what_is_for_the_body(filing, remark):
    write_remark(filing, officer(), text="内部意见", visibility=Visibility.DESK)
    request_correction(filing)
    assert [one.text for one in Remark.objects.sent()] == ["补充"]
    with pytest.raises(WrongState, match="not waiting for your answer"):
        internal = Remark.objects.get(visibility=Visibility.DESK)
        author = member_of(filing.organisation, Role.AUTHOR)
        answer_remark(internal, author, kind=AnswerKind.EXPLAINED, answer="说明")


# --- quotes -------------------------------------------------------------------------------


def test_a_quote_has_to_stand_at_its_place(filing):
    with pytest.raises(RulesBroken, match="do not stand at this place"):
        write_remark(filing, officer(), text="补充", address="/title", quote="没有这几个字")


@pytest.mark.parametrize(
    ("change", "state"),
    [
        (lambda document: None, Quoted.STANDS),
        (lambda document: document["basis"].reverse(), Quoted.STANDS),
        (lambda document: document["basis"][0].update(title={"zh": "换了名称"}), Quoted.CHANGED),
        (lambda document: document["basis"].pop(0), Quoted.GONE),
    ],
)
def test_a_quote_is_found_again_by_its_place(filing, change, state):
    document = filing.version.document
    first = document["basis"][0]
    address, words = f"/basis/@{first['id']}/title", first["title"]["zh"]
    change(document)
    version = Version(blueprint=filing.version.blueprint, document=document)
    assert quoted(version, address, f" {words[:3]}\n{words[3:]} ") is state


# --- the bank -----------------------------------------------------------------------------


def test_the_bank_offers_first_what_belongs_to_the_findings():
    first, others = offered_at(["SCH-026", "SCH-014", "SCH-026"])
    assert [row.rule_code for row in first] == ["SCH-026", "SCH-014"]
    assert {row.code for row in first} | {row.code for row in others} == set(
        BankRemark.objects.values_list("code", flat=True)
    )


def test_what_is_not_used_any_more_is_not_offered():
    BankRemark.objects.filter(rule_code="SCH-026").update(is_used=False)
    assert for_rule("SCH-026") is None
    assert offered_at(["SCH-026"])[0] == []


def test_what_ships_names_rules_and_reasons_that_exist_in_both_languages():
    rules = {rule.id for rule in ALL_RULES}
    reasons = set(ReasonCode.objects.values_list("code", flat=True))
    rows = list(BankRemark.objects.all())
    assert len(rows) > 10
    for row in rows:
        assert row.rule_code in rules | {""}, row.code
        assert row.reason_code in reasons | {""}, row.code
        assert all((row.text_zh, row.text_en)), row.code
        assert bool(row.basis_zh) == bool(row.basis_en), row.code
