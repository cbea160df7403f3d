"""Writing CSV and workbooks: the only place that does, so that every cell is guarded."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from portal.core.tables.guarding import guarded

#: UTF-8 with its mark: without it, spreadsheets in Chinese read GB18030.
CONTENT_TYPE = "text/csv; charset=utf-8"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Signs that XML has no place for.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MARK = "\ufeff"


class _Echo:
    """A file that gives back what is written, so that rows can be sent one by one."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The lines of a CSV file, one for each row; nothing (None) is an empty cell."""
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    mark = _MARK
    for row in rows:
        yield mark + writer.writerow([guarded("" if v is None else str(v)) for v in row])
        mark = ""


def csv_file(rows: Iterable[Iterable[Any]]) -> bytes:
    """A whole CSV file."""
    return "".join(csv_lines(rows)).encode()


def xlsx_file(rows: Iterable[Iterable[Any]]) -> bytes:
    """A whole workbook with one sheet; numbers and days stay what they are, all else is text."""
    from openpyxl import Workbook  # it is large, and only this needs it

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append([_cell(value) for value in row])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _cell(value: Any) -> Any:
    """What a workbook holds; unprintable signs are left out."""
    if value is None or isinstance(value, int | float | date):
        return value
    return guarded(_UNPRINTABLE.sub("", str(value)))
