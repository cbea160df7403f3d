"""One joint text, several filings: each body's own, reviewed once."""

from __future__ import annotations

import pytest

from portal.core.errors import NotAllowed, RulesBroken, WrongState
from registry.models import CounterSignature, Decision, Entry, Filing, Publication
from registry.procedure.actions import ReviewApart, Submit, TakeUp, Withdraw
from registry.procedure.permissions import is_impartial, may_answer
from registry.procedure.remarks import write_remark
from registry.states import EntryState, FilingState
from tests.factories import (
    officer,
    record_no_objection,
    request_correction,
)
from tests.registry.alliances.joining import (
    able,
    counter_sign,
    entry_of,
    filed,
    joint_text,
    member,
    others,
    signatory,
)
from tests.registry.amending import next_version

pytestmark = pytest.mark.django_db


def test_one_text_is_filed_by_each_member_under_numbers_of_its_own():
    _alliance, version, filings = filed()
    entries = list(Entry.objects.all())
    assert len({filing.number for filing in filings}) == len(filings) == 3
    assert len({entry.number for entry in entries}) == len({e.organisation for e in entries}) == 3
    assert {entry.version for entry in entries} == {version}
    assert {one.sha256 for one in version.submissions.all()} == {version.digest}
    assert Publication.objects.filter(sha256=version.digest).count() == 3


def test_a_counter_signature_keeps_who_signed_which_text_for_which_body():
    alliance, version = joint_text(1)
    one = others(alliance)[0]
    counter_sign(one, version)
    kept = CounterSignature.objects.get()
    assert (kept.sha256, kept.signed_by) == (version.digest, signatory(one.organisation))
    assert kept.statement["body"]["approval_no"] == one.organisation.approval_no
    assert one.events.last().event == "counter_signed"


def test_who_has_not_signed_files_nothing_and_can_do_so_when_the_text_is_filed():
    alliance, version = joint_text(2)
    early, late = others(alliance)
    counter_sign(early, version)
    version = Submit(version, signatory(alliance.lead)).run()
    assert Entry.objects.count() == 2
    counter_sign(late, version)
    assert entry_of(late).version == version
    assert Filing.objects.get(organisation=late.organisation).led_by.organisation == alliance.lead


def test_who_joins_after_the_review_files_the_text_in_force_and_is_reviewed_by_itself():
    alliance, version, filings = filed(1)
    record_no_objection(TakeUp(filings[0], officer()).run())
    late = able(member(alliance), version)
    counter_sign(late, version)
    own = Filing.objects.get(organisation=late.organisation)
    assert (own.state, own.leader, own.version) == (FilingState.RECEIVED, None, version)


def test_one_review_and_one_outcome_serve_every_filing():
    _alliance, _version, filings = filed()
    taken = TakeUp(filings[0], officer()).run()
    assert set(Filing.objects.values_list("state", flat=True)) == {FilingState.UNDER_REVIEW}
    record_no_objection(taken)
    assert set(Filing.objects.values_list("state", flat=True)) == {FilingState.NO_OBJECTION}
    assert Decision.objects.filter(outcome="no_objection").count() == 3
    for entry in Entry.objects.all():
        assert entry.events.last().event == "reviewed"


def test_a_filing_that_goes_along_is_not_taken_up_by_itself():
    _alliance, _version, filings = filed()
    with pytest.raises(WrongState, match="goes along with"):
        TakeUp(filings[1], officer()).run()
    assert not TakeUp.is_available(officer(), filings[1])
    assert list(Filing.objects.cases()) == [filings[0]]


def test_nobody_of_any_member_reviews_the_joint_text():
    alliance, _version, filings = filed()
    tied = signatory(others(alliance)[1].organisation)
    assert not is_impartial(tied, filings[0])
    assert is_impartial(officer(), filings[0])


def _corrected(filings):
    taken = TakeUp(filings[0], officer()).run()
    write_remark(taken, officer(), text="请补充适用范围。", address="/scope")
    return request_correction(taken)


def test_the_lead_corrects_for_all_once_every_member_has_counter_signed_again():
    alliance, version, filings = filed()
    asked = _corrected(filings)
    assert set(Filing.objects.values_list("state", flat=True)) == {FilingState.CORRECTION_REQUESTED}
    assert not may_answer(signatory(filings[1].organisation), filings[1])
    corrected = next_version(version.scheme, "1.1.0")
    _answer_all(asked)
    with pytest.raises(RulesBroken, match="2 members have not counter-signed"):
        Submit(corrected, signatory(alliance.lead)).run()
    for one in others(alliance):
        counter_sign(one, corrected)
    Submit(corrected, signatory(alliance.lead)).run()
    assert set(Filing.objects.values_list("state", "round")) == {(FilingState.RECEIVED, 2)}
    assert {entry.version for entry in Entry.objects.all()} == {corrected}


def _answer_all(filing):
    from registry.procedure.corrections import correction_of
    from registry.procedure.extra_changes import declaration_token, declare, extra_changes
    from registry.procedure.remarks import answer_remark

    user = signatory(filing.organisation)
    for remark in filing.remarks.asked():
        answer_remark(remark, user, kind="explained", answer="见正文。")
    found = extra_changes(filing, correction_of(filing))
    reasons = {change.address: "随版本修改" for change in found}
    declare(filing, user, reasons, declaration_token(filing))


def test_a_text_cannot_be_corrected_by_who_does_not_own_it():
    _alliance, _version, filings = filed()
    TakeUp(filings[0], officer()).run()
    apart = ReviewApart(filings[1], officer(), reason="批准范围存疑").run()
    write_remark(apart, officer(), text="请说明批准范围。", address="/domains")
    with pytest.raises(RulesBroken, match="text is another body’s"):
        request_correction(apart)


def test_a_member_whose_own_approval_is_in_question_is_reviewed_apart():
    _alliance, _version, filings = filed()
    taken = TakeUp(filings[0], officer()).run()
    apart = ReviewApart(filings[1], officer(), reason="批准范围存疑").run()
    assert "批准范围存疑" in str(apart.letters.get(act="review_apart").content["blocks"]["zh"])
    record_no_objection(taken)
    states = dict(Filing.objects.values_list("pk", "state"))
    assert states[apart.pk] == FilingState.UNDER_REVIEW
    assert states[filings[2].pk] == FilingState.NO_OBJECTION
    record_no_objection(Filing.objects.get(pk=apart.pk))
    assert Filing.objects.get(pk=apart.pk).state == FilingState.NO_OBJECTION


def test_a_member_withdraws_its_own_filing_and_nobody_elses():
    _alliance, _version, filings = filed()
    Withdraw(
        filings[2], signatory(filings[2].organisation), reason="不再参加", none_issued=True
    ).run()
    states = Entry.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [EntryState.LISTED, EntryState.LISTED, EntryState.DEREGISTERED]


def test_a_text_that_the_lead_takes_back_is_taken_back_for_all():
    alliance, _version, filings = filed()
    Withdraw(filings[0], signatory(alliance.lead), reason="联盟另行制定", none_issued=True).run()
    assert set(Filing.objects.values_list("state", flat=True)) == {FilingState.WITHDRAWN}
    assert set(Entry.objects.values_list("state", flat=True)) == {EntryState.DEREGISTERED}


def test_an_amendment_is_filed_for_all_who_certify_by_the_rule():
    alliance, version, filings = filed()
    record_no_objection(TakeUp(filings[0], officer()).run())
    second = next_version(version.scheme, "2.0.0")
    with pytest.raises(RulesBroken, match="2 members have not counter-signed"):
        Submit(second, signatory(alliance.lead)).run()
    for one in others(alliance):
        counter_sign(one, second)
    Submit(second, signatory(alliance.lead)).run()
    assert {entry.version for entry in Entry.objects.all()} == {second}
    assert Filing.objects.open().filter(is_amendment=True).count() == 3


def test_a_member_without_the_approval_files_nothing_and_keeps_nobody_else_from_it():
    alliance, version = joint_text(1)
    unable = member(alliance)
    with pytest.raises(RulesBroken, match="is not approved for"):
        counter_sign(unable, version)
    counter_sign(others(alliance)[0], version)
    Submit(version, signatory(alliance.lead)).run()
    assert Entry.objects.count() == 2


@pytest.mark.parametrize("when", ["frozen", "filed"])
def test_nobody_signs_one_text_twice(when):
    alliance, version = joint_text(1)
    one = others(alliance)[0]
    counter_sign(one, version)
    if when == "filed":
        Submit(version, signatory(alliance.lead)).run()
    with pytest.raises(WrongState, match="signed this text already"):
        counter_sign(one, version)
    assert CounterSignature.objects.count() == 1


def test_who_read_an_older_text_signs_nothing():
    alliance, version = joint_text(1)
    one = others(alliance)[0]
    second = next_version(version.scheme, "1.0.1")
    with pytest.raises(WrongState, match="no longer the text to be signed"):
        counter_sign(one, version)
    with pytest.raises(WrongState, match="no longer the text to be signed"):
        counter_sign(one, second, seen=version.digest)
    assert not CounterSignature.objects.exists()


def test_nothing_is_signed_while_the_text_is_to_be_corrected():
    alliance, version, filings = filed(1)
    _corrected(filings)
    late = able(member(alliance), version)
    with pytest.raises(WrongState, match="no longer the text to be signed"):
        counter_sign(late, version)


def test_only_a_signatory_of_the_member_signs_for_it():
    alliance, version = joint_text(2)
    one, other = others(alliance)
    from registry.procedure.actions import CounterSign

    with pytest.raises(NotAllowed, match="Only a signatory of the member"):
        CounterSign(one, signatory(other.organisation), version=version).run()
