"""Reads a file as rows of cells, whatever office program wrote it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from portal.core.apart import TooMuchWork, apart
from portal.core.tables.encodings import text_of
from portal.core.tables.errors import TableUnreadable
from portal.core.tables.guarding import unguarded
from portal.core.tables.workbooks import is_workbook, sheets_of

MAX_ROWS = 50_000
#: So much text is read at once; sending it to another process takes longer.
SMALL_BYTES = 500_000
SEPARATORS = ",;\t"
# What Excel reads as an instruction in the first line, and writes for some countries.
_SEPARATOR_LINE = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)


@dataclass
class Table:
    """One reading of a file: its rows, each with its line, and what could not be read."""

    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    faults: list[TableUnreadable] = field(default_factory=list)
    is_sheet: bool = False


def open_table(content: bytes) -> list[Table]:
    """The readings of a file that a stranger may have made: a workbook, or much text, apart.

    Raises:
        TableUnreadable: it is neither CSV nor a workbook, or is too large.
        Busy: too many are waiting already.
    """
    if len(content) <= SMALL_BYTES and not is_workbook(content):
        return readings_of(content)
    try:
        return apart(readings_of, content)
    except TooMuchWork as refusal:
        raise TableUnreadable(1, str(refusal.message)) from None


def readings_of(content: bytes) -> list[Table]:
    """The tables that a file may hold: one for each separator, or for each sheet of a workbook.

    Cells are trimmed, rows without any are left out, and cells that our exports guard against
    formulas are as they were. Who knows the headings chooses among them.

    Raises:
        TableUnreadable: it is neither CSV nor a workbook, or is too large.
    """
    if is_workbook(content):
        return [_table(rows) for rows in sheets_of(content)]
    text = text_of(content)
    chosen = _SEPARATOR_LINE.match(text)
    if chosen:
        return [_separated(text[chosen.end() :], chosen[1], 1)]
    return [_separated(text, one, 0) for one in SEPARATORS if one == "," or one in text]


def _table(rows: Iterator[tuple[int, list[str]]]) -> Table:
    table = Table(is_sheet=True)
    try:
        for line, cells in rows:
            _take(table, line, cells)
    except TableUnreadable as fault:
        table.faults.append(fault)
    return table


def _separated(text: str, separator: str, lines_before: int) -> Table:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator)
    table = Table()
    while True:
        begins = lines_before + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return table
        except csv.Error as error:
            table.faults.append(
                TableUnreadable(begins, _("This is not CSV: %(why)s.") % {"why": error})
            )
            continue
        try:
            _take(table, begins, cells)
        except TableUnreadable as fault:
            table.faults.append(fault)
            return table


def without_empty_end(cells: list[str]) -> list[str]:
    """The cells up to the last in which something stands."""
    filled = [at for at, cell in enumerate(cells) if cell]
    return cells[: filled[-1] + 1] if filled else []


def _take(table: Table, line: int, cells: list[str]) -> None:
    trimmed = [unguarded(cell.strip()) for cell in cells]
    if not any(trimmed):
        return
    if table.is_sheet:
        trimmed = without_empty_end(trimmed)
    if len(table.rows) >= MAX_ROWS:
        text = _("The table has more than %(rows)d rows. Divide it.") % {"rows": MAX_ROWS}
        raise TableUnreadable(line, text)
    table.rows.append((line, trimmed))
