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
    opened(page, live_server, scheme, "basis")
    count = len(document(scheme)["basis"])
    page.get_by_role("button", name="Add basis").click()
    new = page.locator(".ts-item").nth(count)
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
    opened(page, live_server, scheme, "basis")
    page.locator(".ts-item summary").first.click()
    number = page.locator(".ts-item").first.get_by_role("combobox", name="Reference")
    number.fill("")
    number.press_sequentially("GB/T")
    expect(page.locator("li[role=option]").first).to_be_visible()
    number.press("Escape")
    expect(page.locator("li[role=option]")).to_have_count(0)
    expect(number).to_have_value("GB/T")
