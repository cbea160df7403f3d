"""Stock at the desk: handing a list in, its faults, beginning, and how far it is."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.core import outbox
from registry.models import Entry, StockImport
from registry.states import StockState, Verdict
from tests.factories import PersonFactory, decider, officer
from tests.registry.stock.lists import archive, handed_in, row, table, word_file

pytestmark = pytest.mark.django_db

STOCK = "/en/desk/stock/"
BAD = {"认证领域": "占星服务"}


def upload(content: bytes, name: str = "list.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def at_desk(client: Client) -> Client:
    client.force_login(decider())
    return client


def page_of(stock: StockImport, act: str = "list") -> str:
    return reverse(f"desk:stock-{act}", args=[stock.pk])


def test_a_list_is_handed_in_shown_and_taken_over(at_desk: Client) -> None:
    files = upload(archive({"rule.docx": word_file("本规则")}), "files.zip")
    given = {"table": upload(table(row(1, 文件="rule.docx"), row(2, **BAD))), "archive": files}
    answer = at_desk.post(STOCK, given)
    stock = StockImport.objects.get()
    assert answer["Location"] == page_of(stock)
    page: Any = at_desk.get(page_of(stock))
    assert page.context["counts"] == {
        "all": 2,
        "good": 1,
        "known": 0,
        "bad": 1,
        "done": 0,
        "left": 1,
    }
    ((shown, ((_column, cell, _sentence),)),) = page.context["bad"]
    assert (shown.line, cell) == (3, "占星服务")
    assert not Entry.objects.exists()
    at_desk.post(page_of(stock, "begin"))
    assert at_desk.get(page_of(stock)).context["is_running"]
    outbox.deliver_waiting()
    after: Any = at_desk.get(page_of(stock))
    assert (after.context["is_done"], after.context["counts"]["done"]) == (True, 1)
    assert at_desk.get(STOCK).context["page"][0] == stock


def test_the_table_of_faults_can_be_mended_and_handed_in_as_it_is(at_desk: Client) -> None:
    stock = handed_in(table(row(1), row(2, **BAD)))
    answer = at_desk.get(page_of(stock, "faults"))
    ((line, said, *cells),) = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]
    assert line == "3"
    assert "占星服务" in said
    assert cells[0] == "认监委备〔2019〕2号"
    at_desk.post(STOCK, {"table": upload(answer.content.replace("占星服务".encode(), b"x"))})
    assert StockImport.objects.order_by("-pk")[0].rows.get().faults[0]["value"] == "x"


def test_the_page_says_in_how_many_rows_each_column_has_a_fault(at_desk: Client) -> None:
    worse = {**BAD, "备案日期": "不详"}
    stock = handed_in(table(row(1), row(2, **BAD), row(3, **worse)))
    page: Any = at_desk.get(page_of(stock))
    assert [n for _column, n in page.context["by_column"]] == [2, 1]
    assert "Fields of certification 2 · Filed on paper on 1" in page.content.decode()


def test_the_empty_list_has_headings_that_are_known(at_desk: Client) -> None:
    empty = at_desk.get(reverse("desk:stock-empty")).content
    assert at_desk.post(STOCK, {"table": upload(empty)}).status_code == 302
    assert not StockImport.objects.get().rows.exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "table"),
        ({"table": b"a,b\r\n"}, "table"),
        ({"table": b"", "archive": b"nothing"}, "table"),
    ],
    ids=["nothing", "no list", "empty"],
)
def test_what_cannot_be_read_is_said_at_its_field(
    at_desk: Client, given: dict[str, bytes], field: str
) -> None:
    answer: Any = at_desk.post(STOCK, {name: upload(data) for name, data in given.items()})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not StockImport.objects.exists()


def test_an_archive_that_is_none_is_said_at_its_field(at_desk: Client) -> None:
    given = {"table": upload(table(row())), "archive": upload(b"nothing", "files.zip")}
    answer: Any = at_desk.post(STOCK, given)
    assert "archive" in answer.context["form"].errors


def test_one_more_archive_mends_rows_that_lack_their_file(at_desk: Client) -> None:
    stock = handed_in(table(row(文件="rule.docx")))
    assert stock.rows.get().verdict == Verdict.BAD
    more = upload(archive({"rule.docx": word_file("本规则")}), "more.zip")
    assert at_desk.post(page_of(stock, "files"), {"archive": more}).status_code == 302
    assert stock.rows.get().verdict == Verdict.GOOD
    refused: Any = at_desk.post(page_of(stock, "files"), {"archive": upload(b"x", "x.zip")})
    assert refused.status_code == 422
    assert refused.context["archives"].count() == 1


def test_a_list_is_judged_anew_by_the_registers_of_now(at_desk: Client) -> None:
    from tests.factories import OrganisationFactory

    stock = handed_in(table(row(机构批准号="CNCA-R-1999-009")))
    OrganisationFactory(approval_no="CNCA-R-1999-009")
    at_desk.post(page_of(stock, "check-again"))
    assert stock.rows.get().verdict == Verdict.GOOD


def test_a_list_that_was_put_aside_is_begun_no_more(at_desk: Client) -> None:
    stock = handed_in(table(row()))
    at_desk.post(page_of(stock, "put-aside"))
    stock.refresh_from_db()
    assert stock.state == StockState.DISCARDED
    assert at_desk.post(page_of(stock, "begin")).status_code == 409
    assert at_desk.post(page_of(stock, "check-again")).status_code == 409


def test_a_list_of_bad_rows_alone_says_so(at_desk: Client) -> None:
    stock = handed_in(table(row(**BAD)))
    assert at_desk.post(page_of(stock, "begin")).status_code == 422


def test_officers_look_and_do_nothing(client: Client) -> None:
    stock = handed_in(table(row()))
    client.force_login(officer())
    assert client.get(STOCK).status_code == 200
    assert not client.get(page_of(stock)).context["may_take_over"]
    assert client.post(STOCK, {"table": upload(table(row()))}).status_code == 403
    for act in ("begin", "files", "check-again", "put-aside"):
        assert client.post(page_of(stock, act)).status_code == 404


@pytest.mark.parametrize("role", ["author", "editor"])
def test_nobody_else_enters(client: Client, role: str) -> None:
    client.force_login(PersonFactory(role=role))
    assert client.get(STOCK).status_code == 403


def test_the_pages_ask_a_bounded_number_of_queries(
    at_desk: Client, django_assert_max_num_queries: Any
) -> None:
    stock = handed_in(table(*(row(n, **BAD) for n in range(1, 40))))
    with django_assert_max_num_queries(30):
        at_desk.get(page_of(stock))
    with django_assert_max_num_queries(30):
        at_desk.get(STOCK)
