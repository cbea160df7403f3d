"""A document composed into the chapters and clauses of a rule, by the phrasing of its blueprint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.core.units import Unit
from schemes.blueprints import Blueprint
from schemes.blueprints.phrasing import Blank, Clause, Column, Manner, Phrasing, Template
from schemes.documents import Document, Entry, text
from schemes.documents.addresses import numbered
from schemes.documents.walking import entries_of
from schemes.reading.anchoring import with_anchors
from schemes.reading.blocks import Cell, Chapter, Run, Runs, TableRow, Value
from schemes.reading.filling import Filled, Filler, Scope
from schemes.reading.layout import Layout, by_sections
from schemes.reading.numbering import number_chapters
from schemes.reading.phrases import Reader
from schemes.reading.pieces import Piece, PieceChapter
from schemes.reading.remaining import remaining


def chapters(
    blueprint: Blueprint,
    document: Document,
    language: str,
    units: Mapping[str, Unit],
    fields: Mapping[str, str] | None = None,
) -> list[Chapter]:
    """The chapters that have content, in one language (`zh` or `en`), as the blueprint words them.

    A blueprint without words of its own reads as the built-in ones do; what was filed on paper,
    and is a list of facts, by its sections.
    """
    with override("en" if language == "en" else "zh-hans"):
        reader = Reader(blueprint, document, language, units, {} if fields is None else fields)
        phrasing = blueprint.phrasing
        made = composed(phrasing, reader) if phrasing is not None else by_sections(reader)
        return with_anchors(made)


def composed(phrasing: Phrasing, reader: Reader) -> list[Chapter]:
    """The chapters that have content, in the language of the reader, which is active."""
    return _Composer(phrasing, reader).chapters()


@dataclass
class _Composer:
    """Walks the outline; `said` are the places that have words already."""

    phrasing: Phrasing
    reader: Reader
    said: set[str] = field(default_factory=set)
    #: The places that are an element already; what is said again there has none.
    shown: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        blueprint, document = self.reader.blueprint, self.reader.document
        self.root = Scope("", blueprint.root, document)
        self.filler = Filler(self.reader, self.root)

    def chapters(self) -> list[Chapter]:
        """All chapters: those of the outline, and before the notes what it knows nothing of."""
        made = [
            PieceChapter(
                one.key, self.words(one.title), one.manner, self.clauses(one.clauses, self.root)
            )
            for one in self.phrasing.chapters
        ]
        self._add_what_remains(made)
        present = [one for one in made if one.pieces]
        return number_chapters(present, Layout(self.reader), self.shown)

    def words(self, title: Mapping[str, str]) -> str:
        """A title in the language of the reader."""
        return text(title, self.reader.language)

    # --- clauses ----------------------------------------------------------------------------

    def clauses(self, clauses: Iterable[Clause], scope: Scope) -> list[Piece]:
        """What the clauses become; those that have nothing to say are left out."""
        return [piece for clause in clauses for piece in self.clause(clause, scope)]

    def clause(self, clause: Clause, scope: Scope) -> Iterator[Piece]:
        """What one clause becomes: nothing, a piece, or one for each item of its list."""
        if clause.table:
            yield from self.table(clause, scope)
        elif clause.form:
            yield from self.form(clause, scope)
        elif clause.picture:
            yield from self.picture(clause, scope)
        elif clause.each:
            yield from self.each(clause, scope)
        elif clause.say is not None:
            yield from self.sentence(clause, scope)
        else:
            inner = self.clauses(clause.clauses, scope)
            if inner:
                title = self.fill(clause.title, scope)
                yield Piece("group", title=title, pieces=inner)

    def sentence(self, clause: Clause, scope: Scope) -> Iterator[Piece]:
        """A clause in one or more sentences."""
        runs = self.fill(clause.say, scope)
        if runs:
            said = Piece("sentence", runs=runs)
            title = self.fill(clause.title, scope)
            yield Piece("group", title=title, pieces=[said]) if title else said

    def each(self, clause: Clause, scope: Scope) -> Iterator[Piece]:
        """A list by letters, or a clause for each of its items."""
        items = self.items(clause.each, scope)
        if clause.say is None:
            for item in items:
                title = self.fill(clause.title, item)
                inner = self.clauses(clause.clauses, item)
                if title or inner:
                    yield Piece("group", self.own(item.address), title=title, pieces=inner)
            return
        made = [
            Piece("item", self.own(item.address), runs=runs)
            for item in items
            if (runs := self.fill(clause.say, item))
        ]
        lead = self.fill(clause.lead, scope) if made else ()
        if not made:
            return
        if lead:
            listed = Piece(
                "list", self.own(self.address_of(clause.each, scope)), runs=lead, pieces=made
            )
            title = self.fill(clause.title, scope)
            yield Piece("group", title=title, pieces=[listed]) if title else listed
        else:
            yield from (replace(one, kind="sentence") for one in made)

    def table(self, clause: Clause, scope: Scope) -> Iterator[Piece]:
        """A table with its caption, after the sentence that leads to it."""
        items = self.items(clause.table, scope)
        filled = [[self.cell(column.say, item) for column in clause.columns] for item in items]
        kept = [n for n, _one in enumerate(clause.columns) if any(row[n].runs for row in filled)]
        if not kept:
            return
        for row in filled:
            self.say(at for cell in row if not cell.runs for at in cell.said)
        rows = []
        for item, cells in zip(items, filled, strict=True):
            at = self.own(item.address)
            made = tuple(self.made_cell(cells[n], clause.columns[n]) for n in kept)
            rows.append(TableRow(at, made))
        columns = tuple(self.words(clause.columns[n].title) for n in kept)
        address = self.own(self.address_of(clause.table, scope))
        lead = self.fill(clause.lead, scope)
        if lead:
            yield Piece("sentence", runs=lead, leads=True)
        title = self.fill(clause.title, scope)
        yield Piece("table", address, title=title, columns=columns, rows=tuple(rows))

    def cell(self, say: Template, item: Scope) -> Filled:
        """The words of a cell; empty where a place that they need is not there."""
        return self.filler.fill(say, item, prose=False) or Filled()

    def made_cell(self, filled: Filled, column: Column) -> Cell:
        """A cell; one place alone keeps all that its value shows."""
        runs = self.new(filled)
        places = [run.address for run in runs if run.address]
        address, also = (places[0], tuple(places[1:])) if places else ("", ())
        if len(runs) == 1:
            run = runs[0]
            value = run.value or Value(run.text, run.language, run.link)
            return Cell(address, self.words(column.title), value, column.is_number)
        value = Value("".join(run.text for run in runs))
        return Cell(address, self.words(column.title), value, column.is_number, also, runs)

    def form(self, clause: Clause, scope: Scope) -> Iterator[Piece]:
        """Names with values, of all that is at and below a place."""
        address = self.address_of(clause.form, scope)
        entry = next(self.entry_at(address), None)
        if entry is not None and (left := remaining([entry], self.said)):
            self.say(one.place.address for one in _all(left))
            yield Piece("form", address, title=self.fill(clause.title, scope), entries=left)

    def picture(self, clause: Clause, scope: Scope) -> Iterator[Piece]:
        """A picture, of a file that the document names."""
        found = self.below(clause.picture, scope)
        if found is not None and found.node is not None and isinstance(found.value, dict):
            self.say([found.address])
            value = self.reader.value(found.node, found.value)
            title = self.fill(clause.title, scope)
            yield Piece("picture", self.own(found.address), title=title, value=value)

    # --- places -----------------------------------------------------------------------------

    def fill(self, template: Template | None, scope: Scope) -> Runs:
        """The words of a sentence, whose places count as said from now on."""
        if template is None:
            return ()
        filled = self.filler.fill(template, scope)
        return self.new(filled) if filled is not None else ()

    def new(self, filled: Filled) -> Runs:
        """The runs; what has words elsewhere already is said again without its address."""
        self.say(filled.said)
        return tuple(
            replace(run, address="") if run.address and not self.own(run.address) else run
            for run in filled.runs
        )

    def own(self, address: str) -> str:
        """The address of an element, where the place is none already; else empty."""
        if address in self.shown:
            return ""
        self.shown.add(address)
        return address

    def say(self, addresses: Iterable[str]) -> None:
        """Count places as said."""
        self.said.update(addresses)

    def below(self, steps: Sequence[str], scope: Scope) -> Scope | None:
        """The place that a path leads to, from the record or else from the document."""
        return self.filler.at(Blank(tuple(steps)), scope)

    def address_of(self, steps: Sequence[str], scope: Scope) -> str:
        """The address that a path leads to; empty where nothing is."""
        found = self.below(steps, scope)
        return found.address if found is not None else ""

    def items(self, steps: Sequence[str], scope: Scope) -> list[Scope]:
        """The items of a list."""
        found = self.below(steps, scope)
        if found is None or found.node is None or not isinstance(found.value, list):
            return []
        if "items" not in found.node.schema:
            return []
        node = found.node.item()
        if found.node.kind != "records":
            self.say([found.address])
        return [
            Scope(f"{found.address}/{step}", node, item) for step, item in numbered(found.value)
        ]

    def entry_at(self, address: str) -> Iterator[Entry]:
        """The walked tree at an address."""
        for entry in _all(entries_of(self.reader.blueprint, self.reader.document)):
            if entry.place.address == address:
                yield entry

    # --- what remains -----------------------------------------------------------------------

    def _add_what_remains(self, made: list[PieceChapter]) -> None:
        """Add what no clause said to the chapter of its part; unknown parts have their own."""
        blueprint, document = self.reader.blueprint, self.reader.document
        by_key = {one.key: one for one in made}
        whole = list(remaining(entries_of(blueprint, document), self.said))
        for home, entries in _by_home(whole, self.phrasing):
            chapter = by_key.get(home) or self._chapter_of_section(entries[0], made, by_key)
            title = (Run(_("Further particulars")),) if chapter.pieces else ()
            chapter.pieces.append(Piece("form", title=title, entries=tuple(entries)))

    def _chapter_of_section(
        self, entry: Entry, made: list[PieceChapter], by_key: dict[str, PieceChapter]
    ) -> PieceChapter:
        """The chapter of a part that no outline knows: it is called as its section is."""
        part = entry.place.address.split("/")[1]
        section = next(one for one in self.reader.blueprint.sections if part in one.parts)
        key = f"section-{section.key}"
        if key not in by_key:
            by_key[key] = PieceChapter(key, self.words(section.title), Manner.CHAPTER, [])
            made.insert(_end_of_chapters(made), by_key[key])
        return by_key[key]


def _by_home(entries: Iterable[Entry], phrasing: Phrasing) -> Iterator[tuple[str, list[Entry]]]:
    """What remains by the chapter that it belongs to, in the order in which it is met."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        for home, part in _homes(entry, phrasing):
            found.setdefault(home or f"\0{entry.place.node.name}", []).append(part)
    for home, parts in found.items():
        yield ("" if home.startswith("\0") else home), parts


def _homes(entry: Entry, phrasing: Phrasing) -> Iterator[tuple[str, Entry]]:
    """An entry, taken apart where its parts belong to different chapters."""
    steps = _steps(entry)
    own = phrasing.home_of(steps)
    paths = (path for path, _key in phrasing.homes)
    deeper = any(len(path) > len(steps) and path[: len(steps)] == steps for path in paths)
    if not deeper or not entry.entries:
        yield own, entry
        return
    rest = []
    for part in entry.entries:
        homes = list(_homes(part, phrasing))
        if all(home == own for home, _part in homes):
            rest.append(part)
        else:
            yield from homes
    if rest:
        yield own, Entry(entry.place, tuple(rest))


def _steps(entry: Entry) -> tuple[str, ...]:
    return tuple(entry.place.address.split("/")[1:])


def _end_of_chapters(made: Sequence[PieceChapter]) -> int:
    for n, chapter in enumerate(made):
        if chapter.manner in (Manner.ANNEX, Manner.BACK):
            return n
    return len(made)


def _all(entries: Iterable[Entry]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        yield from _all(entry.entries)
