"""A number or a unit is found while it is typed, with the keyboard alone, and brings its facts."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from schemes.models import Scheme
from tests.factories import SchemeFactory
from tests.schemes.designer.test_browser import document, opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scheme(live_server: Any) -> Scheme:
    return SchemeFactory()


def test_a_standard_is_chosen_by_keys_brings_its_facts_and_is_saved_a_second_later(
    page: Page, live_server: Any, scheme: Scheme
) -> None:
    opened(page, live_server, scheme, "basis", "/basis/@bs-5")
    count = len(document(scheme)["basis"])
    page.get_by_role("button", name="Save and add another").click()
    expect(page.locator("h1")).to_have_text(f"Basis {count + 1} of {count + 1}")
    new = page.locator("form[data-designer]")
    number = new.get_by_role("combobox", name="Reference")
    number.press_sequentially("gbt18801")
    offered = new.locator("li[role=option]")
    expect(offered.first).to_contain_text("Air cleaner")
    expect(number).to_have_attribute("aria-expanded", "true")
    number.press("ArrowDown")
    expect(number).to_have_attribute(
        "aria-activedescendant", str(offered.first.get_attribute("id"))
    )
    number.press("Enter")
    expect(number).to_have_value("GB/T 18801-2022")
    expect(offered).to_have_count(0)
    expect(new.get_by_label("Title").first).to_have_value("空气净化器")
    expect(new.get_by_label("Status", exact=True)).to_have_value("current")
    # Nobody presses “Save” and nobody leaves the form.
    expect(page.locator("[data-saved]")).to_contain_text("Saved ")
    basis = document(scheme)["basis"][count]
    assert basis["ref"] == "GB/T 18801-2022"
    assert basis["title"] == {"zh": "空气净化器", "en": "Air cleaner"}
    assert (basis["type"], basis["year"], basis["dated"]) == ("GB/T", 2022, True)

    # Another one brings its own; what a person wrote stays.
    new.get_by_label("Issuer").first.fill("我写的")
    number.fill("GB/T 18801-2015")
    number.press("Tab")
    expect(new.get_by_label("Status", exact=True)).to_have_value("replaced")
    expect(new.get_by_label("Issuer").first).to_have_value("我写的")

    # Nothing of the one before stands beside a number that nobody knows.
    number.fill("HJ 99999-2016")
    number.press("Tab")
    expect(new.get_by_label("Title").first).to_have_value("")
    expect(new.get_by_label("Status", exact=True)).to_have_value("")
    expect(new.get_by_label("Type", exact=True)).to_have_value("industry")
    expect(new.get_by_label("Issuer").first).to_have_value("我写的")


def test_escape_closes_what_is_offered_and_keeps_what_was_typed(
    page: Page, live_server: Any, scheme: Scheme
) -> None:
    opened(page, live_server, scheme, "basis", "/basis/@bs-1")
    number = page.get_by_role("combobox", name="Reference")
    number.fill("")
    number.press_sequentially("GB/T")
    expect(page.locator("li[role=option]").first).to_be_visible()
    number.press("Escape")
    expect(page.locator("li[role=option]")).to_have_count(0)
    expect(number).to_have_value("GB/T")


# --- in a cell of the table -----------------------------------------------------------------


def test_a_standard_is_chosen_by_keys_in_a_cell(
    page: Page, live_server: Any, scheme: Scheme
) -> None:
    opened(page, live_server, scheme, "basis")
    cell = page.locator("[id='/basis/@bs-5'] [data-title=Reference]")
    cell.press("F2")
    number = cell.get_by_role("combobox", name="Reference")
    number.fill("")
    number.press_sequentially("gbt18801")
    offered = cell.locator("li[role=option]")
    expect(offered.first).to_contain_text("Air cleaner")
    number.press("ArrowDown")
    expect(number).to_have_attribute(
        "aria-activedescendant", str(offered.first.get_attribute("id"))
    )
    expect(cell.get_by_role("listbox", name="Reference")).to_be_visible()
    number.press("Enter")
    page.keyboard.press("Tab")
    expect(cell).to_have_text("GB/T 18801-2022")
    expect(page.locator("[data-saved]")).to_contain_text("Saved ")
    assert document(scheme)["basis"][4]["ref"] == "GB/T 18801-2022"


def test_escape_in_a_cell_closes_what_is_offered_first_and_the_cell_by_the_next_press(
    page: Page, live_server: Any, scheme: Scheme
) -> None:
    opened(page, live_server, scheme, "basis")
    cell = page.locator("[id='/basis/@bs-5'] [data-title=Reference]")
    before = cell.inner_text()
    cell.press("F2")
    number = cell.get_by_role("combobox", name="Reference")
    number.fill("")
    number.press_sequentially("GB/T")
    expect(cell.locator("li[role=option]").first).to_be_visible()
    number.press("Escape")
    expect(cell.locator("li[role=option]")).to_have_count(0)
    expect(number).to_have_value("GB/T")
    number.press("Escape")
    expect(number).to_have_count(0)
    expect(cell).to_have_text(before)
