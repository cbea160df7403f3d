"""The catalogue's pages: browsing, one scheme, its versions, bodies and marks."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import valid_document
from tests.registry.catalogue.browsing import CATALOGUE, _copies, _numbers
from tests.registry.listing import listed

pytestmark = pytest.mark.django_db


# --- browsing ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    ["q=净化", "q=洁净空气量", "q=air+cleaner", "q=GB/T+18801", "q=gbt18801", "q=gb/t18801-2022"],
)
def test_search_finds_chinese_english_and_standards(client: Client, query: str) -> None:
    wanted = listed()
    listed(category="service")
    assert _numbers(client, query) == [wanted.number]


def test_search_shows_the_passage_with_the_words_marked(client: Client) -> None:
    entry = listed()
    page = client.get(CATALOGUE, {"q": "洁净空气量"}).content.decode()
    assert "<mark>洁净空气量</mark>" in page
    assert f"/schemes/{entry.number}#/" in page


def test_passage_does_not_carry_markup_of_the_document(client: Client) -> None:
    scope = {"included": {"zh": "甲乙丙<script>丁</script>"}}
    document = valid_document()
    listed(parts={"scope": {**document["scope"], **scope}})
    page = client.get(CATALOGUE, {"q": "甲乙丙"}).content.decode()
    assert "<mark>甲乙丙</mark>&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("category=product", True),
        ("category=service", False),
        ("field=机械设备及零部件", True),
        ("status=not_yet_effective", True),
        ("status=in_force", False),
        ("standard=GB/T 18801", True),
        ("standard=gbt18801-2022", True),
        ("standard=《GB/T 18801−2022》", True),
        ("standard=GB/T 18801-2015", False),
        ("mark=yes", True),
        ("mark=no", False),
        ("track=filing", True),
        ("track=approval", False),
        ("category=product&q=净化&mark=yes", True),
        ("category=product&q=养老", False),
    ],
)
@time_machine.travel(date(2026, 11, 20))  # before the rule of the sample comes into force
def test_filters_leave_what_fits(client: Client, query: str, is_found: bool) -> None:
    entry = listed()
    assert _numbers(client, query) == ([entry.number] if is_found else [])


def test_filter_by_body_leaves_its_schemes(client: Client) -> None:
    entry, _other = listed(), listed()
    assert _numbers(client, f"body={entry.organisation.slug}") == [entry.number]


def test_facets_count_as_if_their_own_filter_were_not_set(client: Client) -> None:
    listed()
    listed(category="service")
    response = client.get(CATALOGUE, {"category": "product"})
    facets = response.context["search"].facets
    assert {value.key: value.count for value in facets["category"]} == {"product": 1, "service": 1}
    assert sum(value.count for value in facets["status"]) == 1


def test_the_track_of_every_scheme_is_a_facet(client: Client) -> None:
    listed()
    response = client.get("/en/catalogue/", {"track": "filing"})
    assert [(v.key, v.count) for v in response.context["search"].facets["track"]] == [("filing", 1)]
    (facet,) = [each for each in response.context["facets"] if each.key == "track"]
    assert (str(facet.title), str(facet.first[0].label)) == ("Track", "Filing")


NONSENSE = [
    ("page=abc", "page"),
    ("page=-1", "page"),
    ("page=0", "page"),
    ("page=99999999999999999999", "page"),
    ("page=²", "page"),
    ("category=xyz", "category"),
    ("status=' OR 1=1 --", "status"),
    ("sort=random", "sort"),
    ("mark=maybe", "mark"),
    ("track=nothing", "track"),
    ("field=无此领域", "field"),
    ("body=nobody", "body"),
    ("q=!!!", "q"),
    ("standard=" + "x" * 500, "standard"),
    ("q=" + "长" * 10_000, "q"),
]


@pytest.mark.parametrize(("query", "name"), NONSENSE, ids=[name for _query, name in NONSENSE])
def test_nonsense_is_harmless_and_named(client: Client, query: str, name: str) -> None:
    listed()
    response = client.get(f"{CATALOGUE}?{query}")
    assert response.status_code == 200
    problems = response.context["filters"].problems
    assert [problem.parameter for problem in problems] == [name]
    assert len(response.context["notices"]) == 1


@pytest.mark.parametrize(
    "query", ['q="', "q=%00", "q=AND OR NOT", "q=*", "q=(((", "q=\\", "q=-", ""]
)
def test_any_question_is_answered(client: Client, query: str) -> None:
    listed()
    assert client.get(f"{CATALOGUE}?{query}").status_code == 200


def test_page_beyond_the_last_shows_the_last_and_says_so(client: Client) -> None:
    entry = listed()
    response = client.get(CATALOGUE, {"page": "7"})
    assert [result.publication.number for result in response.context["results"]] == [entry.number]
    assert response.context["notices"]


def test_empty_register_says_what_to_do(client: Client) -> None:
    response = client.get("/en/catalogue/")
    assert response.context["count"] == 0
    assert 'class="ts-empty"' in response.content.decode()


@pytest.mark.parametrize("query", ["", "?q=净化", "?category=product&mark=yes"])
def test_number_of_queries_does_not_grow_with_the_results(client: Client, query: str) -> None:
    entry = listed()
    client.get(CATALOGUE + query)  # what is kept for the life of the process
    cache.clear()
    with CaptureQueriesContext(connection) as with_one:
        client.get(CATALOGUE + query)
    _copies(entry, 4)
    cache.clear()
    with CaptureQueriesContext(connection) as with_more:
        client.get(CATALOGUE + query)
    assert len(with_more) == len(with_one)
    assert len(with_one) <= 22  # two of them for the words of tracks, once in a minute


def test_results_are_in_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry.search.browsing.PER_PAGE", 1)
    first, second = listed(), listed()
    assert _numbers(client, "page=1") == [second.number]
    assert _numbers(client, "page=2") == [first.number]
    assert _numbers(client, "q=净化&page=2&sort=newest") == [first.number]
    assert len(_numbers(client, "q=净化&page=2")) == 1


def test_csv_has_a_row_for_each_result_and_no_formula(client: Client) -> None:
    document = valid_document()
    title = {"zh": "=HYPERLINK(1)认证规则"}
    document["title"] = title
    entry = listed(document=document)
    listed(category="service")
    response = client.get(f"{CATALOGUE}catalogue.csv", {"category": "product"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["number"] == entry.number
    assert row["title_zh"] == "'=HYPERLINK(1)认证规则"
