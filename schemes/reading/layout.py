"""Chapters from a document: which value becomes a paragraph, a line, a table or a section."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from schemes.blueprints import Node
from schemes.documents import Chapter as PresentSection
from schemes.documents import Entry, reading, text
from schemes.reading.blocks import (
    Block,
    Cell,
    Chapter,
    Clause,
    Clauses,
    Definitions,
    Group,
    Paragraph,
    Row,
    Table,
    TableRow,
    Value,
)
from schemes.reading.phrases import Reader, is_internal, summary, width_of

#: A longer text is a paragraph of its own, not a line beside its name; in Latin letters.
LONG = 180
#: A table with more columns does not fit a sheet of paper.
MOST_COLUMNS = 7
#: A column with longer texts makes a table hard to read; two are the most. In Latin letters.
WIDE = 80
#: The columns of a table of standards; what else a standard says stands in the last one.
STANDARD_COLUMNS = ("ref", "title", "issuer", "status", "role")
#: Parts of a standard that its number and title say already.
SAID_BY_THE_NUMBER = ("type", "year", "dated")
#: A currency that the unit of every amount says already.
CURRENCY_OF_AMOUNTS = {"currency": "CNY"}


def by_sections(reader: Reader) -> list[Chapter]:
    """The chapters as the blueprint's sections have them: names with values.

    They are in the language of the reader, which is active.
    """
    layout = Layout(reader)
    return [layout.chapter(section) for section in reading(reader.blueprint, reader.document)]


@dataclass(frozen=True)
class Heading:
    """Where a heading stands: its number and its level below the chapter (the chapter has 0)."""

    number: str
    level: int

    def below(self, position: int) -> Heading:
        """The heading of the n-th block below; the fourth level has no numbers any more."""
        number = f"{self.number}.{position}" if self.number and self.level < 3 else ""
        return Heading(number, min(self.level + 1, 3))

    def without_number(self) -> Heading:
        """The same level, with nothing numbered at it and below."""
        return Heading("", self.level)


class Layout:
    """Turns the walker's trees into blocks."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def chapter(self, present: PresentSection) -> Chapter:
        """One section of the blueprint; a section of one part does not repeat its name."""
        section, entries = present.section, present.entries
        title = text(section.title, self.reader.language)
        heading = Heading(str(present.number), 0)
        if len(section.parts) > 1:
            return Chapter(heading.number, section.key, title, self.blocks(entries, heading))
        entry = entries[0]
        inner = self.contents(entry, heading)
        return Chapter(heading.number, section.key, title, inner, entry.place.address)

    def contents(self, entry: Entry, heading: Heading) -> tuple[Block, ...]:
        """What stands in a place that has its heading already."""
        place = entry.place
        if place.value and isinstance(place.value, dict) and entry.entries:
            return self.blocks(entry.entries, heading)
        if place.value and place.node.kind == "records" and isinstance(place.value, list):
            return self.items(entry, heading, "")
        row = Row(place.address, self.title(entry), self.reader.value(place.node, place.value))
        return (Definitions(place.address, rows=(row,)),)

    def blocks(self, entries: Iterable[Entry], heading: Heading) -> tuple[Block, ...]:
        """The blocks of one level; neighbouring short values share one definition list."""
        made: list[Block] = []
        rows: list[Row] = []
        count = 0
        for entry in entries:
            if is_internal(entry.place.node):
                continue
            block = self.block(entry, heading.below(count + 1))
            if block is None:
                rows.append(self.row(entry))
                continue
            made.extend(_definitions(rows))
            rows = []
            made.append(block)
            count += 1
        made.extend(_definitions(rows))
        return tuple(made)

    def block(self, entry: Entry, heading: Heading) -> Block | None:
        """The block of its own that a value needs, or None for a line beside its name."""
        place = entry.place
        kind, value = place.node.kind, place.value
        title, number, level = self.title(entry), heading.number, heading.level
        if kind == "localised" and isinstance(value, dict):
            words = self.reader.localised(value)
            if width_of(words.text) <= LONG and "\n" not in words.text:
                return None
            return Paragraph(place.address, title, number, level, words)
        if kind == "records" and isinstance(value, list) and value:
            return self.list_of_records(entry, heading)
        if kind in ("object", "variant", "commitment") and entry.entries:
            if _is_small(entry):
                return None
            inner = self.blocks(entry.entries, heading)
            return Group(place.address, title, number, level, inner)
        return None

    def list_of_records(self, entry: Entry, heading: Heading) -> Block | None:
        """Names in one line, clauses as clauses, other records as a table or as sections."""
        item = entry.place.node.item()
        if "clause" not in item.marks and _is_only_named(entry):
            return None
        address, title = entry.place.address, self.title(entry)
        blocks = self.items(entry, heading, title)
        if len(blocks) == 1 and blocks[0].address == address:
            return blocks[0]
        return Group(address, title, heading.number, heading.level, blocks)

    def items(self, entry: Entry, heading: Heading, title: str) -> tuple[Block, ...]:
        """The records of a list under a heading that may be there already."""
        node, address = entry.place.node.item(), entry.place.address
        own = heading if title else Heading("", 1)
        if "clause" in node.marks:
            clauses = tuple(self.clause(item, str(n)) for n, item in enumerate(entry.entries, 1))
            return (Clauses(address, title, own.number, own.level, clauses),)
        if any("standard" in part.marks for part in node.children()):
            return (self.table_of_standards(entry, own, title),)
        table = self.table(entry, own, title)
        if table is not None:
            return (table,)
        return tuple(
            self.section(item, heading.below(n)) for n, item in enumerate(entry.entries, 1)
        )

    def section(self, entry: Entry, heading: Heading) -> Group:
        """A record as a section under its own name."""
        place = entry.place
        title = summary(self.reader, place.node, place.value)
        named_by = next((e for e in entry.entries if not is_internal(e.place.node)), None)
        said = named_by is not None and str(self.words(named_by)) == title
        rest = [e for e in entry.entries if not (said and e is named_by)]
        title_address = named_by.place.address if named_by is not None and said else ""
        inner = self.blocks(rest, heading.without_number())
        number, level = heading.number, heading.level
        return Group(place.address, title, number, level, inner, title_address)

    def clause(self, entry: Entry, number: str) -> Clause:
        """A clause with the words of its code, where people may choose one."""
        value = entry.place.value
        if not isinstance(value, dict):
            return Clause(entry.place.address, number, Value(str(value)))
        label = ""
        words = Value()
        for part in entry.entries:
            if part.place.node.kind == "choice" and not is_internal(part.place.node):
                label = str(self.words(part))
            elif part.place.node.name == "text":
                words = self.words(part)
        return Clause(entry.place.address, number, words, label)

    def table(self, entry: Entry, heading: Heading, title: str) -> Table | None:
        """The records as a table, unless it would be too wide."""
        present = {part.place.node.name for item in entry.entries for part in item.entries}
        columns = [
            part
            for part in entry.place.node.item().children()
            if part.name in present
            and not is_internal(part)
            and not self.is_said_by_the_unit(part, entry)
        ]
        if len(columns) > MOST_COLUMNS or any(part.kind == "records" for part in columns):
            return None
        rows = tuple(self.table_row(item, columns) for item in entry.entries)
        wide = {c.title for row in rows for c in row.cells if width_of(str(c.value)) > WIDE}
        if len(wide) > 2 or (wide and len(columns) > 5):
            return None
        titles = tuple(self.reader.title(part) for part in columns)
        number, level = heading.number, heading.level
        return Table(entry.place.address, title, number, level, titles, rows)

    def is_said_by_the_unit(self, part: Node, entry: Entry) -> bool:
        """Whether a column would only repeat the unit that stands with every amount."""
        said = CURRENCY_OF_AMOUNTS.get(part.name)
        records = [item.place.value for item in entry.entries]
        return said is not None and all(record.get(part.name) == said for record in records)

    def table_of_standards(self, entry: Entry, heading: Heading, title: str) -> Table:
        """Standards by number, with what does not fit a column in the last one."""
        node = entry.place.node.item()
        columns = [part for part in node.children() if part.name in STANDARD_COLUMNS]
        columns.sort(key=lambda part: STANDARD_COLUMNS.index(part.name))
        rest = [
            part
            for part in node.children()
            if part not in columns and part.name not in SAID_BY_THE_NUMBER and not is_internal(part)
        ]
        further = _("Further particulars")
        rows = []
        for item in entry.entries:
            row = self.table_row(item, columns)
            more = Cell("", further, self.gathered(item, rest))
            rows.append(TableRow(row.address, (*row.cells, more)))
        titles = (*(self.reader.title(part) for part in columns), further)
        number, level = heading.number, heading.level
        return Table(entry.place.address, title, number, level, titles, tuple(rows))

    def table_row(self, item: Entry, columns: Sequence[Node]) -> TableRow:
        """One record as a line; what it does not say is an empty cell."""
        by_name = {part.place.node.name: part for part in item.entries}
        cells = []
        for node in columns:
            part = by_name.get(node.name)
            value = self.words(part) if part is not None else Value()
            address = part.place.address if part is not None else ""
            is_number = node.kind in ("number", "integer")
            cells.append(Cell(address, self.reader.title(node), value, is_number))
        if not item.entries and columns:
            cells[0] = Cell("", cells[0].title, Value(str(item.place.value)))
        return TableRow(item.place.address, tuple(cells))

    def gathered(self, item: Entry, parts: Sequence[Node]) -> Value:
        """Several values of a record in one cell, each with its name."""
        names = {part.name for part in parts}
        return Value(
            parts=tuple(
                self.words(part).labelled(self.title(part))
                for part in item.entries
                if part.place.node.name in names
            )
        )

    def row(self, entry: Entry) -> Row:
        """A short value beside its name."""
        return Row(entry.place.address, self.title(entry), self.words(entry))

    def words(self, entry: Entry) -> Value:
        """The words of a place."""
        return self.reader.value(entry.place.node, entry.place.value)

    def title(self, entry: Entry) -> str:
        """The name of a place."""
        return self.reader.title(entry.place.node)


def _definitions(rows: list[Row]) -> list[Block]:
    """A definition list for the lines gathered so far, if there are any."""
    return [Definitions(rows[0].address, rows=tuple(rows))] if rows else []


def _is_small(entry: Entry) -> bool:
    """Whether a record is read best in one line: few parts, none of which has parts."""
    parts = [e for e in entry.entries if not is_internal(e.place.node)]
    if len(parts) > 3 or any(e.entries for e in parts):
        return False
    kinds = {e.place.node.kind for e in parts}
    if kinds & {"records", "strings", "object", "file"}:
        return False
    return all(width_of(str(text(e.place.value))) <= WIDE for e in parts)


def _is_only_named(entry: Entry) -> bool:
    """Whether the records have nothing but names."""
    return all(
        [part.place.node.name for part in item.entries if not is_internal(part.place.node)]
        == ["name"]
        for item in entry.entries
    )
