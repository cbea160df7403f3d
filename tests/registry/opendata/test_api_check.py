"""The dry run of the API: the same findings as on the command line."""

from __future__ import annotations

import json

import pytest

from tests.documents import BROKEN, pointers_of, valid_document

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/check"


def sent(client, content, query=""):
    body = content if isinstance(content, bytes | str) else json.dumps(content)
    return client.post(ADDRESS + query, body, content_type="application/json")


def test_a_broken_document_gives_its_finding_with_place_help_and_source(client):
    path = next(path for path in BROKEN if path.stem == "SCH-002")
    answer = sent(client, path.read_bytes())
    assert answer.status_code == 200
    report = answer.json()
    (finding,) = [row for row in report["findings"] if row["severity"] == "error"]
    assert (report["error"], finding["code"]) == (1, "SCH-002")
    assert {finding["pointer"]} == pointers_of(path)
    assert finding["help"]
    assert finding["source"]


def test_a_valid_document_has_no_error(client):
    assert sent(client, valid_document("product")).json()["error"] == 0


def test_a_document_without_its_blueprint_s_name_is_checked_by_the_one_that_is_chosen(client):
    document = valid_document("service")
    del document["blueprint"]
    codes = {row["code"] for row in sent(client, document, "?blueprint=service").json()["findings"]}
    assert "BLUEPRINT-required" in codes
    assert "BLUEPRINT-unknown" not in codes


@pytest.mark.parametrize(
    ("content", "query", "code"),
    [
        (b"{", "", "unreadable"),
        (b"[1]", "", "unreadable"),
        (b"{}" + b" " * 500_000, "", "too_large"),
        (b"{}", "?blueprint=nothing", "unknown_blueprint"),
    ],
)
def test_what_cannot_be_checked_says_why(client, content, query, code):
    answer = sent(client, content, query)
    assert answer.status_code == 400
    assert answer.json()["code"] == code


def test_the_description_names_it(client):
    described = client.get("/api/v1/openapi.json").json()
    assert "requestBody" in described["paths"][ADDRESS]["post"]
    assert client.get("/api/v1/docs").status_code == 200
