from __future__ import annotations

import hashlib

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import override

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.core.errors import RulesBroken
from portal.core.guards import lifted
from portal.core.outbox import deliver_waiting
from registry.integrity.documents import notices
from registry.integrity.files import renderings
from registry.models import Filing, Notice, NoticeItem, ReasonCode, Rendering
from registry.pdf.documents import notice_pdf
from registry.pdf.notice import notice_html
from registry.procedure.actions import Propose, TakeUp
from registry.procedure.clock import clock_of
from registry.procedure.remarks import write_remark
from registry.register.numbers import is_well_formed
from registry.states import FilingState, Outcome, RemarkKind
from schemes.documents import canonical
from tests.factories import FilingFactory, decider, member_of, officer, request_correction
from tests.registry.actors import actors

pytestmark = pytest.mark.django_db

TEXTS = ["请补充适用范围。", "收费依据未列明。"]


@pytest.fixture
def asked():
    """A filing whose body was sent a notice of two items."""
    filing = FilingFactory(under_review=True, officer=officer())
    write_remark(filing, officer(), text=TEXTS[0], address="/scope", reason_code="completeness")
    write_remark(
        filing, officer(), text=TEXTS[1], kind=RemarkKind.QUESTION, satisfied_by="列出收费依据。"
    )
    return request_correction(
        filing, officer(), reasons="范围不清楚", reason_codes=["completeness"]
    )


def _asked_again(filing: Filing) -> Filing:
    """The filing under review once more, with something new to correct."""
    Filing.objects.filter(pk=filing.pk).update(state=FilingState.RECEIVED, round=2)
    filing = TakeUp(Filing.objects.get(pk=filing.pk), officer()).run()
    write_remark(filing, officer(), text="新增的条款有误。", address="/scope")
    return filing


def test_a_request_for_correction_is_a_numbered_notice_of_all_that_has_to_be_corrected(asked):
    notice = asked.notices.get()
    assert is_well_formed(notice.number)
    assert [item["text"] for item in notice.content["items"]] == TEXTS
    assert [item.number for item in notice.items.all()] == [1, 2]
    assert [item.remark.text for item in notice.items.all()] == TEXTS


def test_a_notice_says_place_reason_clause_what_would_satisfy_last_day_and_who_signs(asked):
    content = asked.notices.get().content
    reason = ReasonCode.objects.get(code="completeness")
    first, second = content["items"]
    assert first["ground"]["basis"]["zh"] == reason.basis_zh
    assert first["place"]["zh"] != second["place"]["zh"]
    assert second["satisfied_by"] == "列出收费依据。"
    assert second["kind"] == RemarkKind.QUESTION
    assert content["due"] == clock_of(asked).due.isoformat()
    assert content["contact"]["email"] == officer().email
    assert content["signed_by"]["zh"] == decider().name


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_notice_on_paper_holds_each_item_under_its_number(asked, language):
    html = notice_html(asked.notices.get(), language)
    assert all(words in html for words in [*TEXTS, "列出收费依据。", asked.notices.get().number])


def test_a_notice_stays_as_it_was_sent_whatever_is_renamed_later(asked):
    notice = asked.notices.get()
    deliver_waiting()
    sent = notice_pdf(notice, "zh")
    ReasonCode.objects.update(name_zh="改名", basis_zh="改条款")
    User.objects.update(name="改名")
    notice.refresh_from_db()
    assert "改名" not in notice_html(notice, "zh")
    assert notice_pdf(notice, "zh") == sent
    assert notice.sha256 == hashlib.sha256(canonical(notice.content)).hexdigest()


def test_the_digest_of_the_file_that_was_sent_is_kept_and_verified(asked):
    content = notice_pdf(asked.notices.get(), "zh")
    kept = Rendering.objects.get(kind="notice")
    assert kept.digest == hashlib.sha256(content).hexdigest()
    assert not list(renderings("renderings"))
    with kept.content.storage.open(kept.content.name, "wb") as file:
        file.write(b"%PDF-1.7 another")
    assert [fault.check for fault in renderings("renderings")] == ["renderings"]


def test_a_notice_that_was_altered_past_the_portal_is_found(asked):
    assert not list(notices("notices"))
    with transaction.atomic(), lifted():
        Notice.objects.update(content={"items": []})
    assert [fault.record for fault in notices("notices")] == [asked.notices.get().number]


@pytest.mark.parametrize(
    "change",
    [
        lambda: Notice.objects.update(content={}),
        lambda: NoticeItem.objects.update(number=9),
        lambda: Notice.objects.all()._raw_delete("default"),
    ],
    ids=["content", "number", "deleted"],
)
def test_the_database_keeps_a_notice(asked, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        change()


@pytest.mark.parametrize("because", ["", "  "])
def test_a_further_notice_in_the_same_case_needs_a_reason(asked, because):
    filing = _asked_again(asked)
    words = {"outcome": Outcome.CORRECTION_REQUESTED, "reasons": "理由"}
    with pytest.raises(RulesBroken, match="Say why a further one is needed"):
        Propose(filing, officer(), **words, again_because=because).run()
    with pytest.raises(RulesBroken, match="Say why a further one is needed"):
        request_correction(filing, again_because=because)


def test_the_reason_of_a_further_notice_stands_in_it(asked):
    request_correction(_asked_again(asked), again_because="修改后才出现的问题")
    first, second = Notice.objects.order_by("pk")
    assert (first.content["again_because"], second.content["again_because"]) == (
        "",
        "修改后才出现的问题",
    )
    assert first.number != second.number


def test_the_mail_leads_to_the_notice(asked, mailoutbox):
    deliver_waiting()
    notice = asked.notices.get()
    address = reverse("workspace:notice", args=[notice.number])
    assert any(address in message.body for message in mailoutbox)


@pytest.mark.parametrize("kind", ["notice", "notice-file"])
def test_only_the_body_and_the_regulator_read_a_notice(client, asked, kind):
    notice = asked.notices.get()
    addresses = {
        "workspace": reverse(f"workspace:{kind}", args=[notice.number]),
        "desk": reverse(f"desk:{kind}", args=[asked.number, notice.number]),
    }
    for who, person in actors(asked.organisation).items():
        if "signatory of the body" not in who and "officer of the regulator" not in who:
            continue
        client.force_login(person)
        at_desk = "regulator" in who
        assert client.get(addresses["desk"]).status_code == (200 if at_desk else 404)
        if not at_desk:
            assert client.get(addresses["workspace"]).status_code == 200
    other = next(p for w, p in actors(asked.organisation).items() if w == "author of another body")
    client.force_login(other)
    assert client.get(addresses["workspace"]).status_code == 404


def test_the_page_of_a_notice_leads_to_answering_while_that_is_asked(client, asked):
    client.force_login(member_of(asked.organisation, Role.AUTHOR))
    page = client.get(reverse("workspace:notice", args=[asked.notices.get().number]))
    assert page.context["words"]["items"][0]["text"] == TEXTS[0]
    assert reverse("workspace:filing", args=[asked.number]) in page.content.decode()


def test_a_notice_says_on_which_day_the_filing_closes_without_an_answer(asked):
    notice = asked.notices.get()
    closes_on = clock_of(asked).closes_on
    assert notice.content["closes_on"] == closes_on.isoformat()
    with override("zh-hans"):
        assert date_format(closes_on) in notice_html(notice, "zh")
    assert "Without an answer it closes by itself on" in notice_html(notice, "en")
