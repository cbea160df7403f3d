"""The chapters of a document made ready for paper.

On paper short values stand in pairs, columns have fixed widths, the process is shown as lanes,
and the signed commitment stands at the end as people sign: place, name, date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from registry.pdf.widths import column_widths, room_in, stays_together, width
from schemes.documents import Document, find, signing_digest, text
from schemes.reading import Block, Chapter, Definitions, Group, Row, Table, TableRow, Value

#: A wider value takes a line of its own.
HALF_A_LINE = 15.0
#: So few lines are not torn apart by the end of a page.
FEW_LINES = 5
FEW_ROWS = 4
ACTIVITIES = "/process/modules"
COMMITMENT = "/commitment"
LANE_COLUMNS = ("function", "activity", "order")


@dataclass(frozen=True)
class Lines(Block):
    """Names with their values, one or two a line."""

    kind: ClassVar[str] = "lines"
    lines: tuple[tuple[Row, ...], ...] = ()

    @property
    def is_short(self) -> bool:
        """Whether it stays on one page."""
        return len(self.lines) <= FEW_LINES


@dataclass(frozen=True)
class Column:
    """The head of a column and its share of the line in per cent."""

    title: str
    share: float


@dataclass(frozen=True)
class GridCell:
    """A cell; one that is together is not broken over lines."""

    address: str
    value: Value
    is_together: bool


@dataclass(frozen=True)
class GridRow:
    """One record as a line of a table."""

    address: str
    cells: tuple[GridCell, ...]


@dataclass(frozen=True)
class Grid(Block):
    """A table whose columns have widths."""

    kind: ClassVar[str] = "grid"
    columns: tuple[Column, ...] = ()
    rows: tuple[GridRow, ...] = ()
    caption: str = field(default="", kw_only=True)

    @property
    def is_short(self) -> bool:
        """Whether it stays on one page."""
        return len(self.rows) <= FEW_ROWS


@dataclass(frozen=True)
class Step:
    """One activity of the process with its place in the order."""

    address: str
    order: str
    name: str


@dataclass(frozen=True)
class Lane:
    """A function of ISO/IEC 17067 with its activities."""

    name: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Lanes(Block):
    """The process by functions."""

    kind: ClassVar[str] = "lanes"
    lanes: tuple[Lane, ...] = ()
    caption: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class Commitment(Block):
    """The signed public commitment. `signs` is the digest that the signature covers."""

    kind: ClassVar[str] = "commitment"
    words: Value = Value()
    name: str = ""
    position: str = ""
    signed_at: str = ""
    signature: str = ""
    version: str = ""
    signs: str = ""


def for_paper(chapters: Iterable[Chapter], document: Document, language: str) -> list[Chapter]:
    """The same chapters with blocks for paper."""
    sheet = _Sheet(document, language)
    return [replace(one, blocks=tuple(sheet.chapter(one))) for one in chapters]


@dataclass(frozen=True)
class _Sheet:
    document: Document
    language: str

    def chapter(self, chapter: Chapter) -> Iterator[Block]:
        """Its blocks; the chapter of the commitment is the commitment as people sign it."""
        given = find(self.document, COMMITMENT)
        if chapter.address == COMMITMENT and isinstance(given, dict):
            yield self.commitment(Group(""), given)
        else:
            yield from self.blocks(chapter.blocks)

    def blocks(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """Each block as it is printed; the activities may become two."""
        for block in blocks:
            if isinstance(block, Table):
                yield from _table(block)
            elif isinstance(block, Definitions):
                yield Lines(block.address, also=block.also, lines=tuple(_pairs(block.rows)))
            elif isinstance(block, Group):
                yield self.group(block)
            else:
                yield block

    def group(self, block: Group) -> Block:
        """A nested section, or the commitment where this is it."""
        commitment = find(self.document, COMMITMENT)
        if block.address == COMMITMENT and isinstance(commitment, dict):
            return self.commitment(block, commitment)
        return replace(block, blocks=tuple(self.blocks(block.blocks)))

    def commitment(self, block: Group, given: dict[str, Any]) -> Commitment:
        """The commitment's parts by name."""
        signatory = given.get("signatory")
        person = signatory if isinstance(signatory, dict) else {}
        return Commitment(
            block.address,
            block.title,
            block.number,
            block.level,
            words=Value(text(given.get("text"), self.language)),
            name=text(person.get("name"), self.language),
            position=text(person.get("position"), self.language),
            signed_at=text(given.get("signed_at")),
            signature=text(given.get("signature")),
            version=text(given.get("version")),
            signs=signing_digest(self.document) if given.get("signature") else "",
        )


def _table(block: Table) -> Iterator[Block]:
    """A table with widths; the activities as lanes, unless there is more to say about them."""
    if not block.columns:  # Only in drafts that were imported: a list of what is no record.
        return
    columns = tuple(map(Column, block.columns, column_widths(block)))
    rows = tuple(_row(row, columns) for row in block.rows)
    grid = Grid(
        block.address,
        block.title,
        block.number,
        block.level,
        columns,
        rows,
        caption=block.caption,
        also=block.also,
    )
    lanes = _lanes(block) if block.address == ACTIVITIES else ()
    if not lanes:
        yield grid
        return
    yield Lanes(
        block.address,
        block.title,
        block.number,
        block.level,
        lanes,
        caption=block.caption,
        also=block.also,
    )
    if len(block.columns) > len(LANE_COLUMNS):
        yield replace(grid, address="", title="", number="", caption="")


def _row(row: TableRow, columns: Iterable[Column]) -> GridRow:
    cells = []
    for cell, column in zip(row.cells, columns, strict=True):
        words = str(cell.value)
        fits = width(words) <= room_in(column.share) + 0.1 and not cell.value.file
        cells.append(GridCell(cell.address, cell.value, fits and stays_together(words)))
    return GridRow(row.address, tuple(cells))


def _lanes(block: Table) -> tuple[Lane, ...]:
    """The activities by function, functions in the order in which they first occur."""
    lanes: dict[str, list[Step]] = {}
    for row in block.rows:
        cells = {cell.address.rpartition("/")[2]: cell for cell in row.cells}
        if not all(name in cells for name in LANE_COLUMNS):
            return ()
        function, activity, order = (str(cells[name].value) for name in LANE_COLUMNS)
        lanes.setdefault(function, []).append(Step(row.address, order, activity))
    return tuple(Lane(name, tuple(steps)) for name, steps in lanes.items())


def _pairs(rows: Iterable[Row]) -> Iterator[tuple[Row, ...]]:
    """Two neighbours that are short share a line."""
    waiting: Row | None = None
    for row in rows:
        if not _is_short(row):
            if waiting is not None:
                yield (waiting,)
                waiting = None
            yield (row,)
        elif waiting is None:
            waiting = row
        else:
            yield (waiting, row)
            waiting = None
    if waiting is not None:
        yield (waiting,)


def _is_short(row: Row) -> bool:
    value = row.value
    if value.file or any(part.note or part.file for part in value.parts):
        return False
    return width(str(value)) <= HALF_A_LINE
