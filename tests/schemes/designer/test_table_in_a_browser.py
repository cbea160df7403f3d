"""A list as a table, written in like a sheet: cells, keys, buttons, and what goes wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Route, expect

from portal.accounts.roles import Role
from schemes.models import Scheme
from tests.factories import SchemeFactory, member_of
from tests.schemes.designer.editing import do, page_of, signed_in
from tests.schemes.designer.test_browser import document, opened, rows_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ONE, TWO = "/risk/@ri-1", "/risk/@ri-2"


@pytest.fixture
def scheme(live_server: Any) -> Scheme:
    return SchemeFactory()


@pytest.fixture
def table(page: Page, live_server: Any, scheme: Scheme) -> Page:
    """The page of a section whose only list is a table of two risks."""
    opened(page, live_server, scheme, "risk")
    return page


def cell(page: Page, item: str, title: str) -> Locator:
    return page.locator(f"[id='{item}'] [data-title='{title}']")


def new_cell(page: Page, title: str) -> Locator:
    return page.locator(f".ts-rows__new:last-child [data-title='{title}']")


def is_saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_contain_text(re.compile("Saved |Added"), timeout=15_000)
    expect(page.locator(".ts-rows__cell--waiting")).to_have_count(0)


def held_in(page: Page, is_so: Callable[[], bool]) -> None:
    """What is on its way comes to be held in the document."""
    for _wait in range(100):
        if is_so():
            return
        page.wait_for_timeout(100)
    raise AssertionError("It was not saved.")


def column(scheme: Scheme, *path: str) -> list[Any]:
    """What the risks hold at a place in them; None where nothing is."""
    found = []
    for value in document(scheme)["risk"]:
        for step in path:
            value = (value or {}).get(step)
        found.append(value)
    return found


def held_back(page: Page, pages: str) -> list[Route]:
    """What is sent to these pages, each until the test lets it go on."""
    requests: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.method == "POST":
            requests.append(route)
        else:
            route.continue_()

    page.route(pages, hold)
    return requests


def let_go(page: Page, held: list[Route]) -> None:
    """The next of them is sent, and its answer has come."""
    for _wait in range(100):
        if held:
            break
        page.wait_for_timeout(50)
    route = held.pop(0)
    with page.expect_response(lambda answer: answer.request == route.request):
        route.continue_()


# --- cells and keys -------------------------------------------------------------------------


def test_a_cell_is_saved_alone_without_leaving_the_page(table: Page, scheme: Scheme) -> None:
    before, address = document(scheme), table.url
    sent: list[str] = []
    table.on("request", lambda one: sent.append(one.url) if one.method == "POST" else None)
    cell(table, ONE, "Likelihood").click()
    table.keyboard.type("5")
    table.keyboard.press("Enter")
    is_saved(table)
    expect(cell(table, ONE, "Likelihood")).to_have_text("5")
    expect(cell(table, TWO, "Likelihood")).to_be_focused()
    before["risk"][0]["likelihood"] = 5
    assert document(scheme) == before
    assert table.url == address
    assert len(sent) == 1
    # What the cell saved is no colleague's: the same row is saved again.
    cell(table, ONE, "Impact").press("2")
    table.keyboard.press("Tab")
    is_saved(table)
    assert document(scheme)["risk"][0]["impact"] == 2


def test_three_new_rows_by_tab_and_enter_without_waiting(table: Page, scheme: Scheme) -> None:
    table.locator("[id='add/risk']").press("Enter")
    for number in (1, 2, 3):
        table.keyboard.insert_text(f"Risk {number}")
        table.keyboard.press("Tab")
        table.keyboard.insert_text(str(number))
        table.keyboard.press("Tab")
        table.keyboard.insert_text(str(number + 1))
        table.keyboard.press("Tab")
        table.keyboard.insert_text(f"Control {number}")
        table.keyboard.press("Enter")
    table.keyboard.press("Escape")
    expect(rows_of(table)).to_have_count(5, timeout=20_000)
    is_saved(table)
    assert column(scheme, "risk", "en")[2:] == ["Risk 1", "Risk 2", "Risk 3"]
    assert column(scheme, "likelihood")[2:] == [1, 2, 3]
    assert column(scheme, "impact")[2:] == [2, 3, 4]
    assert column(scheme, "control", "en")[2:] == ["Control 1", "Control 2", "Control 3"]
    expect(rows_of(table).locator("[data-title=Risk]")).to_have_text(
        [*column(scheme, "risk", "zh")[:2], "Risk 1", "Risk 2", "Risk 3"]
    )
    expect(table.locator(".ts-list__count")).to_have_text("5")
    expect(table.get_by_role("button", name="Move risk 3 down")).to_have_count(1)
    rows_of(table).nth(4).get_by_role("link").click()
    expect(table.locator("h1")).to_have_text("Risk 5 of 5")


def test_a_row_moved_by_keys_keeps_the_keyboard_on_it(table: Page, scheme: Scheme) -> None:
    cell(table, ONE, "Impact").focus()
    table.keyboard.press("Alt+ArrowDown")
    expect(rows_of(table).nth(1)).to_have_attribute("id", ONE)
    expect(cell(table, ONE, "Impact")).to_be_focused()
    assert column(scheme, "id") == ["ri-2", "ri-1"]
    table.keyboard.press("Alt+ArrowUp")
    expect(rows_of(table).nth(0)).to_have_attribute("id", ONE)
    expect(cell(table, ONE, "Impact")).to_be_focused()
    assert column(scheme, "id") == ["ri-1", "ri-2"]


def test_a_row_dragged_by_its_number_is_moved(table: Page, scheme: Scheme) -> None:
    table.set_viewport_size({"width": 1280, "height": 1600})
    number, other = (table.locator(f"[id='{item}'] th") for item in (ONE, TWO))
    below = {"x": 15, "y": number.bounding_box()["height"] - 10}
    number.drag_to(other, source_position=below, target_position=below)
    expect(rows_of(table).nth(1)).to_have_attribute("id", ONE)
    assert column(scheme, "id") == ["ri-2", "ri-1"]


def test_escape_leaves_a_cell_as_it_was(table: Page, scheme: Scheme) -> None:
    before, shown = document(scheme), cell(table, ONE, "Control").inner_text()
    held = held_back(table, "**/sections/**")
    cell(table, ONE, "Control").press("F2")
    table.keyboard.insert_text("not this")
    table.keyboard.press("Escape")
    expect(cell(table, ONE, "Control")).to_have_text(shown)
    expect(cell(table, ONE, "Control")).to_be_focused()
    table.keyboard.press("ArrowLeft")
    expect(cell(table, ONE, "Impact")).to_be_focused()
    table.wait_for_timeout(1_500)
    assert held == []
    assert document(scheme) == before


def test_what_was_done_is_undone_step_by_step(table: Page, scheme: Scheme) -> None:
    before = document(scheme)
    cell(table, ONE, "Likelihood").press("5")
    table.keyboard.press("Enter")
    is_saved(table)
    cell(table, TWO, "Impact").press("2")
    table.keyboard.press("Enter")
    is_saved(table)
    table.get_by_role("button", name="Remove risk 2").click()
    expect(rows_of(table)).to_have_count(1)
    for place, held in ((TWO, [5, 2]), (TWO, [5, 5]), (ONE, [3, 5])):
        cell(table, ONE, "Impact").focus()
        table.keyboard.press("Control+z")
        expect(rows_of(table)).to_have_count(2)
        title, value = ("Impact", held[1]) if place == TWO else ("Likelihood", held[0])
        expect(cell(table, place, title)).to_have_text(str(value))
        is_saved(table) if held != [5, 2] else None
        assert [column(scheme, "likelihood")[0], column(scheme, "impact")[1]] == held
    assert document(scheme) == before


# --- buttons --------------------------------------------------------------------------------


def test_a_row_is_doubled_taken_out_and_put_back(table: Page, scheme: Scheme) -> None:
    before = document(scheme)
    table.get_by_role("button", name="Double risk 1").click()
    expect(rows_of(table)).to_have_count(3)
    expect(table.locator(".ts-list__count")).to_have_text("3")
    first, copy, _last = document(scheme)["risk"]
    assert {**copy, "id": "ri-1"} == first == before["risk"][0]
    assert copy["id"] not in ("ri-1", "ri-2")
    expect(table.locator(f"[id='open/risk/@{copy['id']}']")).to_be_focused()
    table.get_by_role("button", name="Remove risk 2").click()
    expect(rows_of(table)).to_have_count(2)
    expect(table.locator(".ts-list__count")).to_have_text("2")
    table.get_by_role("button", name="Remove risk 1").click()
    expect(rows_of(table)).to_have_count(1)
    table.get_by_role("button", name="Put it back").click()
    expect(rows_of(table)).to_have_count(2)
    expect(table.locator(f"[id='open{ONE}']")).to_be_focused()
    assert document(scheme) == before


# --- the keyboard while answers come -------------------------------------------------------------


def test_the_keyboard_comes_back_to_the_table_after_a_cell_was_saved(
    table: Page, scheme: Scheme
) -> None:
    reachable = table.locator(".ts-rows [data-raw][tabindex='0']")
    expect(reachable).to_have_count(1)
    cell(table, ONE, "Risk").press("F2")
    table.keyboard.insert_text("Other words")
    table.keyboard.press("Shift+Tab")
    is_saved(table)
    expect(reachable).to_have_count(1)
    table.locator(f"[id='open{ONE}']").press("Tab")
    expect(cell(table, ONE, "Risk")).to_be_focused()


def test_the_keyboard_stays_where_it_went_while_a_cell_is_saved(
    table: Page, scheme: Scheme
) -> None:
    held = held_back(table, "**/item/**")
    cell(table, ONE, "Risk").press("F2")
    table.keyboard.insert_text("Other words")
    link = table.locator(f"[id='open{ONE}']")
    link.focus()
    let_go(table, held)
    is_saved(table)
    expect(link).to_be_focused()


# --- words that are on their way -----------------------------------------------------------------


def test_words_stay_in_their_cells_while_others_of_the_row_are_saved(
    table: Page, scheme: Scheme
) -> None:
    held = held_back(table, "**/sections/**")
    table.locator("[id='add/risk']").click()
    for words in ("New risk", "1", "2"):
        table.keyboard.insert_text(words)
        table.keyboard.press("Tab")
    table.keyboard.insert_text("New control")
    let_go(table, held)
    expect(rows_of(table)).to_have_count(3)
    new = rows_of(table).nth(2)
    expect(new.locator("[data-title=Likelihood]")).to_have_text("1")
    expect(new.locator("[data-title=Impact]")).to_have_text("2")
    expect(new.locator("[data-title=Control] textarea")).to_have_value("New control")
    let_go(table, held)
    expect(new.locator("[data-title=Impact]")).to_have_text("2")
    table.keyboard.press("Enter")
    table.unroute("**/sections/**")  # and what is still held goes on
    is_saved(table)
    assert (column(scheme, "impact")[2], column(scheme, "control", "en")[2]) == (2, "New control")


@pytest.mark.parametrize("button", ["Move risk 1 down", "Double risk 2", "Remove risk 2", "Save"])
def test_no_word_typed_into_a_cell_is_lost_while_a_button_is_under_way(
    table: Page, scheme: Scheme, button: str
) -> None:
    held = held_back(table, "**/sections/**")
    table.get_by_role("button", name=button, exact=True).last.click()
    cell(table, ONE, "Likelihood").click()
    table.keyboard.type("5")
    table.keyboard.press("Tab")
    table.keyboard.insert_text("2")
    let_go(table, held)
    table.unroute("**/sections/**")  # and what is still held goes on
    table.wait_for_timeout(300)
    if table.evaluate("document.activeElement.closest('[data-raw]') !== null"):
        table.keyboard.press("Enter")

    def first() -> dict[str, Any]:
        return next(each for each in document(scheme)["risk"] if each["id"] == "ri-1")

    held_in(table, lambda: (first()["likelihood"], first()["impact"]) == (5, 2))
    expect(cell(table, ONE, "Likelihood")).to_have_text("5")
    expect(cell(table, ONE, "Impact")).to_have_text("2")
    # The row is known as it is now: what is written in it next is no conflict.
    cell(table, ONE, "Impact").press("1")
    table.keyboard.press("Enter")
    is_saved(table)
    assert first()["impact"] == 1


def test_going_on_from_an_open_cell_asks_nothing_and_saves_it(table: Page, scheme: Scheme) -> None:
    asked: list[str] = []
    table.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    cell(table, ONE, "Likelihood").click()
    table.keyboard.type("5")
    table.get_by_role("button", name="Save and go on").click()
    table.wait_for_url("**/sections/closing/")
    assert asked == []
    assert column(scheme, "likelihood")[0] == 5


# --- what goes wrong ------------------------------------------------------------------------


def test_a_colleagues_change_of_the_item_is_told_and_nothing_is_overwritten(
    table: Page, scheme: Scheme
) -> None:
    colleague = signed_in(member_of(scheme.organisation, Role.SIGNATORY))
    do(colleague, scheme, "risk", "save", **{f"{ONE}/likelihood": "1"})
    cell(table, ONE, "Likelihood").press("5")
    table.keyboard.press("Enter")
    expect(table.locator("[data-saved]")).to_contain_text("Somebody else saved this item meanwhile")
    expect(cell(table, ONE, "Likelihood")).to_have_text("5")
    assert column(scheme, "likelihood")[0] == 1
    cell(table, TWO, "Likelihood").press("4")
    table.keyboard.press("Enter")
    expect(table.locator("[data-saved]")).to_contain_text("Saved ")
    expect(cell(table, ONE, "Likelihood")).to_have_text("5")
    assert column(scheme, "likelihood") == [1, 4]
    cell(table, ONE, "Likelihood").press("Enter")
    table.keyboard.press("Enter")
    is_saved(table)
    assert column(scheme, "likelihood") == [5, 4]


@pytest.mark.parametrize("then", ["waits", "presses “Save”"])
def test_words_that_could_not_be_sent_stay_in_their_cell_and_are_sent_again(
    table: Page, scheme: Scheme, then: str
) -> None:
    before = document(scheme)
    table.route("**/item/**", lambda route: route.abort())
    cell(table, ONE, "Control").press("F2")
    table.keyboard.insert_text("Spot checks")
    table.keyboard.press("Enter")
    expect(table.locator("[data-saved]")).to_contain_text("Saving failed")
    expect(cell(table, ONE, "Control")).to_have_text("Spot checks")
    assert document(scheme) == before
    if then != "waits":
        table.get_by_role("button", name="Save", exact=True).last.click()
        table.wait_for_timeout(1_000)
    table.unroute("**/item/**")
    held_in(table, lambda: column(scheme, "control", "en")[0] == "Spot checks")
    expect(cell(table, ONE, "Control")).to_have_text("Spot checks")


# --- as it is drawn -------------------------------------------------------------------------


def complaints(page: Page) -> list[str]:
    """What axe finds, what is wider than the window, and on a phone wider than its place."""
    found = Axe().run(page).response["violations"]
    inside = "[data-table-rows]" if page.viewport_size["width"] < 640 else "none"
    too_wide = page.evaluate(
        """(inside) => [document.documentElement, ...document.querySelectorAll(inside)]
             .filter((one) => one.scrollWidth > one.clientWidth)
             .map((one) => `${one.tagName} is ${one.scrollWidth - one.clientWidth} px too wide`)""",
        inside,
    )
    return [*(f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found), *too_wide]


@pytest.mark.parametrize(("key", "name"), [("basis", "basis"), ("fees", "fee"), ("risk", "risk")])
@pytest.mark.parametrize("width", [1280, 360])
def test_a_table_and_its_items_are_accessible_and_fit(
    page: Page, live_server: Any, scheme: Scheme, width: int, key: str, name: str
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else 0)
    opened(page, live_server, scheme, key)
    wrong = {"at rest": complaints(page)}
    page.locator(f"[id='add/{key}']").click()
    wrong["written in"] = complaints(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name=f"Remove {name} 1").click()
    expect(page.get_by_role("button", name="Put it back")).to_be_visible()
    wrong["taken out"] = complaints(page)
    item = str(rows_of(page).first.get_attribute("id"))
    page.goto(live_server.url + page_of(scheme, key, item))
    wrong["item"] = complaints(page)
    assert {state: lines for state, lines in wrong.items() if lines} == {}
    assert said == []
