"""A review in Chromium: five page loads, by keyboard alone, and nothing typed is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, Request, expect

from portal.accounts.models import User
from registry.models import Filing, Remark
from registry.states import FilingState
from tests.factories import FilingFactory, officer
from tests.schemes.designer.test_kept import kept, sign_in, with_password

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_LOADS = 5


@pytest.fixture
def reviewer(live_server: Any) -> User:
    return with_password(officer())


def arrive(page: Page, live_server: Any, person: User, address: str) -> None:
    page.goto(f"{live_server.url}/accounts/login/?lang=en&next={address}")
    sign_in(page, person)
    page.wait_for_url(re.compile(re.escape(address)))


def faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['target']}" for each in found for node in each["nodes"][:3]]


def is_page_load(request: Request) -> bool:
    """Whether the browser leaves the page for another; a redirection belongs to what led to it."""
    return request.is_navigation_request() and request.redirected_from is None


def wrote(page: Page, words: str) -> None:
    """Write a remark where the keyboard is, and come back to the place."""
    page.keyboard.press("r")
    page.locator("form[data-remark] [name=text]").fill(words)
    page.get_by_role("button", name="Keep the remark").click()
    expect(page.locator(".ts-margin", has_text=words)).to_be_visible()
    expect(page.locator("form[data-remark]")).to_have_count(0)


def test_a_review_takes_five_page_loads(page: Page, live_server: Any, reviewer: User) -> None:
    filing = FilingFactory()
    here = reverse("desk:filing", args=[filing.number])
    arrive(page, live_server, reviewer, here)
    loads: list[str] = [page.url]
    # What is asked for, not what has arrived: the event of the first page may still be on its way.
    page.on("request", lambda request: is_page_load(request) and loads.append(request.url))
    for box in page.locator("form[action*=take-up] [type=checkbox]").all():
        box.check()
    page.get_by_role("button", name="Take up for review").click()
    page.wait_for_url(re.compile("/document/"))
    for number in range(5):
        page.keyboard.press("]" if number % 2 else "j")
        expect(page.locator("[data-strip]:focus")).to_have_count(1)
        page.keyboard.press("j")
        wrote(page, f"第{number + 1}条意见")
        assert faults(page) == []
    page.get_by_role("button", name="Propose the outcome").click()
    page.get_by_label("Correction requested").check()
    page.get_by_label(re.compile("Something that must be filed")).check()
    page.get_by_label("Reasons in words").fill("请补正。")
    page.get_by_role("button", name="Propose", exact=True).click()
    page.wait_for_url(re.compile(f"{here}$"))
    assert Remark.objects.count() == 5
    assert Filing.objects.get().state == FilingState.PROPOSED
    assert len(loads) <= MOST_LOADS, loads


def test_keys_lead_through_the_text_and_do_nothing_while_somebody_types(
    page: Page, live_server: Any, reviewer: User
) -> None:
    filing = FilingFactory(under_review=True)
    address = reverse("desk:document", args=[filing.number])
    arrive(page, live_server, reviewer, address)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("]")
    page.keyboard.press("]")
    page.keyboard.press("]")
    expect(page.locator("[data-chapter][data-is-open]")).to_have_count(3)  # each after the other
    page.keyboard.press("l")
    page.keyboard.press("j")
    page.keyboard.press("r")
    expect(page.get_by_text("You have looked at this chapter.")).to_have_count(1)
    text = page.locator("form[data-remark] [name=text]")
    expect(text).to_be_focused()
    page.keyboard.type("jknp[]l?r")
    expect(text).to_have_value("jknp[]l?r")
    page.locator("[data-cancel]").click()
    page.keyboard.press("?")
    page.get_by_label("Shortcuts of one key are on").uncheck()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("r")
    expect(page.locator("form[data-remark]")).to_have_count(0)


def test_what_was_typed_when_the_session_ended_stands_in_the_form_again(
    page: Page, live_server: Any, reviewer: User
) -> None:
    filing = FilingFactory(under_review=True)
    address = reverse("desk:chapter", args=[filing.number, "scope"])
    arrive(page, live_server, reviewer, address)
    page.locator("[data-write]").nth(1).click()
    text = page.locator("form[data-remark] [name=text]")
    text.fill("没有保存的话")
    page.reload()
    expect(text).to_have_value("没有保存的话")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Keep the remark").click()
    page.wait_for_url("**/accounts/login/**")
    sign_in(page, reviewer)
    page.wait_for_url("**/remarks/new/**")
    expect(text).to_have_value("没有保存的话")
    page.get_by_role("button", name="Keep the remark").click()
    page.wait_for_url("**/document/scope/**")
    assert Remark.objects.get().text == "没有保存的话"
    assert kept(page) == []
