"""Remarks at their places, and decisions with their preview, as the pages do it."""

from __future__ import annotations

import html
import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import translation

from portal.accounts.roles import Role
from portal.core.models import OutboxMessage
from portal.core.outbox import deliver
from registry.desk.deciding import TO_BE_GIVEN
from registry.models import Decision, ReasonCode, Remark
from registry.procedure.actions import HandBack, RequestCorrection, Submit
from registry.procedure.actions.review import review_token
from registry.procedure.remarks import answer_remark, write_remark
from registry.states import FilingState, Outcome
from tests.factories import (
    FilingFactory,
    PersonFactory,
    decider,
    member_of,
    officer,
    propose,
    request_correction,
    valid_document,
)
from tests.registry.amending import next_version

pytestmark = pytest.mark.django_db


def _page(browser, name, *args, language="en", **query):
    address = reverse(f"desk:{name}", args=args).replace("/en/", f"/{language}/")
    return browser.get(address, query)


def _text(response):
    return response.content.decode()


# --- remarks ----------------------------------------------------------------------------


@pytest.fixture
def under_review(desk):
    return desk, FilingFactory(under_review=True)


def _remark(browser, filing, **words):
    content = {"at": "/scope", "kind": "must", "reason_code": "", "text": "请补充", **words}
    return browser.post(reverse("desk:remark", args=[filing.number]), content)


def test_a_remark_is_written_at_its_place_and_shown_there(under_review):
    desk, filing = under_review
    response = _remark(desk, filing, reason_code="unclear_text")
    assert response["Location"].endswith("#/scope")
    remark = Remark.objects.get()
    assert (remark.address, remark.reason_code, remark.sent_at) == ("/scope", "unclear_text", None)
    assert "请补充" in _text(_page(desk, "chapter", filing.number, "scope"))


def test_every_place_of_the_document_has_a_way_to_a_remark(under_review):
    desk, filing = under_review
    for key, address in (("foreword", "/title"), ("scope", "/scope"), ("basis", "/basis")):
        text = _text(_page(desk, "chapter", filing.number, key))
        assert f'?at={address}"' in text, address


@pytest.mark.parametrize("words", [{"text": ""}, {"kind": "order"}, {"reason_code": "whim"}])
def test_a_refused_remark_comes_back_as_it_was_typed(under_review, words):
    desk, filing = under_review
    response = _remark(desk, filing, **{"text": "这里写的很长", **words})
    assert response.status_code == 422
    assert words.get("text") == "" or "这里写的很长" in _text(response)
    assert not Remark.objects.exists()


@pytest.mark.parametrize("at", ["/no-such-place", "basis", "/basis/@nobody"])
def test_a_remark_at_no_place_is_not_possible(under_review, at):
    desk, filing = under_review
    assert _remark(desk, filing, at=at).status_code == 404


def test_a_remark_can_be_taken_back_at_the_desk(under_review):
    desk, filing = under_review
    remark = write_remark(filing, officer(), text="补充")
    address = reverse("desk:withdraw", args=[filing.number, remark.pk])
    assert address in _text(_page(desk, "document", filing.number))
    assert desk.post(address, {"reason": ""}).status_code == 422
    desk.post(address, {"reason": "写错了地方"})
    assert "写错了地方" in _text(_page(desk, "filing", filing.number))
    assert "写错了地方" in _text(_page(desk, "document", filing.number))
    assert "写错了地方" in _text(_page(desk, "timeline", filing.number))


def test_the_body_never_sees_a_remark_that_was_taken_back(under_review):
    desk, filing = under_review
    _remark(desk, filing, text="应当补充的内容")
    _remark(desk, filing, text="不该写的话")
    wrong = Remark.objects.get(text="不该写的话")
    address = reverse("desk:withdraw", args=[filing.number, wrong.pk])
    desk.post(address, {"reason": "内部的理由"})
    desk.get(reverse("desk:filing", args=[filing.number]))  # what was said of it is read
    request_correction(filing)
    desk.force_login(member_of(filing.organisation, Role.AUTHOR))
    pages = [
        reverse("workspace:filing", args=[filing.number]),
        reverse("workspace:scheme", args=[filing.scheme_id]),
        reverse("workspace:dashboard"),
    ]
    for page in pages:
        text = _text(desk.get(page))
        assert "不该写的话" not in text, page
        assert "内部的理由" not in text, page
        assert "taken back" not in text, page
    assert "应当补充的内容" in _text(desk.get(pages[0]))


def test_a_colleague_is_told_why_a_remark_cannot_be_taken_back(under_review):
    desk, filing = under_review
    remark = write_remark(filing, PersonFactory(role=Role.OFFICER), text="补充")
    desk.force_login(PersonFactory(role=Role.OFFICER))
    address = reverse("desk:withdraw", args=[filing.number, remark.pk])
    assert address not in _text(_page(desk, "filing", filing.number))
    assert desk.post(address, {"reason": "重复"}).status_code == 403
    assert not Remark.objects.get().is_withdrawn


# --- what it rests on ---------------------------------------------------------------------


def _shown_to(browser, person, *addresses):
    browser.force_login(person)
    return {address: _text(browser.get(address)) for address in addresses}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_reasons_stand_with_their_law_wherever_a_remark_or_decision_is_shown(client, language):
    of_remark, of_decision = ReasonCode.objects.exclude(basis_zh="")[:2]
    filing = FilingFactory(under_review=True)
    write_remark(filing, officer(), text="请补充", reason_code=of_remark.code)
    beside = reverse("desk:propose", args=[filing.number])
    pages = _shown_to(client, officer(), beside)
    propose(filing, Outcome.CORRECTION_REQUESTED, reason_codes=[of_decision.code])
    at_desk = [f"desk:{name}" for name in ("filing", "document", "timeline", "decide")]
    number = [filing.number]
    with translation.override(language):
        reasons = {of_remark.basis, of_decision.basis}
        addresses = {name: reverse(name, args=number) for name in at_desk}
        pages = _shown_to(client, decider(), *addresses.values())
        assert reasons <= _bases_in(pages[addresses["desk:filing"]])
        assert of_remark.basis in _bases_in(pages[addresses["desk:document"]])
        assert of_decision.basis in _bases_in(pages[addresses["desk:timeline"]])
        assert reasons <= _bases_in(pages[addresses["desk:decide"]])
        filing.refresh_from_db()
        codes = [of_decision.code]
        RequestCorrection(filing, decider(), reasons="理由", reason_codes=codes).run()
        addresses = {
            name: reverse(f"workspace:{name}", args=of)
            for name, of in {"filing": number, "scheme": [filing.scheme_id]}.items()
        } | {"dashboard": reverse("workspace:dashboard")}
        pages = _shown_to(client, member_of(filing.organisation, Role.AUTHOR), *addresses.values())
        assert reasons <= _bases_in(pages[addresses["filing"]])
        assert of_decision.basis in _bases_in(pages[addresses["scheme"]])
        assert of_decision.basis in _bases_in(pages[addresses["dashboard"]])


def _bases_in(page):
    return {html.unescape(basis) for basis in re.findall(r'__basis">([^<]+)<', page)}


def test_a_reason_that_is_not_in_the_list_any_more_is_called_by_its_code(desk):
    filing = FilingFactory(under_review=True)
    reason = ReasonCode.objects.create(code="of_old", name_zh="旧", name_en="Old")
    write_remark(filing, officer(), text="请补充", reason_code="of_old")
    reason.delete()
    assert "of_old" in _text(_page(desk, "filing", filing.number))


def test_a_remark_of_an_earlier_round_names_the_place_that_it_was_about(desk):
    basis = valid_document("product")["basis"]
    more = {**basis[-1], "ref": "GB/T 99501.2-2017", "id": "b-only"}
    filing = FilingFactory(under_review=True, parts={"basis": [more, *basis]})
    address = "/basis/@b-only"
    write_remark(filing, officer(), text="请补充", address=address)
    request_correction(filing)
    remark = filing.remarks.get()
    answer_remark(remark, member_of(filing.organisation, Role.AUTHOR), kind="changed", answer="")
    version = next_version(filing.scheme, "2.0.0", basis=basis)
    Submit(version, member_of(filing.organisation, Role.SIGNATORY)).run()
    [(_remark, place)] = _page(desk, "filing", filing.number).context["remarks"]
    assert place.endswith("item 1")


# --- deciding ---------------------------------------------------------------------------


@pytest.fixture
def judge(client):
    """The browser of a decider."""
    client.force_login(decider())
    return client


@pytest.fixture
def proposed(judge):
    return judge, FilingFactory(proposed=True)


def _decide(browser, filing, **words):
    content = {
        "outcome": "no_objection",
        "reasons": "未发现需要补正的内容",
        "seen": review_token(filing),
        "impartial": "on",
        **words,
    }
    return browser.post(reverse("desk:decide", args=[filing.number]), content)


def test_the_preview_shows_the_letter_and_does_nothing(proposed):
    judge, filing = proposed
    response = _decide(judge, filing)
    assert response.status_code == 200
    assert "未发现需要补正的内容" in response.context["letter"]
    assert set(response.context["recipients"]) == {
        member_of(filing.organisation, role).email for role in (Role.AUTHOR, Role.SIGNATORY)
    }
    assert not Decision.objects.exists()
    assert mail.outbox == []


def test_what_is_confirmed_is_what_was_previewed(proposed):
    judge, filing = proposed
    letter = _decide(judge, filing, reason_codes=["unclear_text"]).context["letter"]
    assert _decide(judge, filing, reason_codes=["unclear_text"], confirm="1").status_code == 302
    message = OutboxMessage.objects.filter(payload__template="decision").first()
    deliver(message.pk)
    number = filing.letters.get().number
    assert mail.outbox[0].body == letter.replace(TO_BE_GIVEN, number)
    assert Decision.objects.get().outcome == Outcome.NO_OBJECTION


def test_a_correction_is_decided_with_its_remarks(judge):
    filing = FilingFactory(under_review=True)
    write_remark(filing, officer(), text="请补充", address="/scope")
    propose(filing, Outcome.CORRECTION_REQUESTED)
    filing.refresh_from_db()
    words = {"outcome": "correction_requested", "reason_codes": ["unclear_text", "completeness"]}
    assert _decide(judge, filing, **words).context["answer_clock"].due
    _decide(judge, filing, **words, confirm="1")
    assert Decision.objects.get().reason_codes == ["completeness", "unclear_text"]
    assert Remark.objects.get().sent_at is not None


def test_the_page_shows_the_proposal_and_begins_from_it(proposed):
    judge, filing = proposed
    page = _page(judge, "decide", filing.number)
    assert page.context["proposal"] == filing.proposal
    assert page.context["form"]["reasons"].value() == filing.proposal.reasons
    assert page.context["form"]["outcome"].value() == filing.proposal.outcome


def test_a_proposal_is_handed_back_with_its_reason(proposed):
    judge, filing = proposed
    address = reverse("desk:hand-back", args=[filing.number])
    words = {"seen": review_token(filing)}
    assert judge.post(address, {**words, "reason": " "}).status_code == 422
    assert judge.post(address, {**words, "reason": "请再核对"}).status_code == 302
    filing.refresh_from_db()
    assert filing.state == FilingState.UNDER_REVIEW


def test_who_proposed_is_not_let_to_the_decision(client, proposed):
    _judge, filing = proposed
    client.force_login(officer())
    assert _page(client, "decide", filing.number).status_code == 403


@pytest.mark.parametrize(
    "words",
    [
        {"reasons": "  "},
        {"outcome": ""},
        {"outcome": "refused"},
        {"outcome": "correction_requested"},
        {"outcome": "correction_requested", "reason_codes": ["unclear_text"]},  # without a remark
        {"reason_codes": ["whim"]},
    ],
)
@pytest.mark.parametrize("step", [{}, {"confirm": "1"}])
def test_an_incomplete_decision_comes_back_as_it_was_typed(proposed, words, step):
    judge, filing = proposed
    response = _decide(judge, filing, **{"reasons": "我的理由", **words, **step})
    assert response.status_code == 422
    assert "我的理由" in _text(response) or not words.get("reasons", "x").strip()
    assert not Decision.objects.exists()


def test_a_decision_on_what_changed_meanwhile_is_told_and_keeps_the_words(proposed):
    judge, filing = proposed
    seen = review_token(filing)
    propose(HandBack(filing, decider(), reason="再核对").run(), Outcome.NO_OBJECTION)
    response = _decide(judge, filing, reasons="我的理由", seen=seen, confirm="1")
    assert response.status_code == 409
    assert "我的理由" in _text(response)
    assert not Decision.objects.exists()


def test_the_second_of_two_deciders_is_told(proposed):
    judge, filing = proposed
    seen = review_token(filing)
    _decide(judge, filing, confirm="1", seen=seen)
    second = _decide(judge, filing, confirm="1", seen=seen, reasons="我另有看法")
    assert second.status_code == 409
    assert Decision.objects.count() == 1
    told, who = _text(second), Decision.objects.get().decided_by.name_en
    for words in ("Review ended without objection", who, "我另有看法"):
        assert words in told
    assert f'href="{reverse("desk:filing", args=[filing.number])}"' in told
    late = judge.post(
        reverse("desk:hand-back", args=[filing.number]), {"seen": seen, "reason": "请再核对"}
    )
    assert late.status_code == 409
    assert "请再核对" in _text(late)


def test_one_can_go_back_from_the_preview_with_everything_kept(proposed):
    judge, filing = proposed
    response = _decide(judge, filing, reason_codes=["unclear_text"], back="1")
    assert response.status_code == 200
    assert "未发现需要补正的内容" in _text(response)
    assert 'value="unclear_text" checked' in " ".join(_text(response).split()) or (
        response.context["form"]["reason_codes"].value() is not None
    )


@pytest.mark.parametrize("state", set(FilingState) - {FilingState.PROPOSED})
def test_a_decision_is_possible_only_on_a_proposal(judge, state):
    filing = FilingFactory(reached=state)
    assert _page(judge, "decide", filing.number).status_code == 409


def test_reasons_that_are_no_longer_used_are_not_offered(proposed):
    judge, filing = proposed
    ReasonCode.objects.filter(code="ip").update(is_used=False)
    assert 'value="ip"' not in _text(_page(judge, "decide", filing.number))


# --- proposing --------------------------------------------------------------------------


def test_an_officer_proposes_at_the_desk(under_review):
    desk, filing = under_review
    words = {"outcome": "no_objection", "reasons": "未发现问题", "seen": review_token(filing)}
    response = desk.post(reverse("desk:propose", args=[filing.number]), words)
    assert response.status_code == 302
    assert filing.proposals.get().proposed_by == officer()


@pytest.mark.parametrize("words", [{"reasons": " "}, {"outcome": ""}, {"seen": "other"}])
def test_a_refused_proposal_comes_back_as_it_was_typed(under_review, words):
    desk, filing = under_review
    whole = {"outcome": "no_objection", "reasons": "我的理由", "seen": review_token(filing)}
    response = desk.post(reverse("desk:propose", args=[filing.number]), {**whole, **words})
    assert response.status_code in (409, 422)
    assert "我的理由" in _text(response) or "reasons" in words
    assert not filing.proposals.exists()
