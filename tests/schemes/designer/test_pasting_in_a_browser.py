"""Pasting from Word into a text: plain words with their numbers, and a sentence on what is gone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.factories import SchemeFactory
from tests.schemes.designer.test_browser import opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORD = """<html><head><style>p {mso-style-name:Normal}</style></head><body><!--StartFragment-->
<p class=MsoNormal>本规则适用于<b>空气净化器</b>，容积
不超过30 m<sup>3</sup>。<a href="#_ftn1">[1]</a></p>
<p class=MsoListParagraph><span style='mso-list:Ignore'>1.<span>&nbsp; </span></span>整机；</p>
<p class=MsoNormal><img src="file:///c:/mark.png"><del>删去的话</del>末段<br>换行</p>
<table><tr><td>申请费</td><td>500元</td></tr></table><!--EndFragment--></body></html>"""

PASTE = """([place, html]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "plain");
  const field = document.getElementById(place);
  field.focus();
  field.select();
  field.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
  );
}"""


def test_what_word_puts_on_the_clipboard_becomes_plain_text(page: Page, live_server: Any) -> None:
    opened(page, live_server, SchemeFactory(), "scope")
    field = page.locator("textarea[name='/scope/included/zh']")
    before = field.input_value()
    page.evaluate(PASTE, [field.get_attribute("id"), WORD])
    expect(field).to_have_value(
        "本规则适用于空气净化器，容积不超过30 m³。\n1. 整机；\n末段\n换行\n申请费 | 500元"
    )
    said = page.locator("[data-pasted]")
    expect(said).to_contain_text("Pasted as plain text.")
    for kind in ("pictures", "notes", "deleted words", "bold", "grid of a table"):
        expect(said).to_contain_text(kind)
    # The way of the browser to undo still works.
    field.press("Control+z")
    expect(field).to_have_value(before)


def test_a_field_of_one_line_gets_one_line(page: Page, live_server: Any) -> None:
    opened(page, live_server, SchemeFactory(), "identity")
    field = page.locator("input[name='/title/zh']")
    page.evaluate(PASTE, [field.get_attribute("id"), "<p>净化器</p><p>认证规则</p>"])
    expect(field).to_have_value("净化器 认证规则")
    expect(page.locator("[data-pasted]")).to_be_empty()
