"""The whole path as five people walk it: author, signatory, officer, decider, visitor."""

from __future__ import annotations

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from portal.core.outbox import deliver_waiting
from portal.demo.drawing import draw_mark
from portal.demo.loading import load_demonstration
from portal.demo.people import PASSWORD
from portal.demo.schemes import CONTENT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "家用空气净化器净化性能认证规则(试行)"


class Visitor:
    """One person with a browser of their own; every page they meet is checked by axe."""

    def __init__(self, browser: Browser, address: str, email: str = "") -> None:
        self.address = address
        self.page: Page = browser.new_context(locale="en-GB").new_page()
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._note)
        if email:
            self.open("/accounts/login/?lang=en")
            self.page.get_by_label(re.compile("Email|mail address", re.I)).fill(email)
            self.page.get_by_label("Password", exact=True).fill(PASSWORD)
            self.page.get_by_role("button", name="Sign in", exact=True).click()

    def _note(self, message) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.errors.append(message.text)

    def open(self, path: str) -> None:
        """Go to an address of the portal and look at what is there."""
        self.page.goto(f"{self.address}{path}")
        self.look()

    def press(self, name: str | re.Pattern[str]) -> None:
        """Press the first button of this name and look at what comes."""
        self.page.get_by_role("button", name=name).first.click()
        self.page.wait_for_load_state()
        self.look()

    def save(self) -> None:
        """Press “Save” and wait for the page that answers; an upload under way goes first."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="Save").first.click()
        self.look()

    def follow(self, name: str | re.Pattern[str]) -> None:
        """Follow the first link of this name and look at what comes."""
        self.page.get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()
        self.look()

    def look(self) -> None:
        """Nothing that axe knows may be wrong with this page, nor may a script have failed."""
        found = Axe().run(self.page).response["violations"]
        told = [f"{each['id']}: {node['target']}" for each in found for node in each["nodes"][:3]]
        assert told == [], f"{self.page.url}: {told}"
        assert self.errors == [], f"{self.page.url}: {self.errors}"


@pytest.fixture
def people(browser, live_server, settings, site):
    settings.SITE_URL = live_server.url
    load_demonstration((), site=False)

    def arrive(email: str = "") -> Visitor:
        return Visitor(browser, live_server.url, email)

    return arrive


def _rule_file(tmp_path):
    """The rule as a body has it on disk: complete but for its artwork and its signature."""
    document = json.loads((CONTENT / "product-air-cleaner.json").read_text(encoding="utf-8"))
    document.pop("commitment", None)
    document["title"]["zh"] = TITLE
    document["mark"]["similarity"]["searched"] = timezone.localdate().isoformat()
    path = tmp_path / "rule.json"
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


def test_a_scheme_goes_from_an_empty_form_to_the_public(people, tmp_path):
    author = people("author@body.example")

    # An empty scheme says what it lacks, each thing with the way to its place.
    author.open("/en/workspace/new/")
    author.press(re.compile("^Begin.*[Pp]roduct"))
    author.open(re.sub(r"^https?://[^/]+", "", author.page.url))
    report = re.sub(
        r"/(sections/.*)?$", "/report/", re.sub(r"^https?://[^/]+", "", author.page.url)
    )
    author.open(report)
    errors = author.page.locator("main a[href*='/sections/']")
    assert errors.count() > 20
    errors.first.click()
    author.look()

    # The rule that exists as a file is imported, and its mark is drawn.
    author.open("/en/workspace/import/")
    author.page.locator("input[type=file]").set_input_files(_rule_file(tmp_path))
    author.press("Import")
    pk = re.search(r"/schemes/(\d+)/", author.page.url).group(1)
    artwork = tmp_path / "mark.svg"
    artwork.write_bytes(draw_mark("SLRZ-PC-0101:2026", "SLRZ"))
    author.open(f"/en/workspace/schemes/{pk}/sections/mark/")
    author.page.locator("input[type=file]").first.set_input_files(artwork)
    author.save()
    author.open(f"/en/workspace/schemes/{pk}/report/")
    assert author.page.locator("main .ts-finding--error").count() == 0
    author.open(f"/en/workspace/schemes/{pk}/read/")
    expect(author.page.locator("main")).to_contain_text("CADR for particulate matter")

    # The signatory answers for it, and hands it in.
    signatory = people("signatory@body.example")
    signatory.open(f"/en/workspace/schemes/{pk}/sign/")
    signatory.page.get_by_label("I sign this commitment").check()
    signatory.page.get_by_label("Your password, once more").fill(PASSWORD)
    signatory.press("Sign and freeze")
    signatory.open(f"/en/workspace/schemes/{pk}/file/")
    signatory.press("Submit the filing")
    filing = re.search(r"FL-\d{4}-\d{6}-[0-9A-Z]", signatory.page.content()).group()
    number = re.search(r"TS-\d{4}-\d{6}-[0-9A-Z]", signatory.page.content()).group()
    done, failed = deliver_waiting()
    assert done >= 4
    assert failed == 0

    # The officer reviews it after the fact and proposes the outcome.
    officer = people("officer@regulator.example")
    officer.open("/en/desk/")
    officer.page.locator(f"main a[href*='{filing}']").first.click()
    officer.page.wait_for_load_state()
    officer.look()
    officer.page.get_by_label("I declare to be impartial").check()
    officer.press("Take up for review")
    for tab in ("document", "report", "history", "timeline"):
        officer.open(f"/en/desk/filings/{filing}/{tab}/")
    officer.open(f"/en/desk/filings/{filing}/propose/")
    officer.page.get_by_label("No objection").check()
    officer.page.get_by_label("Reasons in words").fill(
        "规则文本完整,未发现与法律法规相冲突的内容。"
    )
    officer.press("Propose")

    # Another person decides on it.
    decider = people("decider@regulator.example")
    decider.open(f"/en/desk/filings/{filing}/decide/")
    decider.look()
    decider.press("Go on to the preview")
    decider.page.get_by_label("I declare to be impartial").check()
    decider.press("Confirm and send")
    assert deliver_waiting()[1] == 0

    # The public finds it, reads it, takes it along and verifies its number.
    visitor = people()
    visitor.open("/zh-hans/")
    visitor.open("/zh-hans/catalogue/?q=净化")
    expect(visitor.page.locator("main")).to_contain_text("净化性能认证规则")
    visitor.open("/en/catalogue/?q=gbt18801")
    expect(visitor.page.locator("main")).to_contain_text(number)
    visitor.page.locator(f"main a[href*='{number}']").first.click()
    visitor.page.wait_for_load_state()
    visitor.look()
    visitor.open(f"/schemes/{number}?lang=en")
    expect(visitor.page.locator("h1")).to_contain_text("air cleaners")
    for path, kind in ((f"/schemes/{number}.json", "json"), (f"/schemes/{number}.pdf", "pdf")):
        answer = visitor.page.request.get(f"{visitor.address}{path}")
        assert answer.status == 200
        assert kind in answer.headers["content-type"]
    visitor.open(f"/v/{number}?lang=en")
    expect(visitor.page.locator("main")).to_contain_text(number)
    visitor.open("/en/verify/")
