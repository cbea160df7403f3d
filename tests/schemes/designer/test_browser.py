"""The designer's form in a real browser, with its script and without."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, Route, expect

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
    # Nobody leaves the form and nobody presses a button.
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


# --- typing while an answer is under way --------------------------------------------------------


@pytest.fixture
def held(page: Page) -> list[Route]:
    """The saves that are under way; each is held back until the test lets it go on."""
    requests: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.method == "POST":
            requests.append(route)
        else:
            route.continue_()

    page.route("**/sections/**", hold)
    return requests


def released(page: Page, held: list[Route]) -> None:
    """The answer comes, and the page has taken it over."""
    page.evaluate("document.querySelector('form[data-designer]').dataset.old = 'true'")
    expect(page.locator("form[data-old]")).to_have_count(1)
    held.pop(0).continue_()
    expect(page.locator("form[data-old]")).to_have_count(0)


@pytest.mark.parametrize(
    "button", ["Add risk", "Move risk 1 down", "Move risk 2 up", "Remove risk 2", "Save"]
)
def test_no_keystroke_is_lost_while_a_button_is_under_way(
    page: Page, live_server: Any, scheme: Scheme, held: list[Route], button: str
) -> None:
    opened(page, live_server, scheme, "risk")
    page.locator("[id='head/risk/@ri-1']").click()
    field = page.locator("[name='/risk/@ri-1/risk/zh']")
    page.get_by_role("button", name=button, exact=True).last.click()
    field.fill("")
    page.keyboard.insert_text("甲丙")
    page.keyboard.press("ArrowLeft")
    released(page, held)
    expect(field).to_be_focused()
    page.keyboard.insert_text("乙")
    expect(field).to_have_value("甲乙丙")
    page.unroute("**/sections/**")
    page.evaluate("document.activeElement.blur()")
    expect(page.locator("[data-saved]")).to_contain_text("Saved ")
    risks = {each["id"]: each for each in document(scheme)["risk"]}
    assert risks["ri-1"]["risk"]["zh"] == "甲乙丙"


def test_an_answer_given_while_an_item_is_added_stands_and_shows_what_it_asks_for(
    page: Page, live_server: Any, scheme: Scheme, held: list[Route]
) -> None:
    opened(page, live_server, scheme, "scope")
    page.get_by_role("button", name=re.compile("^Add ")).first.click()
    page.locator("[id='/scope/ccc_overlap/in_ccc_catalogue']").get_by_label("Yes").check()
    reason = page.locator("[name='/scope/ccc_overlap/justification/zh']")
    reason.fill("与强制性认证标准不同")
    released(page, held)
    expect(reason).to_be_visible()
    expect(reason).to_have_value("与强制性认证标准不同")
    page.unroute("**/sections/**")
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.wait_for_url("**/?saved=1")
    assert document(scheme)["scope"]["ccc_overlap"]["in_ccc_catalogue"] is True


def test_buttons_pressed_one_after_the_other_are_all_carried_out_on_what_was_typed(
    page: Page, live_server: Any, scheme: Scheme, held: list[Route]
) -> None:
    opened(page, live_server, scheme, "risk")
    page.get_by_role("button", name="Add risk").click()
    page.locator("[id='head/risk/@ri-1']").click()
    page.locator("[name='/risk/@ri-1/risk/zh']").fill("新写的")
    page.get_by_role("button", name="Add risk").click()
    released(page, held)
    expect(page.locator(".ts-item")).to_have_count(3)
    released(page, held)
    expect(page.locator(".ts-item")).to_have_count(4)
    assert document(scheme)["risk"][0]["risk"]["zh"] == "新写的"


def test_a_word_that_is_being_composed_is_finished_before_the_page_changes(
    page: Page, live_server: Any, scheme: Scheme
) -> None:
    opened(page, live_server, scheme, "risk")
    page.locator("[id='head/risk/@ri-1']").click()
    field = page.locator("[name='/risk/@ri-1/risk/zh']")
    field.focus()
    field.dispatch_event("compositionstart")
    page.evaluate("document.querySelector('form[data-designer]').dataset.old = 'true'")
    with page.expect_response(lambda answer: "?at=" in answer.url):
        page.locator("[id='add/risk']").evaluate("button => button.form.requestSubmit(button)")
    field.fill("拼音")
    expect(page.locator("form[data-old]")).to_have_count(1)
    field.dispatch_event("compositionend")
    expect(page.locator("form[data-old]")).to_have_count(0)
    expect(field).to_have_value("拼音")


# --- the keyboard alone ---------------------------------------------------------------------


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
def test_the_keyboard_stays_where_the_person_was(
    browser: Browser, live_server: Any, scheme: Scheme, script: bool
) -> None:
    with browser.new_context(java_script_enabled=script) as context:
        page = context.new_page()
        opened(page, live_server, scheme, "risk")
        page.locator("[id='add/risk']").press("Enter")
        new = page.locator(".ts-item").nth(2)
        expect(new.locator("textarea, select, input:not([type=hidden])").first).to_be_focused()
        up = new.get_by_role("button", name=re.compile("up$"))
        name = up.get_attribute("id")
        item = new.get_attribute("id")
        up.press("Enter")
        expect(page.locator(".ts-item").nth(1)).to_have_attribute("id", str(item))
        expect(page.locator(f"[id='{name}']")).to_be_focused()
        page.get_by_role("button", name="Remove risk 2").press("Enter")
        expect(page.locator("[id='head/risk/@ri-2']")).to_be_focused()
        page.get_by_role("button", name="Remove risk 2").press("Enter")
        expect(page.locator("[id='add/risk']")).to_be_focused()


@pytest.mark.parametrize("has_script", [True, False])
def test_what_was_typed_is_there_after_a_form_that_was_too_large(
    browser: Browser, live_server: Any, scheme: Scheme, settings: Any, has_script: bool
) -> None:
    with browser.new_context(java_script_enabled=has_script) as context:
        page = context.new_page()
        opened(page, live_server, scheme, "risk")
        page.get_by_role("button", name="Add risk").click()
        typed = page.locator(".ts-item").nth(2).locator("textarea").first
        typed.fill("很长的列表")
        settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
        page.get_by_role("button", name="Save", exact=True).last.click()
        if has_script:
            expect(page.locator("[data-saved]")).to_contain_text("your text is still here")
        else:
            expect(page.locator("h1")).to_have_text("This is too much to be sent at once")
            page.go_back()
        expect(typed).to_have_value("很长的列表")
