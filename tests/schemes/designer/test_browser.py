"""The designer's form in a real browser, with its script and without."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Locator, Page, Route, expect

from portal.accounts.roles import Role
from schemes.documents import find
from schemes.models import Scheme
from tests.factories import SchemeFactory, member_of
from tests.schemes.designer.editing import page_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scheme(live_server: Any) -> Scheme:
    return SchemeFactory()


CHANNELS = "/complaints_appeals/channels"
CHANNEL = "/complaints_appeals/channels/@cc-1/text/zh"


def opened(page: Page, live_server: Any, scheme: Scheme, key: str, item: str = "") -> None:
    """The page of a section or of one of its items, for an author of its body."""
    client = Client()
    client.force_login(member_of(scheme.organisation, Role.AUTHOR))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )
    page.goto(live_server.url + page_of(scheme, key, item))


def document(scheme: Scheme) -> dict[str, Any]:
    return Scheme.objects.get(pk=scheme.pk).newest.document


def items_of(page: Page, address: str) -> Locator:
    """The items of a list that stand open in the section's form."""
    return page.locator(f"[id='{address}'] .ts-item")


def rows_of(page: Page) -> Locator:
    """The rows of a table that are items."""
    return page.locator(".ts-rows tbody tr[id]")


def test_an_item_is_added_filled_and_saved_without_leaving_the_page(
    page: Page, live_server: Any, scheme: Scheme
) -> None:
    opened(page, live_server, scheme, "complaints")
    page.get_by_role("button", name="Add channel").click()
    items_of(page, CHANNELS).nth(2).locator("textarea").first.fill("新的渠道")
    # Nobody leaves the form and nobody presses a button.
    expect(page.locator("[data-saved]")).to_contain_text("Saved ")
    assert find(document(scheme), CHANNELS)[2]["text"] == {"zh": "新的渠道"}


def test_an_item_on_its_own_page_is_saved_while_it_is_typed(
    page: Page, live_server: Any, scheme: Scheme
) -> None:
    opened(page, live_server, scheme, "risk", "/risk/@ri-1")
    page.locator("[name='/risk/@ri-1/risk/zh']").fill("新的风险")
    expect(page.locator("[data-saved]")).to_contain_text("Saved ")
    assert document(scheme)["risk"][0]["risk"]["zh"] == "新的风险"
    # What this page saved is no colleague's: the next words are saved too.
    page.locator("[name='/risk/@ri-1/control/zh']").fill("新的措施")
    expect(page.locator("[data-saved]")).to_contain_text("Not saved yet")
    expect(page.locator("[data-saved]")).to_contain_text("Saved ")
    assert document(scheme)["risk"][0]["control"]["zh"] == "新的措施"


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
        opened(page, live_server, scheme, "complaints")
        items = items_of(page, CHANNELS)
        page.get_by_role("button", name="Add channel").click()
        expect(items).to_have_count(3)
        items.nth(2).locator("textarea").first.fill("没有脚本")
        page.get_by_role("button", name="Save", exact=True).last.click()
        page.wait_for_url("**/?saved=1")
        assert find(document(scheme), CHANNELS)[2]["text"] == {"zh": "没有脚本"}
        page.get_by_role("button", name="Remove channel 3").click()
        expect(items).to_have_count(2)
        page.get_by_role("button", name="Put it back").click()
        expect(items).to_have_count(3)
        assert find(document(scheme), CHANNELS)[2]["text"] == {"zh": "没有脚本"}


def test_a_table_and_the_pages_of_its_items_work_without_a_script(
    browser: Browser, live_server: Any, scheme: Scheme
) -> None:
    def words() -> list[str]:
        return [each["risk"]["zh"] for each in document(scheme)["risk"]]

    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        opened(page, live_server, scheme, "risk")
        one, two = words()
        page.get_by_role("button", name="Add risk").click()
        page.wait_for_url(re.compile(r"/sections/risk/item/\?item="))
        expect(page.locator("h1")).to_have_text("Risk 3 of 3")
        page.locator("textarea").first.fill("没有脚本")
        page.get_by_role("button", name="Save and go back to the list").click()
        expect(rows_of(page)).to_have_count(3)
        expect(rows_of(page).nth(2)).to_contain_text("没有脚本")
        assert words() == [one, two, "没有脚本"]
        page.get_by_role("button", name="Move risk 3 up").click()
        expect(rows_of(page).nth(1)).to_contain_text("没有脚本")
        assert words() == [one, "没有脚本", two]
        page.get_by_role("button", name="Double risk 2").click()
        expect(rows_of(page)).to_have_count(4)
        assert words() == [one, "没有脚本", "没有脚本", two]
        page.get_by_role("button", name="Remove risk 2").click()
        expect(rows_of(page)).to_have_count(3)
        page.get_by_role("button", name="Remove risk 2").click()
        expect(rows_of(page)).to_have_count(2)
        page.get_by_role("button", name="Put it back").click()
        expect(rows_of(page)).to_have_count(3)
        assert words() == [one, "没有脚本", two]
        rows_of(page).nth(1).get_by_role("link").click()
        expect(page.locator("textarea").first).to_have_value("没有脚本")


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
    "button",
    ["Add channel", "Move channel 1 down", "Move channel 2 up", "Remove channel 2", "Save"],
)
def test_no_keystroke_is_lost_while_a_button_is_under_way(
    page: Page, live_server: Any, scheme: Scheme, held: list[Route], button: str
) -> None:
    opened(page, live_server, scheme, "complaints")
    field = page.locator(f"[name='{CHANNEL}']")
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
    assert find(document(scheme), CHANNEL) == "甲乙丙"


def test_an_answer_given_while_an_item_is_added_stands_and_shows_what_it_asks_for(
    page: Page, live_server: Any, scheme: Scheme, held: list[Route]
) -> None:
    opened(page, live_server, scheme, "parties")
    kind = page.get_by_label("Kind", exact=True)
    approval = page.locator("[name='/owner/approval_no']")
    kind.select_option("association")
    expect(approval).to_be_hidden()
    page.get_by_role("button", name="Add drafting unit").click()
    kind.select_option("cb")
    approval.fill("CNCA-R-2026-001")
    released(page, held)
    expect(items_of(page, "/drafting/units")).to_have_count(4)
    expect(approval).to_be_visible()
    expect(approval).to_have_value("CNCA-R-2026-001")
    page.unroute("**/sections/**")
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.wait_for_url("**/?saved=1")
    owner = document(scheme)["owner"]
    assert (owner["kind"], owner["approval_no"]) == ("cb", "CNCA-R-2026-001")


def test_buttons_pressed_one_after_the_other_are_all_carried_out_on_what_was_typed(
    page: Page, live_server: Any, scheme: Scheme, held: list[Route]
) -> None:
    opened(page, live_server, scheme, "complaints")
    page.get_by_role("button", name="Add channel").click()
    page.locator(f"[name='{CHANNEL}']").fill("新写的")
    page.get_by_role("button", name="Add channel").click()
    released(page, held)
    expect(items_of(page, CHANNELS)).to_have_count(3)
    released(page, held)
    expect(items_of(page, CHANNELS)).to_have_count(4)
    assert find(document(scheme), CHANNEL) == "新写的"


def test_a_word_that_is_being_composed_is_finished_before_the_page_changes(
    page: Page, live_server: Any, scheme: Scheme
) -> None:
    opened(page, live_server, scheme, "complaints")
    field = page.locator(f"[name='{CHANNEL}']")
    field.focus()
    field.dispatch_event("compositionstart")
    page.evaluate("document.querySelector('form[data-designer]').dataset.old = 'true'")
    with page.expect_response(lambda answer: "?at=" in answer.url):
        page.locator(f"[id='add{CHANNELS}']").evaluate(
            "button => button.form.requestSubmit(button)"
        )
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
        opened(page, live_server, scheme, "complaints")
        items = items_of(page, CHANNELS)
        page.locator(f"[id='add{CHANNELS}']").press("Enter")
        new = items.nth(2)
        expect(new.locator("textarea").first).to_be_focused()
        up = new.get_by_role("button", name=re.compile("up$"))
        name = up.get_attribute("id")
        item = new.get_attribute("id")
        up.press("Enter")
        expect(items.nth(1)).to_have_attribute("id", str(item))
        expect(page.locator(f"[id='{name}']")).to_be_focused()
        page.get_by_role("button", name="Remove channel 2").press("Enter")
        expect(page.locator(f"[name='{CHANNELS}/@cc-2/text/zh']")).to_be_focused()
        page.get_by_role("button", name="Remove channel 2").press("Enter")
        expect(page.locator(f"[id='add{CHANNELS}']")).to_be_focused()


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
def test_the_keyboard_stays_in_the_row_where_the_person_was(
    browser: Browser, live_server: Any, scheme: Scheme, script: bool
) -> None:
    with browser.new_context(java_script_enabled=script) as context:
        page = context.new_page()
        opened(page, live_server, scheme, "fees")
        third = str(rows_of(page).nth(2).get_attribute("id"))
        second = str(rows_of(page).nth(1).get_attribute("id"))
        page.locator(f"[id='up{third}']").press("Enter")
        expect(rows_of(page).nth(1)).to_have_attribute("id", third)
        expect(page.locator(f"[id='up{third}']")).to_be_focused()
        page.locator(f"[id='up{third}']").press("Enter")
        expect(rows_of(page).nth(0)).to_have_attribute("id", third)
        # The first row has no button up any more; the keyboard is at its other one.
        expect(page.locator(f"[id='down{third}']")).to_be_focused()
        page.get_by_role("button", name="Remove fee 2").press("Enter")
        expect(page.locator(f"[id='open{second}']")).to_be_focused()


def test_the_keyboard_goes_to_the_first_field_of_a_new_item(
    browser: Browser, live_server: Any, scheme: Scheme
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        opened(page, live_server, scheme, "risk")
        page.locator("[id='add/risk']").press("Enter")
        page.wait_for_url(re.compile(r"/sections/risk/item/\?item="))
        expect(page.locator("textarea").first).to_be_focused()


def test_a_new_item_opened_from_the_page_of_another_has_its_own_address(
    page: Page, live_server: Any, scheme: Scheme
) -> None:
    opened(page, live_server, scheme, "risk", "/risk/@ri-2")
    page.locator("[name='/risk/@ri-2/risk/zh']").fill("改过")
    page.get_by_role("button", name="Save and add another").click()
    expect(page.locator("h1")).to_have_text("Risk 3 of 3")
    page.locator("textarea").first.fill("又一个")
    expect(page.locator("[data-saved]")).to_contain_text("Not saved yet")
    expect(page.locator("[data-saved]")).to_contain_text("Saved ")
    # The address is that of the item that is shown: coming again shows it again.
    page.reload()
    expect(page.locator("h1")).to_have_text("Risk 3 of 3")
    expect(page.locator("textarea").first).to_have_value("又一个")
    assert [each["risk"]["zh"] for each in document(scheme)["risk"][1:]] == ["改过", "又一个"]


@pytest.mark.parametrize("has_script", [True, False])
def test_what_was_typed_is_there_after_a_form_that_was_too_large(
    browser: Browser, live_server: Any, scheme: Scheme, settings: Any, has_script: bool
) -> None:
    with browser.new_context(java_script_enabled=has_script) as context:
        page = context.new_page()
        opened(page, live_server, scheme, "complaints")
        page.get_by_role("button", name="Add channel").click()
        typed = items_of(page, CHANNELS).nth(2).locator("textarea").first
        typed.fill("很长的列表")
        settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
        page.get_by_role("button", name="Save", exact=True).last.click()
        if has_script:
            expect(page.locator("[data-saved]")).to_contain_text("your text is still here")
        else:
            expect(page.locator("h1")).to_have_text("This is too much to be sent at once")
            page.go_back()
        expect(typed).to_have_value("很长的列表")
