"""What a page is before its script has begun, and what it says of itself to others."""

from __future__ import annotations

import re
import time

import pytest

from cms.site_content import install_site
from registry.catalogue.publishing import rebuild
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
MOVED = """
window.moved = [];
new PerformanceObserver((list) => {
  for (const shift of list.getEntries())
    for (const source of shift.sources)
      window.moved.push([source.node?.className, source.previousRect.y, source.currentRect.y]);
}).observe({type: "layout-shift", buffered: true});
"""


@pytest.fixture
def names() -> dict[str, str]:
    """What the addresses of the pages hold."""
    install_site()
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
    def late(route):
        time.sleep(0.3)
        route.continue_()

    page.set_viewport_size(size)
    page.add_init_script(MOVED)
    page.route("**/portal.js", late)
    moved = {}
    for address in PAGES:
        page.goto(live_server.url + address.format(**names, language="zh-hans"))
        page.wait_for_selector("body.govuk-frontend-supported")
        page.wait_for_timeout(100)
        moved[address] = page.evaluate("window.moved")
    assert {address: what for address, what in moved.items() if what} == {}


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_menu_of_a_phone_can_be_reached_when_its_script_never_comes(page, live_server):
    install_site()
    page.set_viewport_size(PHONE)
    page.route("**/*.js", lambda route: route.abort())
    page.goto(live_server.url + "/zh-hans/")
    link = page.locator(".govuk-service-navigation__link").first
    assert not link.is_visible()
    link.wait_for(state="visible", timeout=15_000)
