"""Permanent addresses of reference data: files, rows, conditional requests."""

from __future__ import annotations

import csv
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rdflib import SKOS, Graph, Literal, URIRef

from portal.reference.declarations import CROSSWALKS, LIMITS
from portal.reference.models import ClassificationItem, CodeTerm, Crosswalk, RuleLimit, Standard
from portal.reference.registers import registers
from portal.reference.tabular import export
from portal.reference.uris import find_row, row_path
from tests.factories import LONG_AGO, OrganisationFactory

pytestmark = pytest.mark.django_db
FIELD = "陆地交通设备"


def add(number: str = "X/T 1-2000", **values) -> Standard:
    return Standard.objects.create(number=number, type="GB", title_zh="甲", **values)


@pytest.mark.parametrize(
    ("form", "type_", "start"),
    [
        ("csv", "text/csv; charset=utf-8", b"\xef\xbb\xbfnumber,"),
        ("ttl", "text/turtle; charset=utf-8", b"@prefix"),
        ("jsonld", "application/ld+json", b"{"),
    ],
)
def test_a_register_is_a_file_in_each_form(client: Client, form, type_, start):
    add()
    response = client.get(f"/reference/standards.{form}")
    assert response["Content-Type"] == type_
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response.content.startswith(start)


def test_a_file_for_a_day_holds_the_rows_and_the_status_of_the_day(client: Client):
    add(status="replaced", valid_until=date(2020, 1, 1))
    add("X/T 2-2000", valid_from=date(2020, 1, 2))
    for day, held in (("2020-01-01", ["X/T 1-2000"]), ("2020-01-02", ["X/T 2-2000"])):
        table = client.get(f"/reference/standards.csv?on={day}").content.decode("utf-8-sig")
        rows = [row for row in csv.DictReader(table.splitlines()) if row["number"].startswith("X")]
        assert [row["number"] for row in rows] == held
        assert {row["status"] for row in rows} == {"current"}
        turtle = client.get(f"/reference/standards.ttl?on={day}").content.decode()
        assert ['"X/T 1-2000"' in turtle, '"X/T 2-2000"' in turtle] == [
            f"X/T {n}-2000" in held for n in (1, 2)
        ]


@pytest.mark.parametrize(
    "path", ["standards.csv", "standards.ttl", "standards", "standards/X/T%201-2000"]
)
def test_a_day_that_is_none_is_refused_and_said(client: Client, path):
    add()
    answer = client.get(f"/reference/{path}?on=2020-02-30", HTTP_ACCEPT="text/turtle")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_day")
    assert "2020-02-30" in answer.json()["message"]


@pytest.mark.parametrize(
    "path",
    ["nothing.ttl", "nothing", "classification.csv", "standards/none", "codes/none", "systems/x"],
)
def test_what_is_not_there_is_not_found(client: Client, path):
    assert client.get(f"/reference/{path}", HTTP_ACCEPT="text/turtle").status_code == 404


@pytest.mark.parametrize("path", ["standards.csv", "standards.ttl", "standards/X/T%201-2000"])
def test_an_answer_is_sent_again_only_when_a_row_or_the_day_has_changed(client: Client, path):
    add()
    with time_machine.travel("2026-11-20T12:00:00+08:00", tick=False):
        tag = client.get(f"/reference/{path}")["ETag"]
        assert client.get(f"/reference/{path}", HTTP_IF_NONE_MATCH=tag).status_code == 304
    with time_machine.travel("2026-11-21T12:00:00+08:00", tick=False):
        changed = client.get(f"/reference/{path}", HTTP_IF_NONE_MATCH=tag)
        assert changed.status_code != 304
    with time_machine.travel("2026-11-20T12:00:00+08:00", tick=False):
        add("X/T 2-2000")
        assert client.get(f"/reference/{path}", HTTP_IF_NONE_MATCH=tag).status_code != 304


@pytest.mark.parametrize(
    ("accept", "status", "type_"),
    [
        ("text/html", 303, "text/html; charset=utf-8"),
        ("*/*", 303, "text/html; charset=utf-8"),
        ("text/turtle", 200, "text/turtle; charset=utf-8"),
        ("application/ld+json", 200, "application/ld+json"),
        ("text/html;q=0.5, text/turtle", 200, "text/turtle; charset=utf-8"),
    ],
)
def test_a_row_has_one_address_for_people_and_machines(client: Client, accept, status, type_):
    add()
    response = client.get("/reference/standards/X/T%201-2000", HTTP_ACCEPT=accept)
    assert (response.status_code, response["Content-Type"]) == (status, type_)
    assert "Accept" in response["Vary"]
    if status == 303:
        assert client.get(response["Location"]).status_code == 200


def test_a_list_and_a_code_of_another_classification_have_addresses(client: Client):
    CodeTerm.objects.create(list="change", code="x", name_zh="甲")
    Crosswalk.objects.create(field_id=FIELD, system="GB/T 4754", code="37", name_zh="某")
    for path in ("codes/change", "systems/gbt4754", "systems/gbt4754/37", f"fields/{FIELD}"):
        response = client.get(f"/reference/{path}", HTTP_ACCEPT="text/html")
        assert response.status_code == 303
        assert client.get(response["Location"]).status_code == 200
        data = client.get(f"/reference/{path}", HTTP_ACCEPT="text/turtle")
        assert len(Graph().parse(data=data.content, format="turtle")) > 1
    graph = Graph().parse(
        data=client.get("/reference/systems/gbt4754/37", HTTP_ACCEPT="text/turtle").content
    )
    code = URIRef("http://testserver/reference/systems/gbt4754/37")
    assert (code, SKOS.notation, Literal("37")) in graph


@pytest.mark.parametrize("key", [register.key for register in registers()])
def test_every_row_is_found_by_its_path(key):
    OrganisationFactory(fields=[FIELD])
    (register,) = (one for one in registers() if one.key == key)
    for record in register.records[:40]:
        assert find_row(register, row_path(register, record)) == record


def test_paths_hold_slashes_empty_values_and_days():
    crosswalk = Crosswalk.objects.create(field_id=FIELD, system="GB/T 4754", code="C/37")
    open_, dated = (
        RuleLimit.objects.create(name="a-limit", value=1, valid_from=day)
        for day in (None, LONG_AGO)
    )
    assert row_path(CROSSWALKS, crosswalk) == f"{FIELD}/-/GB/T 4754/C/37"
    assert find_row(CROSSWALKS, f"{FIELD}/-/GB/T 4754/C/37") == crosswalk
    assert find_row(LIMITS, "a-limit/-") == open_
    assert find_row(LIMITS, f"a-limit/{LONG_AGO}") == dated
    assert find_row(LIMITS, "a-limit/2020-13-40") is None
    assert find_row(LIMITS, "a-limit") is None


@pytest.mark.parametrize(
    ("segments", "queries"), [(3, 0), (4, 1), (10, 1), (11, 0), (500, 0)], ids=str
)
def test_a_path_costs_one_question_however_it_may_be_read(
    django_assert_num_queries, segments, queries
):
    with django_assert_num_queries(queries):
        assert find_row(CROSSWALKS, "/".join(["x"] * segments)) is None


def test_the_classification_is_put_together_once_for_each_state(client: Client):
    turtle = {"HTTP_ACCEPT": "text/turtle"}
    path = f"/reference/fields/{FIELD}"
    client.get(path, **turtle)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path, **turtle).status_code == 200
        assert client.get("/reference/classification/none", **turtle).status_code == 404
    assert not [query for query in asked if "reference_crosswalk" in query["sql"]]
    ClassificationItem.objects.create(field_id=FIELD, name_zh="新的一项")
    assert "新的一项" in client.get(path, **turtle).content.decode()


def test_the_exported_file_is_what_the_address_gives(client: Client):
    (register,) = (one for one in registers() if one.key == "codes")
    assert client.get("/reference/codes.csv").content == export(register)
