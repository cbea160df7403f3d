"""Tables as offices have them are read, and what we write runs in no spreadsheet."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import Workbook

from portal.core.tables import workbooks
from portal.core.tables.errors import TableUnreadable
from portal.core.tables.guarding import guarded, unguarded
from portal.core.tables.opening import readings_of
from portal.core.tables.writing import csv_file

ROOT = Path(__file__).parents[3]
TEXT = "编号,状态\r\nGB 1-2020,现行\r\n"
ROWS = [(1, ["编号", "状态"]), (2, ["GB 1-2020", "现行"])]


def first_rows(content: bytes) -> list[tuple[int, list[str]]]:
    return readings_of(content)[0].rows


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk", "gb2312"],
)
def test_a_table_is_read_in_every_encoding_of_an_office(encoding: str) -> None:
    assert first_rows(TEXT.encode(encoding)) == ROWS


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_is_read_with_every_separator(separator: str) -> None:
    content = TEXT.replace(",", separator).encode()
    assert any(table.rows == ROWS for table in readings_of(content))


def test_the_separator_that_a_file_names_is_taken() -> None:
    (table,) = readings_of(b"sep=;\r\na;b,c\r\n")
    assert table.rows == [(2, ["a", "b,c"])]


def test_rows_without_anything_are_left_out_and_counted() -> None:
    assert first_rows(b"a,b\n,\n\n c ,\n") == [(1, ["a", "b"]), (4, ["c", ""])]


@pytest.mark.parametrize(
    "content",
    [
        "编号,状态\nGB 1-2020,现行\nGB 2-2020,现行".encode().replace("现".encode(), b"\xe7\x8e", 1),
        b"a,b\n\xff\xff\n",
        TEXT.encode("utf-16")[:-1],
        b"PK\x03\x04 no archive",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ],
    ids=["damaged UTF-8", "no text", "UTF-16 cut off", "damaged workbook", "old workbook"],
)
def test_what_cannot_be_read_is_refused(content: bytes) -> None:
    with pytest.raises(TableUnreadable):
        readings_of(content)


@pytest.mark.parametrize("sign", list("=+-@\t\r\n＝＋－＠"))
def test_no_cell_begins_with_a_sign_that_spreadsheets_run(sign: str) -> None:
    cell = f"{sign}1+1"
    assert guarded(cell) == f"'{cell}"
    assert f"'{cell}" in csv_file([[cell]]).decode()


@given(st.text(alphabet="'=+-@\t\r\nab ＝", max_size=6))
@example("'=1")
@example("''")
def test_a_guarded_text_comes_back_as_it_was(text: str) -> None:
    assert unguarded(guarded(text)) == text


def test_one_place_writes_csv() -> None:
    writers = [
        path.relative_to(ROOT).as_posix()
        for package in ("portal", "schemes", "registry", "cms")
        for path in (ROOT / package).rglob("*.py")
        if re.search(r"csv\.(writer|DictWriter)\(", path.read_text())
    ]
    assert writers == ["portal/core/tables/writing.py"]


# --- workbooks ------------------------------------------------------------------------------


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def part(content: bytes, name: str, new: bytes | None = None) -> bytes:
    """The workbook with one of its parts replaced, or taken from it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", 8) as kept:
        for member in old.namelist():
            if member != name:
                kept.writestr(member, old.read(member))
        if new is not None:
            kept.writestr(name, new)
    return made.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
XML = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%b'
END = b"</sheetData></worksheet>"


def test_a_workbook_is_read_as_text() -> None:
    from datetime import date, datetime

    day, moment = date(2026, 11, 20), datetime(2026, 11, 20, 8, 30)
    content = workbook(["号", None, "b"], [1.0, 0.1 + 0.2, True], [day, moment, None, " x "])
    assert first_rows(content) == [
        (1, ["号", "", "b"]),
        (2, ["1", "0.3", "yes"]),
        (3, ["2026-11-20", "2026-11-20 08:30:00", "", "x"]),
    ]


@pytest.mark.parametrize("value", ["=A2", "#REF!"], ids=["formula", "error"])
def test_a_cell_without_a_value_is_named(value: str) -> None:
    (table,) = readings_of(workbook(["a"], [value]))
    (fault,) = table.faults
    assert fault.line == 2
    assert "A2" in fault.message


def test_a_sheet_that_is_hidden_is_not_read() -> None:
    book = Workbook()
    book.create_sheet("hidden").sheet_state = "hidden"
    written = io.BytesIO()
    book.save(written)
    assert len(readings_of(written.getvalue())) == 1


LAUGHS = (
    b'<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    + XML % b'<row r="1"><c t="inlineStr"><is><t>&b;</t></is></c></row>'
    + END
)
HOSTILE = {
    "too large when unpacked": (SHEET, XML % (b" " * (workbooks.MAX_UNPACKED + 1)) + END),
    "too many words": ("xl/sharedStrings.xml", b" " * (workbooks.MAX_BESIDE + 1)),
    "too many tags": (SHEET, XML % (b"<x/>" * (workbooks.MAX_TAGS + 1)) + END),
    "entities": (SHEET, LAUGHS),
    "no such sheet": (SHEET, None),
    "no XML": (SHEET, b"<<<"),
    "too long": (SHEET, XML % b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>' + END),
    "no number": (SHEET, XML % b'<row r="1"><c r="A1" t="n"><v>one</v></c></row>' + END),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_workbook_made_to_hurt_is_refused(name: str) -> None:
    content = part(workbook(["a"]), *HOSTILE[name])
    with pytest.raises(TableUnreadable):
        _all(content)


def test_a_list_of_twenty_thousand_rules_is_not_too_large() -> None:
    cells = b'<c r="A1" s="1" t="inlineStr"><is><t>' + b"x" * 15 + b"</t></is></c>"
    content = part(workbook(["a"]), SHEET, XML % (cells * 12 * 20_000) + END)
    assert workbooks._looked_into(content) == workbooks._Looks(has_formulas=False, is_wide=False)


def test_a_table_that_is_too_wide_is_refused() -> None:
    with pytest.raises(TableUnreadable):
        _all(workbook(["a"] * (workbooks.MAX_COLUMNS + 1)))


def test_a_row_that_is_formatted_to_its_end_is_read() -> None:
    row = b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="0"/></row>'
    assert first_rows(part(workbook([]), SHEET, XML % row + END)) == [(1, ["1"])]


def _all(content: bytes) -> None:
    for table in readings_of(content):
        for fault in table.faults:
            raise fault
