"""Cells of a spreadsheet pasted into a table, in a browser."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from schemes.models import Scheme
from tests.factories import SchemeFactory
from tests.schemes.designer.editing import current
from tests.schemes.designer.test_browser import opened
from tests.schemes.designer.test_pasting import FEES, pasted

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

PUT = """(text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  const cell = document.querySelector("[data-table] [data-raw]");
  cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
}"""


@pytest.fixture
def scheme(live_server: Any) -> Scheme:
    return SchemeFactory()


def test_rows_pasted_into_the_table_are_looked_at_and_taken(
    page: Page, live_server: Any, scheme: Scheme
) -> None:
    opened(page, live_server, scheme, "fees")
    before = len(current(scheme).document["fees"])
    page.evaluate(PUT, pasted(FEES))
    button = page.get_by_role("button", name="Add 60 rows")
    expect(button).to_be_visible()
    assert len(current(scheme).document["fees"]) == before
    button.click()
    expect(page.get_by_text("60 rows were added.")).to_be_visible()
    assert len(current(scheme).document["fees"]) == before + 60
