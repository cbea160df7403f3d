"""What the public sees of a scheme is the same wherever it looks, before and after the worker."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from django.utils.html import escape

from portal.core.localised import in_language
from portal.core.models import OutboxMessage
from portal.core.outbox import deliver
from portal.reference.choices import Category
from registry.models import Entry, Filing, Publication
from registry.procedure.actions import Submit, TakeUp
from registry.public_status import statuses
from registry.register.acts.deregistering import Deregister
from tests.factories import EntryFactory, Role, member_of, officer, record_no_objection
from tests.registry.amending import next_version
from tests.registry.listing import store

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
Said = dict[str, Any]

# --- what each place says, under the names of the API -----------------------------------------


def _data(client: Client, path: str, **headers: str) -> Any:
    return client.get(path, headers=headers).json()


def _in_the_list(client: Client, number: str) -> Said:
    address: str | None = "/api/v1/schemes"
    while address:
        page = _data(client, address)
        for record in page["results"]:
            if record["number"] == number:
                return dict(record)
        address = page["next"]
    raise LookupError(number)


def _in_the_api(client: Client, number: str) -> Said:
    return dict(_data(client, f"/api/v1/schemes/{number}"))


def _in_its_data(client: Client, number: str) -> Said:
    return dict(_data(client, f"/schemes/{number}.json")["register"])


def _verified(client: Client, number: str) -> Said:
    return dict(_data(client, f"/v/{number}", accept="application/json")["register"])


def _in_the_table(client: Client, number: str) -> Said:
    response = client.get("/en/catalogue/catalogue.csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    row = next(row for row in csv.DictReader(io.StringIO(text)) if row["number"] == number)
    alike = ("number", "rule_number", "category", "version", "status", "sha256", "address")
    found: Said = {name: row[name] for name in alike}
    found["title"] = {"zh": row["title_zh"], "en": row["title_en"]}
    return found


def _between(pattern: str, page: str) -> str:
    found = re.search(pattern, page, re.DOTALL)
    assert found is not None, pattern
    return unescape(found[1].strip())


def _on_its_page(client: Client, number: str) -> Said:
    page = client.get(f"/schemes/{number}", {"lang": "en"}).content.decode()
    return {
        "title in English": _between("<h1[^>]*>(.*?)</h1>", page),
        "status": _between(r"ts-standing--(\w+)", page),
        "sha256": _between("SHA-256 ([0-9a-f]{64})", page),
        "version": _between(r"ts-scheme__head.*?version ([\d.]+)", page),
    }


def _on_the_page_of_its_version(client: Client, number: str) -> Said:
    label = _in_its_data(client, number)["version"]
    page = client.get(f"/schemes/{number}/versions/{label}", {"lang": "en"}).content.decode()
    return {
        "status": _between(r"ts-standing--(\w+)", page),
        "sha256": _between("SHA-256 ([0-9a-f]{64})", page),
    }


def _in_the_catalogue(client: Client, number: str) -> Said:
    page = client.get("/en/catalogue/", {"q": number}).content.decode()
    return {
        "title in English": _between('ts-result__title">.*?<a[^>]*>(.*?)</a>', page),
        "status": _between(r"ts-result__meta.*?ts-state--(\w+)", page),
    }


def _in_the_feed(client: Client, number: str) -> Said:
    feed = fromstring(client.get("/feeds/register.atom", {"number": number, "lang": "en"}).content)
    newest = next(feed.iter(f"{ATOM}entry"))
    return {"title in English": newest.findtext(f"{ATOM}title").partition(": ")[2]}


PLACES: dict[str, Callable[[Client, str], Said]] = {
    "list": _in_the_list,
    "api": _in_the_api,
    "json": _in_its_data,
    "verification": _verified,
    "csv": _in_the_table,
    "page": _on_its_page,
    "version": _on_the_page_of_its_version,
    "catalogue": _in_the_catalogue,
    "feed": _in_the_feed,
}


def _said(client: Client, number: str) -> Said:
    """What the list says; no other place says anything else."""
    cache.clear()
    listed = _in_the_list(client, number)
    listed["title in English"] = listed["title"].get("en") or listed["title"]["zh"]
    for place, ask in PLACES.items():
        for name, value in ask(client, number).items():
            if name == "body":
                value = {part: value[part] for part in listed["body"]}
            if name in listed:
                assert value == listed[name], (place, name)
    return listed


# --- acts -------------------------------------------------------------------------------------


def _deregister(entry: Entry) -> Said:
    Deregister(
        entry, member_of(entry.organisation, Role.SIGNATORY), plan="none_issued", reason="不再开展"
    ).run()
    return {"status": "deregistered"}


def _amend(entry: Entry) -> Said:
    record_no_objection(TakeUp(Filing.objects.get(), officer()).run())
    title = {"zh": "改名后的产品认证规则", "en": "Renamed rule"}
    version = next_version(entry.scheme, "1.1.0", title=title)
    Submit(version, member_of(entry.organisation, Role.SIGNATORY)).run()
    return {"title": title, "version": "1.1.0", "sha256": version.digest}


def _review(entry: Entry) -> Said:
    filing = record_no_objection(TakeUp(Filing.objects.get(), officer()).run())
    return {"changed_at": entry.events.get(event="reviewed").at, "version": filing.version.label}


def _work() -> None:
    for message in OutboxMessage.objects.waiting().filter(kind="publish"):
        assert deliver(message.pk)


@pytest.mark.parametrize("act", [_deregister, _amend, _review])
def test_an_act_is_seen_everywhere_at_once_and_still_after_the_worker(
    client: Client, act: Callable[[Entry], Said]
) -> None:
    entry = EntryFactory()
    before = _said(client, entry.number)

    new = act(entry)

    at_once = _said(client, entry.number)
    assert {name: at_once[name] for name in new} == _as_data(new)
    assert at_once != before
    _work()
    assert _said(client, entry.number) == at_once


def _as_data(values: Said) -> Said:
    moment = values.get("changed_at")
    return values if moment is None else {**values, "changed_at": _written(moment)}


def _written(moment: Any) -> str:
    from ninja.responses import NinjaJSONEncoder

    return str(NinjaJSONEncoder().default(moment))


def test_who_holds_an_answer_is_told_of_an_act_at_once(client: Client) -> None:
    entry = EntryFactory()
    _work()
    address = f"/schemes/{entry.number}.json"
    held = client.get(address)["ETag"]
    assert client.get(address, headers={"if-none-match": held}).status_code == 304
    _deregister(entry)
    assert client.get(address, headers={"if-none-match": held}).status_code == 200


def test_a_body_that_is_renamed_bears_one_name_everywhere(client: Client) -> None:
    entry = EntryFactory()
    _work()
    before = _said(client, entry.number)["body"]["name"]
    body = entry.organisation
    body.name_zh = "更名后的认证机构"
    body.save()
    assert _said(client, entry.number)["body"]["name"] in (before, body.name_text)
    _work()
    assert _said(client, entry.number)["body"]["name"] == body.name_text


def test_a_picture_that_is_uploaded_late_is_shown_everywhere(client: Client) -> None:
    entry = EntryFactory()
    _work()
    artwork = entry.version.document["mark"]["artwork"]
    address = f"/schemes/{entry.number}/files/{artwork['sha256']}.png"
    shows = {
        f"/schemes/{entry.number}": "ts-scheme__mark",
        "/en/catalogue/": address,
        "/en/marks/": address,
    }

    def shown() -> set[bool]:
        return {sign in client.get(page).content.decode() for page, sign in shows.items()}

    store(entry, artwork)
    assert len(shown()) == 1
    _work()
    assert shown() == {True}


def test_what_is_not_published_is_found_nowhere(client: Client) -> None:
    entry = EntryFactory()
    Publication.objects.all().delete()
    for path in (
        f"/schemes/{entry.number}",
        f"/v/{entry.number}",
        f"/api/v1/schemes/{entry.number}",
    ):
        assert client.get(path).status_code == 404
    assert _data(client, "/api/v1/schemes")["count"] == 0
    assert not list(fromstring(client.get("/feeds/register.atom").content).iter(f"{ATOM}entry"))


# --- the demonstration ------------------------------------------------------------------------


def test_every_scheme_of_the_demonstration_is_the_same_everywhere(
    demonstration: None, client: Client
) -> None:
    for number in Entry.objects.values_list("number", flat=True):
        _said(client, number)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_shows_what_its_row_in_the_list_shows(
    demonstration: None, client: Client, language: str
) -> None:
    address = f"/{language}/catalogue/"
    shown = 0
    for number in range(1, client.get(address).context["page"].paginator.num_pages + 1):
        for result in client.get(address, {"page": number}).context["results"]:
            page = client.get(f"/schemes/{result.publication.number}", {"lang": language})
            with translation.override(language):
                for words in _words_of(result.publication):
                    assert escape(words) in page.content.decode(), (page.request, words)
            shown += 1
    assert shown == Entry.objects.count() > 0


def _words_of(publication: Any) -> Iterator[str]:
    """What a row shows: `catalogue/_result.html`."""
    yield publication.title
    yield f"ts-state--{publication.status}"
    yield str(statuses()[statuses().index(publication.status)].label)
    yield publication.body
    yield str(Category(publication.category).label)
    yield publication.number
    yield in_language(publication.promise)
    yield from (caveat.note for caveat in publication.caveats_today)
    if publication.mark and publication.mark["has_picture"]:
        yield f"/schemes/{publication.number}/files/{publication.mark['sha256']}.png"
