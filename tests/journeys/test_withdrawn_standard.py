"""A standard is withdrawn, as three people meet it: the editor, an author, an officer."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, expect

from portal.core.outbox import deliver_waiting
from portal.demo.loading import load_demonstration
from portal.demo.manifest import PLANS
from portal.reference.models import ReferenceChange, Standard
from schemes.models import Version
from tests.journeys.test_whole_path import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NUMBER = "GB/T 12246-2025"
DRAFT = "product-reducing-valve-batch.json"


@pytest.fixture
def people(browser, live_server, settings, site):
    settings.SITE_URL = live_server.url
    load_demonstration(tuple(plan for plan in PLANS if plan.file == DRAFT), site=False)

    def arrive(email: str) -> Visitor:
        return Visitor(browser, live_server.url, email)

    return arrive


def new_findings(author: Visitor) -> Locator:
    """What the open check report marks as new."""
    return author.page.locator(".ts-finding").filter(has=author.page.locator(".ts-new"))


def withdraw(editor: Visitor, last_day: str) -> None:
    """Find the standard in the list and fill in its form, without saving.

    Wagtail's pages are not asked by axe: their headings are Wagtail's own.
    """
    editor.page.goto(f"{editor.address}/cms/snippets/reference/standard/?q={NUMBER}")
    editor.page.get_by_role("link", name=NUMBER).first.click()
    editor.page.locator("select[name=status]").select_option("withdrawn")
    editor.page.get_by_label("Valid until").fill(last_day)
    editor.page.keyboard.press("Escape")  # the calendar lies over the buttons


def test_a_withdrawn_standard_is_a_finding_in_a_draft_and_stands_in_the_impact_list(people):
    draft = Version.objects.get()
    report = f"/en/workspace/schemes/{draft.scheme_id}/report/"
    author = people("author@body.example")
    author.open(report)
    expect(author.page.locator("main")).not_to_contain_text("register of standards")

    # The editor asks first what it would change; nothing is changed by asking.
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    editor = people("editor@regulator.example")
    withdraw(editor, yesterday)
    with editor.page.expect_popup() as opened:
        editor.page.get_by_role("button", name="What would this change?").click()
    preview = opened.value.locator("main")
    expect(preview).to_contain_text("1 place in drafts")
    expect(preview).to_contain_text(str(draft.scheme))
    assert Standard.objects.get(number=NUMBER).status == "current"

    editor.page.get_by_role("button", name="Save", exact=True).click()
    editor.page.wait_for_url(re.compile(r"/standard/$"))
    assert editor.errors == []
    assert Standard.objects.get(number=NUMBER).status == "withdrawn"
    change = ReferenceChange.objects.get(register="standards", record=NUMBER, origin="form")
    assert change.actor.email == "editor@regulator.example"
    done, failed = deliver_waiting()
    assert done >= 1
    assert failed == 0

    # The author finds it in the report, marked as new, and goes to its place.
    author.open(report)
    found = new_findings(author)
    expect(found).to_have_count(1)
    expect(found).to_contain_text(f"“{NUMBER}” has not been in force since")
    found.get_by_role("link").first.click()
    author.page.wait_for_url(re.compile(r"/sections/basis/"))
    author.look()
    expect(author.page.locator("main")).to_contain_text("has not been in force since")

    # The officer sees what it touches, with the place but not the text of the draft.
    officer = people("officer@regulator.example")
    officer.open("/en/desk/impact/")
    officer.follow(NUMBER)
    places = officer.page.locator(".ts-desk__item")
    expect(places).to_have_count(1)
    expect(places).to_contain_text(str(draft.scheme))
    expect(places).to_contain_text("Certification basis, item 1, Status")
    expect(places).not_to_contain_text("has not been in force since")
