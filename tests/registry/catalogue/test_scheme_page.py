"""One scheme in the catalogue: its page, its data, its files, its body and its mark."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.reference.models import Standard
from registry.models import Entry
from registry.publication.publishing import rebuild
from registry.register.numbers import normalise_number
from schemes.documents import digest
from tests.factories import FilingFactory, PersonFactory, Role
from tests.registry.catalogue.browsing import CATALOGUE, _copies, _numbers
from tests.registry.listing import another_digest, listed, store

pytestmark = pytest.mark.django_db


# --- one scheme -------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("category", ["product", "service", "management_system"])
def test_scheme_page_shows_promise_rule_and_history(
    client: Client, language: str, category: str
) -> None:
    entry = listed(category=category)
    response = client.get(f"/schemes/{entry.number}", {"lang": language})
    page = response.content.decode()
    document = entry.version.document
    wanted = "zh" if language == "zh-hans" else "en"
    assert response.status_code == 200
    assert f'<html lang="{language}"' in page
    assert page.count("<h1") == 1
    assert document["title"][wanted] in page
    assert document["purpose"]["public_promise"]["zh" if wanted == "zh" else "en"] in page
    assert 'id="chapter-basis"' in page or 'class="ts-chapter"' in page
    for basis in document["basis"]:
        assert basis["ref"] in page
    assert entry.version.digest in page
    assert f"/schemes/{entry.number}/versions/{entry.version.label}" in page


def test_ended_scheme_keeps_its_page_with_the_reason(client: Client) -> None:
    entry = listed(deregistered=True)
    page = client.get(f"/schemes/{entry.number}").content.decode()
    assert "ts-standing--deregistered" in page
    assert "不再开展" in page


@pytest.mark.parametrize(
    "words", ["{}", "登记编号：{}。", "《{}》", "https://register.example/v/{}"]
)
def test_a_number_typed_with_words_around_it_finds_its_scheme(client: Client, words: str) -> None:
    wanted, other = listed(), listed(category="service")
    typed = words.format(wanted.number.replace("-", "−"))
    assert _numbers(client, urlencode({"q": typed})) == [wanted.number]
    answer = client.get("/zh-hans/verify/", {"number": typed})
    assert answer["Location"].endswith(f"/v/{wanted.number}")
    assert other.number not in answer["Location"]


@pytest.mark.parametrize("ending", ["", "?x=1"])
def test_number_typed_differently_leads_to_the_permanent_address(
    client: Client, ending: str
) -> None:
    entry = listed()
    typed = entry.number.lower().replace("-", " ")
    response = client.get(f"/schemes/{typed}{ending}")
    assert response.status_code == 302
    assert response["Location"] == f"/schemes/{entry.number}{ending}"
    assert normalise_number(typed) == entry.number


@pytest.mark.parametrize("address", ["/schemes/{}", "/schemes/{}.json", "/schemes/{}.pdf", "/v/{}"])
@pytest.mark.parametrize("number", ["TS-2026-999999-0", "nonsense", "..", "' OR 1=1 --", "空气"])
def test_unknown_number_is_not_found_and_says_what_to_do(
    client: Client, address: str, number: str
) -> None:
    response = client.get(address.format(number))
    assert response.status_code == 404
    if address.endswith((".json", ".pdf")):
        assert response.json()["code"] == "unknown_number"
    else:
        assert response.context["explanation"].number


def test_draft_and_unlisted_versions_are_not_public(client: Client) -> None:
    entry = listed()
    assert client.get(f"/schemes/{entry.number}/versions/9.9.9").status_code == 404
    assert client.get(f"/schemes/{entry.number}/versions/9.9.9.json").status_code == 404


def test_a_version_is_cited_by_the_address_that_keeps_its_text(client: Client) -> None:
    entry = listed()
    address = f"/schemes/{entry.number}/versions/{entry.version.label}"
    for page in (f"/schemes/{entry.number}", address):
        assert client.get(page).context["citation"].endswith(address)


def test_page_asked_for_as_data_answers_data(client: Client) -> None:
    entry = listed()
    response = client.get(f"/schemes/{entry.number}", headers={"accept": "application/json"})
    assert response["Content-Type"] == "application/json"
    assert "Accept" in response["Vary"]
    assert response.json()["register"]["number"] == entry.number


def test_json_holds_the_document_that_was_signed(client: Client) -> None:
    entry = listed()
    for address in (f"{entry.number}.json", f"{entry.number}/versions/{entry.version.label}.json"):
        response = client.get(f"/schemes/{address}")
        body = json.loads(response.content)
        assert digest(body["document"]) == body["register"]["sha256"] == entry.version.digest
        assert body["register"]["events"][0]["event"] == "filed"
        assert response["Access-Control-Allow-Origin"] == "*"


def test_officers_and_their_remarks_are_not_public(client: Client) -> None:
    officer = PersonFactory(role=Role.OFFICER, name="不应公开", name_en="Not Public")
    filing = FilingFactory(correction_requested=True, officer=officer)
    entry = Entry.objects.get(scheme=filing.scheme)
    rebuild(entry)
    for address in (f"/schemes/{entry.number}", f"/schemes/{entry.number}.json"):
        page = client.get(address).content.decode()
        assert "不应公开" not in page
        assert "Not Public" not in page
        assert "请补充适用范围" not in page


def test_review_without_objection_is_public_without_its_reviewer(client: Client) -> None:
    officer = PersonFactory(role=Role.OFFICER, name="不应公开")
    filing = FilingFactory(no_objection=True, officer=officer)
    entry = Entry.objects.get(scheme=filing.scheme)
    rebuild(entry)
    body = client.get(f"/schemes/{entry.number}.json").json()
    assert [event["event"] for event in body["register"]["events"]] == ["reviewed", "filed"]
    assert "不应公开" not in json.dumps(body, ensure_ascii=False)


def test_criterion_has_an_address_of_its_own(client: Client) -> None:
    entry = listed()
    criterion = entry.version.document["requirements"][0]
    address = f"/schemes/{entry.number}/versions/{entry.version.label}/criteria/"
    page = client.get(address + criterion["id"])
    assert page.status_code == 200
    assert criterion["text"]["zh"] in page.content.decode()
    data = client.get(address + criterion["id"], headers={"accept": "application/json"}).json()
    assert data["criterion"] == criterion
    assert client.get(address + "no-such-id").status_code == 404


PAGES = ["/schemes/{}", "/schemes/{}.json", "/v/{}", "/schemes/{}/versions/1.0.0"]


@pytest.mark.parametrize("address", PAGES)
def test_unchanged_scheme_is_not_sent_twice(client: Client, address: str) -> None:
    entry = listed()
    address = address.format(entry.number)
    first = client.get(address)
    assert first.status_code == 200
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    since = client.get(address, headers={"if-modified-since": first["Last-Modified"]})
    assert since.status_code == 304
    Entry.objects.filter(pk=entry.pk).update(end_reason="x")
    rebuild(entry)
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_standards_lead_to_their_rows_of_the_register(client: Client) -> None:
    entry = listed()
    known, *_others, unknown = (one["ref"] for one in entry.version.document["basis"])
    Standard.objects.filter(number__in=[known, unknown]).delete()
    address = f"/schemes/{entry.number}?lang=en"
    before = client.get(address)
    Standard.objects.create(number=known, type="GB/T", title_zh="空气净化器")
    page = client.get(address, headers={"if-none-match": before["ETag"]})
    links = {
        number: reverse("reference:row", args=["standards", number]) for number in (known, unknown)
    }
    assert links[known] not in before.content.decode()
    assert links[known] in page.content.decode()
    assert links[unknown] not in page.content.decode()
    assert client.get(links[known]).status_code == 200


def test_page_in_the_other_language_has_another_tag(client: Client) -> None:
    entry = listed()
    tags = {
        client.get(f"/schemes/{entry.number}", {"lang": at})["ETag"] for at in ("en", "zh-hans")
    }
    assert len(tags) == 2


def test_page_with_a_name_on_it_has_no_tag(client: Client) -> None:
    entry = listed()
    client.force_login(PersonFactory())
    assert not client.get(f"/schemes/{entry.number}").has_header("ETag")


def test_scheme_page_asks_no_more_with_more_versions_and_criteria(client: Client) -> None:
    entry = listed()
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/schemes/{entry.number}")
    assert len(queries) <= 19


# --- files ------------------------------------------------------------------------------------


def _put_away(response: Any) -> None:
    """Read the file to its end, which closes it."""
    if response.streaming:
        b"".join(response.streaming_content)


def test_artwork_is_served_so_that_nothing_in_it_can_run(client: Client) -> None:
    entry = listed()
    artwork = entry.version.document["mark"]["artwork"]
    store(entry, artwork, b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    drawing = client.get(f"/schemes/{entry.number}/files/{artwork['sha256']}.svg")
    assert drawing["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert "sandbox" in drawing["Content-Security-Policy"]
    picture = client.get(f"/schemes/{entry.number}/files/{artwork['sha256']}.png")
    assert picture["Content-Type"] == "image/png"
    _put_away(drawing)
    _put_away(picture)
    rebuild(entry)
    assert client.get(CATALOGUE).content.decode().count(artwork["sha256"]) == 1


def test_restricted_annex_and_foreign_files_are_not_public(client: Client) -> None:
    entry = listed()
    document = entry.version.document
    restricted = {one["annex"] for one in document["disclosure"]["restricted_annexes"]}
    annexes = {annex["id"]: annex["file"] for annex in document["annexes"]}
    statuses: dict[str, int] = {}
    for key, file in annexes.items():
        store(entry, file, b"%PDF-1.7")
        response = client.get(f"/schemes/{entry.number}/files/{file['sha256']}.pdf")
        statuses[key] = response.status_code
        _put_away(response)
    assert restricted
    assert statuses == {key: 404 if key in restricted else 200 for key in annexes}
    foreign = {"sha256": another_digest("foreign"), "name": "f.pdf", "mime": "application/pdf"}
    store(entry, foreign, b"%PDF-1.7")
    address = f"/schemes/{entry.number}/files/{foreign['sha256']}.pdf"
    assert client.get(address).status_code == 404


# --- bodies and marks ---------------------------------------------------------------------------


def test_body_page_shows_approval_fields_and_schemes(client: Client) -> None:
    entry = listed()
    page = client.get(f"/zh-hans/bodies/{entry.organisation.slug}/").content.decode()
    assert entry.organisation.approval_no in page
    assert entry.version.document["domains"][0] in page
    assert entry.number in page
    assert client.get("/en/bodies/").status_code == 200
    assert client.get("/en/bodies/nobody/").status_code == 404


def test_marks_of_ended_schemes_are_not_in_the_gallery(client: Client) -> None:
    shown, ended = listed(), listed(deregistered=True)
    page = client.get("/en/marks/").content.decode()
    assert shown.number in page
    assert ended.number not in page


@pytest.mark.parametrize("address", ["/en/bodies/", "/en/marks/", "/en/catalogue/"])
def test_lists_ask_no_more_with_more_rows(client: Client, address: str) -> None:
    entry = listed()
    client.get(address)
    cache.clear()
    with CaptureQueriesContext(connection) as with_one:
        client.get(address)
    _copies(entry, 3)
    listed(category="service")
    cache.clear()
    with CaptureQueriesContext(connection) as with_more:
        client.get(address)
    assert len(with_more) == len(with_one)


def test_every_link_of_a_facet_narrows_or_widens(client: Client) -> None:
    listed()
    response = client.get(CATALOGUE, {"q": "净化", "category": "product"})
    facets: list[Any] = response.context["facets"]
    (category,) = [facet for facet in facets if facet.key == "category"]
    assert [option.is_chosen for option in category.first] == [True]
    assert "category" not in category.first[0].href
    for facet in facets:
        for option in facet.first:
            assert client.get(CATALOGUE + option.href).context["count"] == option.count
