"""The Atom feed: well formed, newest first, for the whole register or a part of it."""

from __future__ import annotations

import pytest
from defusedxml.ElementTree import fromstring
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.registry.listing import listed
from tests.registry.register.owning import gone_over

pytestmark = pytest.mark.django_db
FEED = "/feeds/register.atom"
ATOM = "{http://www.w3.org/2005/Atom}"


def _links(client: Client, query: str = "") -> list[str]:
    response = client.get(f"{FEED}{query}")
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = fromstring(response.content)
    return [entry.find(f"{ATOM}link").get("href") for entry in feed.iter(f"{ATOM}entry")]


def test_feed_has_the_newest_event_first(client: Client) -> None:
    first, second = listed(), listed()
    links = _links(client)
    assert links == [f"http://testserver/schemes/{e.number}" for e in (second, first)]


def test_every_entry_has_an_id_of_its_own_and_a_date(client: Client) -> None:
    listed(deregistered=True)
    feed = fromstring(client.get(FEED).content)
    entries = list(feed.iter(f"{ATOM}entry"))
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries) == 2
    assert all(entry.findtext(f"{ATOM}updated") for entry in entries)
    assert feed.findtext(f"{ATOM}updated")


def test_feed_of_a_part_has_only_its_events(client: Client) -> None:
    product = listed()
    service = listed(category="service")
    assert _links(client, "?category=service") == [f"http://testserver/schemes/{service.number}"]
    assert _links(client, "?q=净化") == [f"http://testserver/schemes/{product.number}"]
    assert _links(client, f"?number={product.number}") == [
        f"http://testserver/schemes/{product.number}"
    ]
    assert _links(client, "?number=nonsense") == []


def test_feed_of_an_empty_register_is_well_formed(client: Client) -> None:
    assert _links(client) == []


def test_unchanged_feed_is_not_sent_twice(client: Client) -> None:
    listed()
    first = client.get(FEED)
    assert client.get(FEED, headers={"if-none-match": first["ETag"]}).status_code == 304
    listed()
    assert client.get(FEED, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_feed_asks_no_more_with_more_events(client: Client) -> None:
    listed()
    with CaptureQueriesContext(connection) as with_one:
        client.get(FEED)
    listed()
    listed()
    with CaptureQueriesContext(connection) as with_three:
        client.get(FEED)
    assert len(with_three) == len(with_one)


def test_after_a_change_of_owner_every_item_names_the_owner_of_today(client: Client) -> None:
    entry = listed()
    before = entry.organisation
    after = gone_over(entry).organisation
    items = list(fromstring(client.get(f"{FEED}?lang=en").content).iter(f"{ATOM}entry"))
    said = [item.findtext(f"{ATOM}summary") for item in items]
    assert [after.name_en in words for words in said] == [True, True]
    # Whose it was is told by the change itself, and nowhere else.
    assert [before.name_en in words for words in said] == [True, False]
    assert len(_links(client, f"?body={after.slug}")) == 2
    assert _links(client, f"?body={before.slug}") == []
