"""Rows of a spreadsheet into a list: as people write them, looked at first, all or none."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.core.tables.writing import csv_file, xlsx_file
from schemes.documents import find
from schemes.models import Scheme
from tests.schemes.designer.editing import current
from tests.schemes.designer.forms import sent_by

pytestmark = pytest.mark.django_db

FEES = [
    ["收费项目", "项目名称", "金额", "币种", "计价单位", "付费方", "减免"],
    *(
        ["工厂检查人日费", f"第{n}档", f"{n},000", "CNY", "人日", "认证委托人", ""]
        for n in range(1, 59)
    ),
    ["检验费", "型式试验", "2000-5000", "CNY", "次", "认证委托人", "小微企业减半"],
    ["Application", "", "按样品数量协商。", "CNY", "次", "认证委托人", ""],
]


def page_of(scheme: Scheme, key: str, address: str) -> str:
    return f"{reverse('designer:paste', args=[scheme.pk, key])}?list={address}"


def pasted(rows: list[list[str]]) -> str:
    """As Excel puts rows on the clipboard."""
    return "\r\n".join("\t".join(cells) for cells in rows)


def taken(client: Client, page: str, **sent: Any) -> Any:
    """Look at the rows, then press the button of the page that shows them."""
    looked = client.post(page, {"do": "look", **sent})
    assert looked.status_code == 200, looked.context["problems"]
    html = looked.content.decode()
    start = html.index("<form", html.index("<main"))
    form = html[start : html.index("</form>", start)]
    return client.post(page, {**sent_by(form).dict(), "do": "take"})


def criteria(count: int) -> list[list[str]]:
    head = ["要求名称", "要求内容", "所依据的标准", "条款号", "比较", "数值", "单位"]
    rows = [
        [f"要求{n}", f"第{n}项不超过限值。", "gbt 18801—2022", f"5.{n}", "≤", "0.5", "mg/m3"]
        for n in range(count)
    ]
    return [head, *rows]


def test_sixty_fees_are_pasted_from_a_spreadsheet(author: Client, scheme: Scheme) -> None:
    before = len(current(scheme).document["fees"])
    page = page_of(scheme, "fees", "/fees")
    answer = taken(author, page, rows=pasted(FEES))
    assert answer.status_code == 302
    fees = current(scheme).document["fees"]
    assert len(fees) == before + 60
    assert [one["amount"] for one in fees[-3:]] == [
        {"value": 58000},
        {"min": 2000, "max": 5000},
        {"rule": {"zh": "按样品数量协商。"}},
    ]
    assert [one["item"] for one in fees[-3:]] == ["inspection_day", "testing", "application"]
    assert fees[-2]["waivers"] == {"zh": "小微企业减半"}


def test_two_hundred_criteria_come_from_a_workbook(author: Client, scheme: Scheme) -> None:
    before = len(current(scheme).document["requirements"])
    upload = SimpleUploadedFile("criteria.xlsx", xlsx_file(criteria(200)))
    page = page_of(scheme, "requirements", "/requirements")
    assert taken(author, page, file=upload).status_code == 302
    items = current(scheme).document["requirements"]
    assert len(items) == before + 200
    last = items[-1]
    assert last["text"] == {"zh": "第199项不超过限值。"}
    assert find(current(scheme).document, f"/basis/@{last['basis_ref']}/ref") == "GB/T 18801-2022"
    assert last["threshold"] == {"op": "≤", "value": 0.5, "unit": "GP"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("≤0.5mg/m³", {"op": "≤", "value": 0.5, "unit": "GP"}),
        ("<= 1,200 mm", {"op": "≤", "value": 1200, "unit": "MMT"}),
        ("不大于3 mm", {"op": "≤", "value": 3, "unit": "MMT"}),
        ("10–20 %", {"op": "in", "value": [10, 20], "unit": "P1"}),
        ("５", {"op": "=", "value": 5}),
    ],
)
def test_a_limit_is_read_as_it_is_written(author, scheme, written, meant) -> None:
    rows = [["要求名称", "要求内容", "限值"], ["甲", "乙", written]]
    taken(author, page_of(scheme, "requirements", "/requirements"), rows=pasted(rows))
    assert current(scheme).document["requirements"][-1]["threshold"] == meant


def test_one_bad_row_adds_nothing_and_every_bad_row_is_named(author, scheme) -> None:
    rows = [
        ["要求名称", "要求内容", "所依据的标准", "分值", "备注"],
        ["甲", "一", "GB/T 18801-2022", "5", ""],
        ["乙", "二", "GB/T 1-1999", "5", ""],
        ["丙", "三", "", "很多", "看这里"],
    ]
    before = current(scheme).document
    page = page_of(scheme, "requirements", "/requirements")
    for do in ("look", "take"):
        answer = author.post(page, {"do": do, "rows": pasted(rows)})
        assert answer.status_code == 422
        found = [(one.line, one.column) for one in answer.context["problems"]]
        assert found == [(1, 5), (3, 3), (4, 4)]
    assert current(scheme).document == before


@pytest.mark.parametrize(
    "content", [b"", b"   ", b"\x89PNG\r\n\x1a\n\x00\x00", b"PK\x03\x04 no workbook"]
)
def test_what_is_no_table_is_refused_with_its_reason(author, scheme, content) -> None:
    page = page_of(scheme, "risk", "/risk")
    upload = SimpleUploadedFile("rows.xlsx", content)
    answer = author.post(page, {"do": "look", "file": upload})
    assert answer.status_code == 422
    assert answer.context["problems"]


def test_rows_without_headings_are_read_in_the_order_of_the_table(author, scheme) -> None:
    rows = [["供应链变更", "3", "2", "每年核查。"]]
    taken(author, page_of(scheme, "risk", "/risk"), rows=pasted(rows))
    last = current(scheme).document["risk"][-1]
    assert (last["risk"], last["likelihood"], last["impact"]) == ({"zh": "供应链变更"}, 3, 2)
    assert last["control"] == {"zh": "每年核查。"}


def test_csv_as_an_office_writes_it(author, scheme) -> None:
    content = csv_file([["风险", "可能性"], ["断电，停产", "2"]])
    upload = SimpleUploadedFile("rows.csv", content.decode("utf-8-sig").encode("gb18030"))
    taken(author, page_of(scheme, "risk", "/risk"), file=upload)
    assert current(scheme).document["risk"][-1]["risk"] == {"zh": "断电，停产"}


@pytest.mark.parametrize("address", ["", "/risk/@ri-1", "/no/such", "/fees"])
def test_a_list_that_is_not_of_the_section_is_an_unknown_page(author, scheme, address) -> None:
    assert author.get(page_of(scheme, "risk", address)).status_code == 404
