"""The workbench of a correction, the hint in the designer, and the officer's page of answers."""

from __future__ import annotations

import pytest
from django.urls import reverse

from portal.accounts.roles import Role
from registry.models import ExtraChange, Filing
from registry.procedure.actions import Submit, TakeUp
from registry.procedure.extra_changes import declaration_token
from registry.procedure.remarks import answer_remark, write_remark
from registry.states import AnswerKind, RemarkState
from schemes.actions import Sign
from schemes.drafts import begin_version
from schemes.models import Version
from tests.factories import (
    FilingFactory,
    PersonFactory,
    answer_warnings,
    member_of,
    officer,
    request_correction,
)

pytestmark = pytest.mark.django_db

EXCLUDED = {"zh": "车载、佩戴式和风管式净化装置。"}


@pytest.fixture
def body(client):
    """A filing that waits for two answers, its draft, and an author's browser."""
    filing = FilingFactory(under_review=True, officer=officer())
    write_remark(filing, officer(), text="请补充不适用的情形。", address="/scope/excluded")
    write_remark(filing, officer(), text="请说明收费。", address="/fees")
    filing = request_correction(filing, officer())
    author = member_of(filing.organisation, Role.AUTHOR)
    draft = begin_version(filing.scheme, author)
    client.force_login(author)
    return client, filing, draft


def _write(draft: Version, **parts) -> None:
    Version.objects.filter(pk=draft.pk).update(document={**draft.document, **parts})


def _page(client, filing):
    return client.get(reverse("workspace:filing", args=[filing.number]))


def _scope(draft):
    return {**draft.document["scope"], "excluded": EXCLUDED}


def test_the_workbench_shows_what_the_draft_changes_at_each_place(body):
    client, filing, draft = body
    assert [item.changes for item in _page(client, filing).context["items"]] == [[], []]
    _write(draft, scope=_scope(draft))
    first, second = _page(client, filing).context["items"]
    assert [change.address for change in first.changes] == ["/scope/excluded"]
    assert (first.number, second.number, second.changes) == (1, 2, [])


def test_a_claim_of_change_is_told_at_its_place_until_it_is_true(body):
    client, filing, draft = body
    remark = filing.remarks.first()
    author = member_of(filing.organisation, Role.AUTHOR)
    answer_remark(remark, author, kind=AnswerKind.CHANGED, answer="")
    page = _page(client, filing)
    assert (page.context["items"][0].claims_too_much, page.context["left"]) == (True, 2)
    _write(draft, scope=_scope(draft))
    page = _page(client, filing)
    assert (page.context["items"][0].claims_too_much, page.context["left"]) == (False, 1)


def test_a_change_that_was_made_and_submitted_is_not_doubted_afterwards(desk):
    client, filing = desk
    client.force_login(member_of(filing.organisation, Role.AUTHOR))
    page = _page(client, filing)
    items = [*page.context["items"], *page.context["earlier_items"]]
    assert [one.remark.answer_kind for one in items] == [AnswerKind.CHANGED, AnswerKind.EXPLAINED]
    assert not any(one.claims_too_much for one in items)
    assert "it cannot be submitted like this" not in page.content.decode()


def test_an_item_on_a_place_that_the_draft_removes_needs_no_answer(body):
    client, filing, draft = body
    without = {k: v for k, v in draft.document["scope"].items() if k != "excluded"}
    _write(draft, scope=without)
    first = _page(client, filing).context["items"][0]
    assert (first.is_removed, first.is_left) == (True, False)


def test_extra_changes_are_listed_and_declared_each_with_its_reason(body):
    client, filing, draft = body
    _write(draft, title={**draft.document["title"], "zh": "改过的标题"})
    page = _page(client, filing)
    assert page.context["undeclared"] == 1
    assert "<mark>" in page.content.decode()
    [extra] = page.context["extras"]
    address = reverse("workspace:declare-extra", args=[filing.number])
    words = {"extra-seen": declaration_token(filing), extra.field.html_name: "统一名称"}
    assert client.post(address, words).status_code == 302
    assert ExtraChange.objects.get().reason == "统一名称"
    assert _page(client, filing).context["undeclared"] == 0
    refused = client.post(address, {**words, extra.field.html_name: "另一个理由"})
    assert refused.status_code == 409
    assert "另一个理由" in refused.content.decode()


def test_without_a_reason_nothing_is_declared_and_it_is_said_so(body):
    client, filing, draft = body
    _write(draft, title={**draft.document["title"], "zh": "改过的标题"})
    address = reverse("workspace:declare-extra", args=[filing.number])
    page = client.post(address, {"extra-seen": declaration_token(filing)}, follow=True)
    assert [each.level_tag for each in page.context["messages"]] == ["warning"]
    assert not filing.extra_changes.exists()


def test_nothing_is_declared_without_a_correction_under_way(client):
    filing = FilingFactory(under_review=True)
    client.force_login(member_of(filing.organisation, Role.AUTHOR))
    address = reverse("workspace:declare-extra", args=[filing.number])
    assert client.post(address, {}).status_code == client.get(address).status_code == 302


@pytest.mark.parametrize(("section", "is_returned"), [("fees", True), ("basis", False)])
def test_the_form_says_which_sections_were_returned_and_still_saves(body, section, is_returned):
    from registry.procedure.returned_parts import NOT_RETURNED, RETURNED

    client, filing, draft = body
    sections = draft.blueprint.blueprint.sections
    key = next(one.key for one in sections if section in one.parts)
    page = client.get(reverse("designer:section", args=[filing.scheme_id, key]))
    [note] = page.context["notes"]
    assert note.text == (RETURNED if is_returned else NOT_RETURNED)


def test_the_form_says_nothing_where_no_correction_is_asked_for(client):
    filing = FilingFactory(no_objection=True)
    author = member_of(filing.organisation, Role.AUTHOR)
    draft = begin_version(filing.scheme, author)
    client.force_login(author)
    key = draft.blueprint.blueprint.sections[0].key
    page = client.get(reverse("designer:section", args=[filing.scheme_id, key]))
    assert page.context["notes"] == []


# --- at the desk ------------------------------------------------------------------------------


@pytest.fixture
def desk(body):
    """The same filing resubmitted: one item changed, one explained, the title changed too."""
    client, filing, draft = body
    author = member_of(filing.organisation, Role.AUTHOR)
    first, second = filing.remarks.order_by("pk")
    answer_remark(first, author, kind=AnswerKind.CHANGED, answer="")
    answer_remark(second, author, kind=AnswerKind.EXPLAINED, answer="收费一致。")
    filing.extra_changes.create(round=1, address="/title", reason="统一名称", declared_by=author)
    summary = [
        {
            "id": "cs-1",
            "clause": "1",
            "kind": "modify",
            "text": {"zh": "修改表述"},
            "reason": {"zh": "更清楚"},
        }
    ]
    title = {**draft.document["title"], "zh": "改过的标题"}
    _write(draft, scope=_scope(draft), title=title, version="2.0.0", change_summary=summary)
    draft = Version.objects.get(pk=draft.pk)
    answer_warnings(draft)
    signatory = member_of(filing.organisation, Role.SIGNATORY)
    Submit(Sign(draft, signatory).run(), signatory).run()
    filing = TakeUp(Filing.objects.get(pk=filing.pk), officer()).run()
    client.force_login(officer())
    return client, filing


def test_the_officer_sees_answer_change_and_declared_extra_of_each(desk):
    client, filing = desk
    page = client.get(reverse("desk:answers", args=[filing.number]))
    first, second = page.context["items"]
    assert [change.address for change in first.changes] == ["/scope/excluded"]
    assert (second.changes, second.remark.answer) == ([], "收费一致。")
    [(change, declaration)] = page.context["extras"]
    assert (change.address, declaration.reason) == ("/title", "统一名称")


def test_an_item_is_closed_and_reopened_on_the_page_of_answers(desk):
    client, filing = desk
    first, second = filing.remarks.order_by("pk")
    one, other = (reverse("desk:settle", args=[filing.number, r.pk]) for r in (first, second))
    assert client.post(one, {"do": "close"}).status_code == 302
    refused = client.post(other, {"do": "reopen", f"item-{second.pk}-reason": " "})
    assert refused.status_code == 422
    words = {"do": "reopen", f"item-{second.pk}-reason": "仍不清楚"}
    assert client.post(other, words).status_code == 302
    assert client.post(one, {"do": "close"}).status_code == 409
    states = list(filing.remarks.order_by("pk").values_list("state", flat=True))
    assert states == [RemarkState.CLOSED, RemarkState.REOPENED]


def test_only_officers_settle(desk):
    client, filing = desk
    client.force_login(PersonFactory(role=Role.DECIDER))
    address = reverse("desk:settle", args=[filing.number, filing.remarks.first().pk])
    assert client.post(address, {"do": "close"}).status_code == 403
