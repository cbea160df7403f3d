"""What a page is before its script has begun, and what it says of itself to others."""

from __future__ import annotations

import re

import pytest

from registry.publication.publishing import rebuild
from tests.factories import EntryFactory

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
PAGES = (
    "/{language}/",
    "/{language}/catalogue/",
    "/{language}/bodies/",
    "/{language}/bodies/{body}/",
    "/{language}/marks/",
    "/{language}/verify/",
    "/{language}/rules/",
    "/{language}/guidance/",
    "/{language}/reference/",
    "/{language}/reference/standards/",
    "/schemes/{number}",
    "/schemes/{number}/versions/{version}",
    "/v/{number}",
)
#: The entries of the browser's own measure of what moved without a person's doing.
WATCH = """
const shifts = [];
const observer = new PerformanceObserver((list) => shifts.push(...list.getEntries()));
observer.observe({type: "layout-shift", buffered: true});
window.moved = () => [...shifts, ...observer.takeRecords()].flatMap(({sources}) => sources.map(
  ({node, previousRect, currentRect}) => [node?.className, previousRect.y, currentRect.y]));
"""
DRAWN = """
new Promise((done) => new PerformanceObserver((list) => {
  if (list.getEntriesByName("first-contentful-paint").length) done();
}).observe({type: "paint", buffered: true}))
"""
TWO_FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
#: As if so much time had passed for everything on the page that waits for it.
TEN_SECONDS_LATER = "document.getAnimations().forEach((each) => { each.currentTime = 10_000; })"


@pytest.fixture
def names(site: None) -> dict[str, str]:
    """What the addresses of the pages hold."""
    entry = EntryFactory()
    rebuild(entry)
    return {
        "number": entry.number,
        "body": entry.organisation.slug,
        "version": entry.version.label,
    }


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_public_page_says_what_it_is(client, names, language):
    said = {}
    for page in PAGES:
        response = client.get(page.format(**names, language=language), {"lang": language})
        found = re.search(
            r'<meta name="description"\s+content="([^"]+)"', response.content.decode()
        )
        said[page] = found[1].strip() if found else ""
    assert [page for page, words in said.items() if len(words) < 10] == []
    assert len(set(said.values())) >= len(said) - 1


@pytest.mark.django_db
def test_pages_and_sheets_are_sent_compressed(client, names):
    for address in ("/schemes/" + names["number"], "/static/portal/portal.css"):
        response = client.get(address, headers={"accept-encoding": "gzip"})
        assert response.headers["Content-Encoding"] == "gzip"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_no_page_moves_when_its_script_begins(page, live_server, names, size):
    held = []

    def hold(route):
        held.append(route)

    page.set_viewport_size(size)
    page.add_init_script(WATCH)
    page.route("**/portal.js", hold)
    moved = {}
    for address in PAGES:
        url = live_server.url + address.format(**names, language="zh-hans")
        page.goto(url, wait_until="commit")
        page.evaluate(DRAWN)
        while not held:
            page.wait_for_timeout(10)
        held.pop().continue_()
        page.wait_for_selector("body.govuk-frontend-supported")
        page.evaluate(TWO_FRAMES)
        moved[address] = page.evaluate("window.moved()")
    assert {address: what for address, what in moved.items() if what} == {}


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_menu_of_a_phone_can_be_reached_when_its_script_never_comes(page, live_server, site):
    page.set_viewport_size(PHONE)
    page.route("**/*.js", lambda route: route.abort())
    page.goto(live_server.url + "/zh-hans/")
    link = page.locator(".govuk-service-navigation__link").first
    assert not link.is_visible()
    page.evaluate(TEN_SECONDS_LATER)
    assert link.is_visible()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_no_font_is_asked_for_while_our_sheet_is_on_its_way(page, live_server, site):
    """GOV.UK's own fonts are not ours to serve, so nothing may ask for them at any moment."""
    held, asked = [], []

    def hold(route):
        held.append(route)

    page.on("request", lambda request: asked.append(request.url))
    page.route("**/portal.css", hold)
    page.goto(live_server.url + "/zh-hans/", wait_until="commit")
    while not held or not any("govuk-frontend.min.css" in url for url in asked):
        page.wait_for_timeout(10)
    for _ in range(20):
        page.evaluate("document.body?.offsetHeight")
        page.wait_for_timeout(20)
    held.pop().continue_()
    page.wait_for_load_state()
    assert page.locator("h1").first.is_visible()
    assert [url for url in asked if "/fonts/" in url] == []
