"""Numbers for the chapters, clauses, items and tables of a rule, after GB/T 1.1.

A clause has a number where there is more than one beside it, so each can be cited: 第6.1.3条.
Items of a list have letters. Tables are numbered through. Foreword and notes have no numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from schemes.blueprints.phrasing import Manner
from schemes.reading.blocks import (
    Block,
    Cell,
    Chapter,
    Clause,
    Clauses,
    Group,
    Picture,
    Run,
    Runs,
    Sentence,
    Table,
    TableRow,
    Value,
)
from schemes.reading.filling import Later
from schemes.reading.layout import Heading, Layout
from schemes.reading.phrases import shortened
from schemes.reading.pieces import Piece, PieceChapter

#: Headings below a chapter look alike from this level on.
DEEPEST = 3
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def number_chapters(
    chapters: Iterable[PieceChapter], layout: Layout, shown: Collection[str] = ()
) -> list[Chapter]:
    """The chapters with their numbers, as blocks. `shown` are places that are elements already."""
    given = list(chapters)
    numbers = list(_chapter_numbers(given))
    made = _Numbered(layout, shown)
    for chapter, number in zip(given, numbers, strict=True):
        made.chapter(chapter, number)
    return [_settled(chapter, made.cited) for chapter in made.chapters]


def _chapter_numbers(chapters: Sequence[PieceChapter]) -> Iterator[str]:
    counts = {Manner.CHAPTER: 0, Manner.ANNEX: 0}
    for chapter in chapters:
        if chapter.manner not in counts:
            yield ""
            continue
        counts[chapter.manner] += 1
        count = counts[chapter.manner]
        yield LETTERS[count - 1].upper() if chapter.manner is Manner.ANNEX else str(count)


def letter(position: int) -> str:
    """The letter of the n-th item of a list, from 1: a, b, … z, aa, ab."""
    words = ""
    while position > 0:
        position, rest = divmod(position - 1, len(LETTERS))
        words = LETTERS[rest] + words
    return words


@dataclass
class _Numbered:
    """The chapters made so far; `cited` are the numbers of items by their address."""

    layout: Layout
    shown: Collection[str] = ()
    chapters: list[Chapter] = field(default_factory=list)
    cited: dict[str, str] = field(default_factory=dict)
    tables: int = 0

    def chapter(self, chapter: PieceChapter, number: str) -> None:
        """One chapter with its clauses."""
        blocks = tuple(self.blocks(chapter.pieces, number, 1))
        title = chapter.title
        if chapter.manner is Manner.ANNEX:
            number = _("Annex %(letter)s") % {"letter": number}
        self.chapters.append(Chapter(number, chapter.key, title, blocks))

    def blocks(self, pieces: Sequence[Piece], around: str, level: int) -> Iterator[Block]:
        """The blocks of neighbours; each has a number where it has neighbours that have one."""
        counted = [one for one in pieces if one.is_numbered]
        alone = len(counted) == 1 and counted[0].kind != "group"
        count = 0
        for n, piece in enumerate(pieces):
            number = ""
            if piece.is_numbered and around and not alone:
                count += 1
                number = f"{around}.{count}"
            elif alone and piece.is_numbered:
                number = ""
            following = pieces[n + 1] if n + 1 < len(pieces) else None
            yield from self.block(piece, number, around, level, following)

    def block(
        self, piece: Piece, number: str, around: str, level: int, following: Piece | None
    ) -> Iterator[Block]:
        """The block of one piece."""
        self._cite(piece, number or around)
        level = min(level, DEEPEST)
        title = _said(piece.title)
        if piece.kind == "sentence":
            leads = following is not None and following.kind == "table"
            runs = self.with_table(piece.runs) if leads else piece.runs
            yield _sentence(piece, runs, number, level)
        elif piece.kind == "list":
            yield self.list(piece, number, level)
        elif piece.kind == "group":
            inner = tuple(self.blocks(piece.pieces, number, level + 1))
            said = tuple(run.address for run in piece.title if run.address)
            is_whole = len(piece.title) == 1 and bool(said)
            title_at, also = (said[0], ()) if is_whole else ("", said)
            yield Group(piece.address, title, number, level, inner, title_at, also=also)
        elif piece.kind == "table":
            yield self.table(piece, level)
        elif piece.kind == "picture":
            yield Picture(piece.address, title, "", level, piece.value)
        elif piece.kind == "form":
            yield from self.form(piece, title, number, level)

    def list(self, piece: Piece, number: str, level: int) -> Clauses:
        """A list by letters; each item ends with the sign that fits its place."""
        last = len(piece.pieces) - 1
        items = []
        for n, item in enumerate(piece.pieces):
            sign = _("%(letter)s)") % {"letter": letter(n + 1)}
            runs = _ended(item.runs, _(".") if n == last else _(";"))
            self.cited[item.address] = f"{number or ''} {sign}".strip()
            items.append(Clause(item.address, sign, _value_of(runs), runs=runs))
        address = piece.address
        return Clauses(address, "", number, level, tuple(items), lead=piece.runs)

    def table(self, piece: Piece, level: int) -> Table:
        """A table with its number among all."""
        self.tables += 1
        rows = tuple(
            TableRow(row.address, tuple(_counted(cell, n) for cell in row.cells))
            for n, row in enumerate(piece.rows, 1)
        )
        caption = f"{_table_number(self.tables)}  {_said(piece.title)}".strip()
        return Table(piece.address, "", "", level, piece.columns, rows, caption=caption)

    def with_table(self, runs: Runs) -> Runs:
        """The words that lead to a table, with its number."""
        number = _table_number(self.tables + 1)
        return tuple(
            replace(run, text=number, link="") if run.link == Later.TABLE else run for run in runs
        )

    def form(self, piece: Piece, title: str, number: str, level: int) -> Iterator[Block]:
        """Names with values."""
        inner = self._new(self.layout.blocks(piece.entries, Heading("", level)))
        if not title:
            yield from inner
        elif inner:
            yield Group("", title, number, level, inner)

    def _new(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        """Blocks that are no second element of a place."""
        made: list[Block] = []
        for block in blocks:
            address = "" if block.address in self.shown else block.address
            if isinstance(block, Group):
                made.append(replace(block, address=address, blocks=self._new(block.blocks)))
            else:
                made.append(replace(block, address=address))
        return tuple(made)

    def _cite(self, piece: Piece, number: str) -> None:
        if piece.address and number:
            self.cited.setdefault(piece.address, number)


def _table_number(number: int) -> str:
    return _("Table %(number)d") % {"number": number}


def _counted(cell: Cell, n: int) -> Cell:
    if cell.value.link == Later.ROW:
        return replace(cell, value=replace(cell.value, text=str(n), link=""))
    return cell


def _sentence(piece: Piece, runs: Runs, number: str, level: int) -> Sentence:
    """A sentence; where it says one place, it is the element of that place."""
    places = {run.address for run in runs if run.address}
    address = piece.address or (places.pop() if len(places) == 1 else "")
    return Sentence(address, "", number, level, tuple(_paragraphs(runs)))


def _paragraphs(runs: Runs) -> Iterator[Runs]:
    """The words by paragraphs; the words of a place may be several."""
    is_alone = len({run.address for run in runs if run.address}) == 1
    line: list[Run] = []
    for run in runs:
        if "\n" not in run.text:
            line.append(run)
            continue
        first, *more = run.text.split("\n")
        line.append(replace(run, text=first))
        for text in more:
            yield tuple(line)
            line = [replace(run, text=text, address=run.address if is_alone else "")]
    yield tuple(line)


def _ended(runs: Runs, sign: str) -> Runs:
    """The words with one sign at their end, whatever was there."""
    runs = tuple(run for run in runs if run.text)
    if not runs:
        return runs
    *before, last = runs
    text = last.text.rstrip()
    if last.language == "zh":
        sign = {";": "；", ".": "。"}.get(sign, sign)
    if text.endswith(("。", "；", ";", "，", ",", "、")) or (
        text.endswith(".") and not text.endswith(("Ltd.", "Inc.", "Co.", "etc."))
    ):
        text = text[:-1]
    ended = replace(last, text=text, cut=last.cut or last.text[len(text) :])
    if text.endswith(("！", "？", "!", "?", ".")):
        return (*before, ended)
    return (*before, ended, Run(sign))


def _said(runs: Runs) -> str:
    return shortened("".join(run.text for run in runs), 80)


def _value_of(runs: Runs) -> Value:
    languages = {run.language for run in runs if run.address}
    language = languages.pop() if len(languages) == 1 else ""
    return Value("".join(run.text for run in runs), language=language)


def _settled(chapter: Chapter, cited: Mapping[str, str]) -> Chapter:
    """The chapter with the numbers that its sentences mention."""
    blocks = tuple(_with_numbers(block, cited) for block in chapter.blocks)
    return replace(chapter, blocks=blocks)


def _with_numbers(block: Block, cited: Mapping[str, str]) -> Block:
    if isinstance(block, Group):
        inner = tuple(_with_numbers(one, cited) for one in block.blocks)
        return replace(block, blocks=inner)
    if isinstance(block, Sentence):
        if not any(run.link[:1] == "\0" for run in block.runs):
            return block
        paragraphs = tuple(
            tuple(_mentioned(run, cited) for run in runs) for runs in block.paragraphs
        )
        return replace(block, paragraphs=paragraphs)
    if isinstance(block, Clauses):
        lead = tuple(_mentioned(run, cited) for run in block.lead)
        clauses = tuple(
            replace(one, runs=tuple(_mentioned(run, cited) for run in one.runs))
            for one in block.clauses
        )
        return replace(block, lead=lead, clauses=clauses)
    if isinstance(block, Table):
        if not any(cell.value.link[:1] == "\0" for row in block.rows for cell in row.cells):
            return block
        rows = tuple(
            replace(row, cells=tuple(_mentioning(cell, cited) for cell in row.cells))
            for row in block.rows
        )
        return replace(block, rows=rows)
    return block


def _mentioned(run: Run, cited: Mapping[str, str]) -> Run:
    if run.link[:1] != "\0":
        return run
    address = run.link.removeprefix(Later.CLAUSE)
    return replace(run, text=_clause_words(cited.get(address, "")), link=f"#{address}")


def _mentioning(cell: Cell, cited: Mapping[str, str]) -> Cell:
    value = cell.value
    if not value.link.startswith(Later.CLAUSE):
        return cell
    address = value.link.removeprefix(Later.CLAUSE)
    said = replace(value, text=_clause_words(cited.get(address, "")), link=f"#{address}")
    return replace(cell, value=said)


def _clause_words(number: str) -> str:
    return _("clause %(number)s") % {"number": number} if number else ""
