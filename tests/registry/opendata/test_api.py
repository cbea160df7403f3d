"""The read API: the same answers as the catalogue, as data, with stable errors."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.registry.listing import listed

pytestmark = pytest.mark.django_db
API = "/api/v1"


def test_schemes_are_listed_with_count_facets_and_next(client: Client) -> None:
    entry = listed()
    body = client.get(f"{API}/schemes").json()
    assert set(body) == {"count", "results", "facets", "next"}
    assert body["count"] == 1
    assert body["next"] is None
    (row,) = body["results"]
    assert row["number"] == entry.number
    assert row["title"] == entry.version.document["title"]
    assert row["address"] == f"http://testserver/schemes/{entry.number}"
    assert {value["key"] for value in body["facets"]["category"]} == {"product"}


@pytest.mark.parametrize(
    ("query", "count"),
    [("q=净化", 1), ("q=gbt18801", 1), ("category=service", 1), ("q=zzzz", 0), ("mark=yes", 1)],
)
def test_schemes_take_the_parameters_of_the_catalogue(
    client: Client, query: str, count: int
) -> None:
    listed()
    listed(category="service")
    assert client.get(f"{API}/schemes?{query}").json()["count"] == count


def test_a_parameter_that_no_operation_knows_is_refused_with_the_known_ones(client: Client):
    number = listed().number
    answers = {}
    for path, operations in client.get(f"{API}/openapi.json").json()["paths"].items():
        for method, operation in operations.items():
            if "security" in operation:
                continue  # Who shows no token is told nothing else.
            address = path.replace("{number}", number) + "?colour=red"
            answer = client.generic(method, address, b"{}", "application/json")
            known = {one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"}
            message = answer.json().get("message", "")
            answers[path] = (answer.status_code, all(name in message for name in known))
    assert len(answers) == 5
    assert set(answers.values()) == {(400, True)}


def test_question_is_answered_with_a_passage(client: Client) -> None:
    listed()
    (row,) = client.get(f"{API}/schemes?q=洁净空气量").json()["results"]
    assert row["passage"]["address"].startswith("/")
    assert "洁净空气量" in row["passage"]["text"]


def test_next_leads_through_all_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry.search.browsing.PER_PAGE", 1)
    numbers = {listed().number, listed().number, listed().number}
    found, address = [], f"{API}/schemes?category=product"
    while address:
        body = client.get(address).json()
        found += [row["number"] for row in body["results"]]
        address = (body["next"] or "").removeprefix("http://testserver")
    assert len(found) == 3
    assert set(found) == numbers


@pytest.mark.parametrize(
    "query", ["page=abc", "page=0", "page=9", "category=xyz", "sort=best", "q=!!!", "field=无"]
)
def test_nonsense_is_refused_with_the_parameter(client: Client, query: str) -> None:
    listed()
    response = client.get(f"{API}/schemes?{query}")
    assert response.status_code == 400
    body = response.json()
    assert body["code"] == "bad_parameter"
    assert [one["parameter"] for one in body["parameters"]] == [query.partition("=")[0]]


@pytest.mark.parametrize("traits", [{}, {"deregistered": True}], ids=["listed", "ended"])
def test_scheme_is_answered_with_versions_and_events(
    client: Client, traits: dict[str, bool]
) -> None:
    entry = listed(**traits)
    body = client.get(f"{API}/schemes/{entry.number.lower()}").json()
    assert body["number"] == entry.number
    assert body["status"] == entry.status
    assert [version["version"] for version in body["versions"]] == [entry.version.label]
    assert {event["event"] for event in body["events"]} >= {"filed"}
    assert "version" not in body["events"][0] or body["events"][0]["version"]


@pytest.mark.parametrize(
    "path", ["schemes/TS-2026-999999-0", "schemes/x", "nothing", "schemes/a/b"]
)
def test_what_is_not_there_is_an_error_for_programs(client: Client, path: str) -> None:
    response = client.get(f"{API}/{path}")
    assert response.status_code == 404
    assert response["Content-Type"].startswith("application/json")
    assert response.json()["code"] in {"unknown_number", "not_found"}


def test_bodies_are_listed_with_their_fields(client: Client) -> None:
    entry = listed()
    body = client.get(f"{API}/bodies").json()
    (row,) = body["results"]
    assert row["approval_no"] == entry.organisation.approval_no
    assert row["fields"] == entry.version.document["domains"]
    assert row["schemes"] == 1


@pytest.mark.parametrize("path", ["schemes", "bodies", "schemes/x"])
def test_pages_of_other_sites_may_read(client: Client, path: str) -> None:
    assert client.get(f"{API}/{path}")["Access-Control-Allow-Origin"] == "*"


def test_unchanged_answer_is_not_sent_twice(client: Client) -> None:
    listed()
    tag = client.get(f"{API}/schemes")["ETag"]
    assert client.get(f"{API}/schemes", headers={"if-none-match": tag}).status_code == 304
    listed()
    assert client.get(f"{API}/schemes", headers={"if-none-match": tag}).status_code == 200


def test_description_names_every_operation_and_error(client: Client) -> None:
    description = client.get(f"{API}/openapi.json").json()
    assert description["openapi"].startswith("3.")
    assert set(description["paths"]) == {
        "/api/v1/check",
        "/api/v1/schemes",
        "/api/v1/schemes/{number}",
        "/api/v1/bodies",
        "/api/v1/blueprints",
        "/api/v1/filings",
        "/api/v1/filings/{number}",
        "/api/v1/filings/{number}/answers",
        "/api/v1/filings/{number}/receipt",
        "/api/v1/filings/{number}/versions",
    }
    parameters = description["paths"]["/api/v1/schemes"]["get"]["parameters"]
    names = {parameter["name"] for parameter in parameters}
    assert names == set(
        "q author category field body track status caveat standard mark form sort page".split()
    )


def test_documentation_loads_nothing_from_elsewhere(client: Client) -> None:
    response = client.get(f"{API}/docs")
    page = response.content.decode()
    assert response.status_code == 200
    assert "/api/v1/schemes/{number}" in page
    assert 'src="http' not in page
    assert "<style" not in page


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_can_be_written(client: Client, method: str) -> None:
    assert getattr(client, method)(f"{API}/schemes").status_code == 405


@pytest.mark.parametrize("path", ["schemes", "bodies"])
def test_number_of_queries_does_not_grow(client: Client, path: str) -> None:
    def queries() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            client.get(f"{API}/{path}")
        return len(captured)

    listed()
    client.get(f"{API}/{path}")
    with_one = queries()
    for category in ("product", "service", "management_system"):
        listed(category=category)
    assert queries() == with_one


def test_shapes_promise_nothing_that_is_not_answered(client: Client) -> None:
    entry = listed()
    schemas: dict[str, Any] = client.get(f"{API}/openapi.json").json()["components"]["schemas"]
    body = client.get(f"{API}/schemes/{entry.number}").json()
    assert set(schemas["EntryOut"]["required"]) == set(body)
