"""The grid of a table: merged cells by the columns they cover, and which rows are its head."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

#: A head has at most so many rows where none is marked as one.
MOST_HEADS = 3
#: A cell covers no more columns; Word has at most so many.
MOST_COLUMNS = 63
_WRAPPING = {qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins")}


@dataclass(frozen=True)
class Cell:
    """A cell: its first column, how many it covers, whether it goes on from the row above."""

    element: Any
    column: int
    span: int
    goes_on: bool
    #: Whether cells below go on with this one.
    begins: bool


@dataclass(frozen=True)
class Row:
    """A row of the grid."""

    cells: tuple[Cell, ...]
    is_marked: bool
    is_deleted: bool


class Grid:
    """A table by rows and columns."""

    def __init__(self, table: Any) -> None:
        self.rows = [_row(row) for row in _below(table, qn("w:tr"))]
        ends = [cell.column + cell.span for row in self.rows for cell in row.cells]
        self.width = max(ends, default=0)


def _below(element: Any, tag: str) -> Iterator[Any]:
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPING:
            yield from _below(child, tag)


def _row(element: Any) -> Row:
    properties = element.find(qn("w:trPr"))
    column = min(_number(properties, "w:gridBefore", 0), MOST_COLUMNS)
    cells = []
    for cell in _below(element, qn("w:tc")):
        own = cell.find(qn("w:tcPr"))
        span = min(max(1, _number(own, "w:gridSpan", 1)), MOST_COLUMNS)
        merge = own.find(qn("w:vMerge")) if own is not None else None
        begins = merge is not None and merge.get(qn("w:val")) == "restart"
        cells.append(Cell(cell, column, span, merge is not None and not begins, begins))
        column += span
    marked = properties.find(qn("w:tblHeader")) if properties is not None else None
    return Row(
        tuple(cells),
        marked is not None and marked.get(qn("w:val")) not in ("0", "false", "off"),
        properties is not None and properties.find(qn("w:del")) is not None,
    )


def _number(properties: Any, name: str, otherwise: int) -> int:
    found = properties.find(qn(name)) if properties is not None else None
    value = found.get(qn("w:val")) if found is not None else ""
    return int(value) if value and value.isdecimal() else otherwise


def head_rows(grid: Grid) -> int:
    """How many rows are the head: those marked so, else the first with what is merged into it."""
    marked = 0
    while marked < len(grid.rows) and grid.rows[marked].is_marked:
        marked += 1
    count = max(marked, 1)
    if _is_title(grid.rows[0], grid.width):
        count = max(count, 2)
    while count < min(MOST_HEADS, len(grid.rows) - 1) and _is_split(grid, count):
        count += 1
    return min(count, max(len(grid.rows) - 1, 0))


def _is_split(grid: Grid, count: int) -> bool:
    """Whether the head goes on below: a cell reaches down, while another has parts below it."""
    last, below = grid.rows[count - 1], grid.rows[count]
    if _is_title(last, grid.width):
        return False
    reaches_down = any(cell.goes_on for cell in below.cells)
    has_parts = any(cell.span > 1 and not cell.goes_on for cell in last.cells)
    return reaches_down and has_parts


def _is_title(row: Row, width: int) -> bool:
    """Whether a row is one cell over all columns, such as the name of the table."""
    return len(row.cells) == 1 and row.cells[0].span >= width > 1


def heads(rows: Sequence[Sequence[str]], width: int) -> tuple[str, ...]:
    """The words above each column, from all rows of the head that do not cover all columns."""
    telling = [row for row in rows if width == 1 or len(set(row)) > 1] or list(rows)
    columns = []
    for column in range(width):
        words = dict.fromkeys(" ".join(row[column].split()) for row in telling)
        columns.append(" ".join(filter(None, words)))
    return tuple(columns)
