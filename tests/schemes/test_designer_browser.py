"""The designer's form in a real browser, with its script and without."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from portal.accounts.roles import Role
from schemes.documents import find
from schemes.models import Scheme
from tests.factories import SchemeFactory, member_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scheme(live_server: Any) -> Scheme:
    return SchemeFactory()


def opened(page: Page, live_server: Any, scheme: Scheme, key: str) -> None:
    """The section's page, for an author of its body."""
    client = Client()
    client.force_login(member_of(scheme.organisation, Role.AUTHOR))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )
    page.goto(live_server.url + reverse("designer:section", args=[scheme.pk, key]))


def document(scheme: Scheme) -> dict[str, Any]:
    return Scheme.objects.get(pk=scheme.pk).newest.document


def test_an_item_is_added_filled_and_saved_without_leaving_the_page(
    page: Page, live_server: Any, scheme: Scheme
) -> None:
    opened(page, live_server, scheme, "risk")
    page.get_by_role("button", name="Add risk").click()
    new = page.locator(".ts-item").nth(2)
    new.locator("textarea").first.fill("新的风险")
    expect(page.locator("[data-saved]")).to_have_text("Not saved yet")
    page.locator("h1").click()
    page.evaluate("document.activeElement.blur()")
    expect(page.locator("[data-saved]")).to_contain_text("Saved ")
    assert document(scheme)["risk"][2]["risk"] == {"zh": "新的风险"}


def test_a_field_appears_with_the_answer_that_asks_for_it(
    page: Page, live_server: Any, scheme: Scheme
) -> None:
    opened(page, live_server, scheme, "scope")
    asked = page.locator("[id='/scope/ccc_overlap/items']")
    question = page.locator("[id='/scope/ccc_overlap/in_ccc_catalogue']")
    expect(asked).to_be_hidden()
    question.get_by_label("Yes").check()
    expect(asked).to_be_visible()
    # A page that closes saves what was not saved; the test waits for that.
    page.evaluate("document.activeElement.blur()")
    expect(page.locator("[data-saved]")).to_contain_text("Saved ")


def test_everything_works_without_a_script(
    browser: Browser, live_server: Any, scheme: Scheme
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        opened(page, live_server, scheme, "risk")
        items = page.locator(".ts-item")
        page.get_by_role("button", name="Add risk").click()
        expect(items).to_have_count(3)
        items.nth(2).locator("textarea").first.fill("没有脚本")
        page.get_by_role("button", name="Save", exact=True).last.click()
        page.wait_for_url("**/?saved=1")
        assert document(scheme)["risk"][2]["risk"] == {"zh": "没有脚本"}
        page.get_by_role("button", name="Remove risk 3").click()
        expect(items).to_have_count(2)
        page.get_by_role("button", name="Put it back").click()
        expect(items).to_have_count(3)
        assert find(document(scheme), "/risk")[2]["risk"] == {"zh": "没有脚本"}
