"""A round of correction in the browser: four items, answered in three ways and by removal."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from portal.accounts.roles import Role
from registry.models import Filing
from registry.procedure.actions import TakeUp
from registry.procedure.remarks import write_remark
from registry.states import FilingState, RemarkState
from schemes.models import Version
from tests.factories import (
    PASSWORD,
    FilingFactory,
    answer_warnings,
    member_of,
    officer,
    request_correction,
    valid_document,
)
from tests.journeys.test_whole_path import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BASIS = valid_document("product")["basis"]
EXTRA_BASIS = {**BASIS[-1], "ref": "GB/T 99501.2-2017", "id": "b-only"}
#: Where the four remarks are, in the order of their numbers in the notice.
PLACES = ("/scope/excluded", "/fees", "/complaints_appeals", "/basis/@b-only")


@pytest.fixture
def asked() -> Filing:
    """A filing whose body was asked to correct four things."""
    filing = FilingFactory(
        under_review=True, officer=officer(), parts={"basis": [EXTRA_BASIS, *BASIS]}
    )
    for place in PLACES:
        write_remark(filing, officer(), text=f"请核对{place}", address=place)
    return request_correction(filing, officer(), reasons="四处需要补正")


def _answer(author: Visitor, number: int, kind: str, words: str) -> None:
    item = author.page.locator("article.ts-remark").nth(number - 1)
    item.get_by_label(kind, exact=True).check()
    item.get_by_label("In words").fill(words)
    item.get_by_role("button", name="Save the answer").click()
    author.page.wait_for_load_state()
    author.look()


def _write_draft(filing: Filing) -> Version:
    """What the author writes besides what the form is shown for: number, summary, two parts."""
    draft = Version.objects.get(scheme=filing.scheme, state="draft")
    document = draft.document
    document["basis"] = [row for row in document["basis"] if row["id"] != "b-only"]
    document["title"] = {**document["title"], "zh": "改过名称的认证规则"}
    document["version"] = "2.0.0"
    document["change_summary"] = [
        {
            "id": "cs-1",
            "clause": "1",
            "kind": "modify",
            "text": {"zh": "修改表述"},
            "reason": {"zh": "更清楚"},
        }
    ]
    Version.objects.filter(pk=draft.pk).update(document=document)
    draft = Version.objects.get(pk=draft.pk)
    answer_warnings(draft)
    return draft


def test_four_items_are_answered_in_three_ways_and_by_removal_then_judged(visit, asked):
    page = f"/en/workspace/filings/{asked.number}/"
    author = visit(member_of(asked.organisation, Role.AUTHOR))

    # The body begins the corrected version; the form says what was returned, and saves anything.
    author.open(page)
    author.press("Begin the corrected version")
    author.open(f"/en/workspace/schemes/{asked.scheme_id}/sections/scope/")
    expect(author.page.locator("main")).to_contain_text("returned something in this section")
    author.page.locator("textarea[name='/scope/excluded/zh']").fill("车载和风管式净化装置。")
    author.save()

    # What the draft changes is shown, and a claim that is not true yet is told.
    author.open(page)
    expect(author.page.locator("article.ts-remark").nth(0)).to_contain_text("车载和风管式")
    _answer(author, 1, "Changed", "已写明。")
    _answer(author, 2, "Explained", "收费与公布的一致。")
    _answer(author, 3, "Changed", "")
    expect(author.page.locator("article.ts-remark").nth(2)).to_contain_text("what was filed")
    author.page.locator("article.ts-remark").nth(2).get_by_text("Change the answer").click()
    _answer(author, 3, "Disputed", "期限合法,不应修改。")

    # One place is removed, and one is changed that nobody asked about: it has to be declared.
    _write_draft(asked)
    author.open(page)
    expect(author.page.locator("article.ts-remark").nth(3)).to_contain_text("resolved by removal")
    author.page.get_by_label("Why this is changed too").fill("名称与证书统一。")
    author.press("Declare these changes")
    expect(author.page.locator("main")).to_contain_text("All items are answered")

    # The signatory signs and submits.
    signatory = visit(member_of(asked.organisation, Role.SIGNATORY))
    signatory.open(f"/en/workspace/schemes/{asked.scheme_id}/sign/")
    signatory.page.get_by_label("I sign this commitment").check()
    signatory.page.get_by_label("Your password, once more").fill(PASSWORD)
    signatory.press("Sign and freeze")
    signatory.open(f"/en/workspace/schemes/{asked.scheme_id}/file/")
    signatory.press("Submit the filing")
    filing = Filing.objects.get(pk=asked.pk)
    assert (filing.state, filing.round) == (FilingState.RECEIVED, 2)

    # The officer sees it all, closes three items and reopens one.
    TakeUp(filing, officer()).run()
    reviewer = visit(officer())
    answers = f"/en/desk/filings/{asked.number}/answers/"
    reviewer.open(answers)
    expect(reviewer.page.locator("main")).to_contain_text("名称与证书统一。")
    for number in (1, 2, 4):
        item = reviewer.page.locator("article.ts-remark").nth(number - 1)
        item.get_by_role("button", name="Close the item").click()
        reviewer.page.wait_for_load_state()
        reviewer.look()
    third = reviewer.page.locator("article.ts-remark").nth(2)
    third.get_by_label("What you say about it").fill("期限仍须写明起算日。")
    third.get_by_role("button", name="Reopen the item").click()
    reviewer.page.wait_for_load_state()
    states = list(filing.remarks.order_by("pk").values_list("state", flat=True))
    closed = RemarkState.CLOSED
    assert states == [closed, closed, RemarkState.REOPENED, closed]

    # The reopened one goes into the next notice, with the reason why there is one.
    reviewer.open(f"/en/desk/filings/{asked.number}/propose/")
    reviewer.page.get_by_label("Correction requested").check()
    reviewer.page.get_by_label(re.compile("Something that must be filed is missing")).check()
    reviewer.page.get_by_label("Reasons in words").fill("一处仍不清楚。")
    reviewer.page.get_by_label("Why a further correction notice").fill("答复未解决问题。")
    reviewer.press("Propose")
    filing.refresh_from_db()
    assert filing.state == FilingState.PROPOSED
