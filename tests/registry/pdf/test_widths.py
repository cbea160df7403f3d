"""Columns of printed tables."""

from __future__ import annotations

import pytest

from registry.pdf.widths import column_widths, room_in, stays_together, width
from schemes.reading import Cell, Table, TableRow, Value


def table(*rows: tuple[str, ...], columns: tuple[str, ...]) -> Table:
    made = tuple(
        TableRow(f"/{index}", tuple(Cell("", "", Value(words)) for words in row))
        for index, row in enumerate(rows)
    )
    return Table("/", columns=columns, rows=made)


LONG = "家用和类似用途电器的抗菌、除菌、净化功能 空气净化器的特殊要求" * 3


@pytest.mark.parametrize(
    "rows",
    [
        [("一", "二", "三")],
        [("", "", "")],
        [(LONG, "现行", "GB/T 18801-2022")] * 4,
        [(LONG, LONG, LONG)],
        [("GB/T 18801-2022 and more",) * 3],
    ],
)
def test_columns_fill_the_line(rows: list[tuple[str, ...]]) -> None:
    shares = column_widths(table(*rows, columns=("名称", "状态", "编号")))
    assert sum(shares) == pytest.approx(100, abs=0.1)
    assert min(shares) > 0


def test_long_text_gets_the_room_and_short_words_are_not_broken() -> None:
    name, status, number = column_widths(
        table((LONG, "即将实施", "GB/T 21551.3-2024"), columns=("标准名称", "标准状态", "标准编号"))
    )
    assert name > number > status
    assert room_in(status) >= width("即将实施") - 0.1
    assert room_in(number) >= width("GB/T 21551.3-2024") - 0.1


def test_table_of_many_columns_still_fits() -> None:
    shares = column_widths(table(("ABCDEFGHIJKLMNOP1234567",) * 7, columns=("Name",) * 7))
    assert shares == [pytest.approx(100 / 7, abs=0.1)] * 7


@pytest.mark.parametrize(
    ("words", "together"),
    [
        ("GB/T 19001-2016", True),
        ("TS-2026-000001-G", True),
        ("Certification basis", False),
        ("https://std.samr.gov.cn/search/std?q=GB", False),
        ("国务院令第778号", False),
    ],
)
def test_numbers_stay_together(words: str, together: bool) -> None:
    assert stays_together(words) is together
