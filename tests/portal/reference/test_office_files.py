"""Registers from files as offices have them: their words, days, titles and empty ends."""

from __future__ import annotations

import io
from datetime import date, datetime

import pytest
from django.utils.translation import override
from openpyxl import Workbook

from portal.reference.days import day_of
from portal.reference.declarations import APPROVALS, PROTECTED_MARKS, STANDARDS
from portal.reference.faults import NoTable, UnreadableTable
from portal.reference.headings import names_of_columns
from portal.reference.models import Standard
from portal.reference.registers import find_register, registers
from portal.reference.tabular import export, plan
from tests.factories import OrganisationFactory
from tests.portal.reference.tables import table

pytestmark = pytest.mark.django_db

CHINESE = (
    "编号,类型,中文名称,状态,生效日期\r\nX 1-2020,推荐性国家标准（GB/T）,甲,现行,2026年11月20日\r\n"
)


def only(content: bytes) -> Standard:
    (record,) = plan(STANDARDS, content).added
    return record


def is_read(content: bytes) -> None:
    record = only(content)
    assert (record.number, record.title_zh) == ("X 1-2020", "甲")
    assert (record.type, record.status) == ("GB/T", "current")
    assert record.valid_from == date(2026, 11, 20)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_a_file_in_the_words_of_the_office_is_read(encoding: str, separator: str) -> None:
    is_read(CHINESE.replace(",", separator).encode(encoding))


def test_a_file_in_english_words_is_read() -> None:
    content = (
        b"Number;Type;Title in Chinese;Status;Valid from\r\n"
        b"X 1-2020;GB/T;\xe7\x94\xb2;in force;20.11.2026\r\n"
    )
    with pytest.raises(UnreadableTable) as refused:
        plan(STANDARDS, content)
    assert [(one.line, one.heading) for one in refused.value.faults] == [(2, "Valid from")]
    is_read(content.replace(b"20.11.2026", b"2026-11-20"))


def test_titles_above_and_empty_ends_are_no_part_of_the_table() -> None:
    head, row = CHINESE.split("\r\n")[:2]
    titles = "标准目录（2026年版）,,,,,,\r\n填表单位：某单位,,,,,,\r\n,,,,,,\r\n"
    is_read(f"{titles}{head},,\r\n{row},,\r\n,,,,,,\r\n,,,,,,\r\n".encode("gb18030"))


def test_a_workbook_is_read_and_its_titles_are_skipped() -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["标准目录"])
    sheet.append(["编号", "类型", "中文名称", "状态", "生效日期"])
    sheet.append(["X 1-2020", "GB/T", "甲", "现行", datetime(2026, 11, 20)])
    book.create_sheet("说明").append(["填表说明"])
    written = io.BytesIO()
    book.save(written)
    is_read(written.getvalue())


def test_of_two_sheets_with_a_table_none_is_chosen() -> None:
    book = Workbook()
    for sheet in (book.active, book.create_sheet("2")):
        sheet.append(["编号", "类型", "中文名称"])
    written = io.BytesIO()
    book.save(written)
    with pytest.raises(NoTable):
        plan(STANDARDS, written.getvalue())


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-20",
        "2026/11/20",
        "2026.11.20",
        "2026年11月20日",
        "２０２６－１１－２０",
        "20261120",
        "46346",
        "46346.75",
        "2026-11-20 08:30:00",
        "2026/11/20 8:30",
        "2026-11-20T00:00:00.000",
    ],
)
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert day_of(text) == date(2026, 11, 20)


# Each with what the reader is told: where, and what could have stood there.
REFUSED = [
    ("状态", "有效", "现行"),
    ("生效日期", "11/12/2026", "2026-11-20"),
    ("已核实", "也许", "是"),
]


@pytest.mark.parametrize(("column", "text", "told"), REFUSED)
def test_what_cannot_be_read_names_what_can(column: str, text: str, told: str) -> None:
    row = {"编号": "X 1-2020", "类型": "GB/T", "中文名称": "甲", "状态": "现行", column: text}
    with override("zh-hans"), pytest.raises(UnreadableTable) as refused:
        plan(STANDARDS, table(row))
    (fault,) = refused.value.faults
    assert (fault.line, fault.heading) == (2, column)
    assert told in fault.message


def test_a_row_that_is_not_known_is_told_those_that_are() -> None:
    body = OrganisationFactory()
    row = {"organisation": body.approval_no, "field": "陆地交通", "valid_from": "2020-01-01"}
    with pytest.raises(UnreadableTable) as refused:
        plan(APPROVALS, table(row))
    assert "陆地交通设备" in str(refused.value)


def test_a_column_that_is_not_known_is_told_those_that_are() -> None:
    with pytest.raises(NoTable) as refused:
        plan(STANDARDS, table({"编号": "X 1", "颜色": "红"}))
    assert (refused.value.faults[0].column, refused.value.faults[0].line) == ("颜色", 1)
    assert "title_zh" in refused.value.faults[0].message


@pytest.mark.parametrize("key", [register.key for register in registers()])
def test_headings_are_known_again_in_every_language(key: str) -> None:
    register = find_register(key)
    earlier = set(register.once.columns) if register.once else set()
    assert set(names_of_columns(register).values()) == {*register.columns, *earlier}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("key", [register.key for register in registers()])
def test_what_was_exported_in_words_is_unchanged_when_imported(key: str, language: str) -> None:
    register = find_register(key)
    with override(language):
        content = export(register, in_words=True)
        planned = plan(register, content)
    assert (planned.added, planned.changed) == ([], [])
    assert planned.unchanged == register.records.count()


def test_an_export_in_words_has_the_words_of_the_reader() -> None:
    Standard.objects.create(number="X 1-2020", type="GB/T", title_zh="甲", status="current")
    with override("zh-hans"):
        content = export(STANDARDS, in_words=True).decode("utf-8-sig")
    assert content.startswith("编号,类型,")
    assert "现行" in content


@pytest.mark.parametrize("sign", list("=+-@'"))
def test_a_cell_that_is_a_formula_is_guarded_and_comes_back(sign: str) -> None:
    name = f"{sign}cmd|' /C calc'!A0"
    row = {"key": "a", "kind": "public_symbol", "name_zh": name, "words": f"{sign}A"}
    plan(PROTECTED_MARKS, table(row)).apply()
    content = export(PROTECTED_MARKS)
    assert f"'{sign}cmd".encode() in content or sign == "'"
    planned = plan(PROTECTED_MARKS, content)
    assert (planned.added, planned.changed) == ([], [])
