"""Chapters written as a Word file: headings, numbered clauses, tables with heads that repeat."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import docx
from django.utils.translation import gettext as _
from django.utils.translation import override
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.image.exceptions import UnrecognizedImageError
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt

from schemes.reading import (
    Block,
    Chapter,
    Clauses,
    Definitions,
    Group,
    Paragraph,
    Picture,
    Run,
    Sentence,
    Table,
    Value,
)
from schemes.word.marking import Frame, Framed, Marks
from schemes.word.numbering import HEADINGS, LEVELS, Numbering
from schemes.word.sheet import describe, lay_out

WIDEST_PICTURE = Cm(6)
#: A line of text, and the column of names beside values, in centimetres.
LINE, NAMES = 16.0, 4.2
#: Columns with shorter and with longer words than these, in Latin letters, are of one width.
NARROW, WIDE = 12, 80
#: What XML cannot hold.
CONTROLS = dict.fromkeys(i for i in range(32) if i not in (9, 10, 13))


@dataclass(frozen=True)
class Cover:
    """What stands before the text.

    `facts` are names with their words, such as the dates and the body; `note` says what the file
    is when it is not in force (a draft). `language` is `zh` or `en`.
    """

    title: str
    language: str
    dated: datetime
    number: str = ""
    kind: str = ""
    other_title: str = ""
    author: str = ""
    note: str = ""
    facts: Sequence[tuple[str, str]] = ()
    #: Of the scheme, for ever: a file that comes back is known by it.
    identity: str = ""


def word_file(
    cover: Cover, chapters: Iterable[Chapter], pictures: Mapping[str, bytes] | None = None
) -> bytes:
    """The file (`.docx`). `pictures` are PNG or JPEG by the SHA-256 digest of their file."""
    return _written(cover, chapters, pictures or {}).content()


def marked_places(cover: Cover, chapters: Iterable[Chapter]) -> Marks:
    """What the file marks: places and sentences, by the names of their bookmarks."""
    return _written(cover, chapters, {}).marks


def _written(cover: Cover, chapters: Iterable[Chapter], pictures: Mapping[str, bytes]) -> _Sheet:
    with override("en" if cover.language == "en" else "zh-hans"):
        sheet = _Sheet(cover, pictures)
        sheet.cover()
        for chapter in chapters:
            sheet.chapter(chapter)
        sheet.marks.write(sheet.word, cover.identity, cover.language)
        return sheet


@dataclass
class _Sheet:
    """The file while it is written."""

    about: Cover
    pictures: Mapping[str, bytes]
    word: Any = field(default_factory=docx.Document)
    marks: Marks = field(default_factory=Marks)

    def __post_init__(self) -> None:
        self.numbers = Numbering(self.word)
        self._writers: dict[type[Block], Callable[[Any], None]] = {
            Paragraph: self.paragraph,
            Definitions: self.definitions,
            Clauses: self.clauses,
            Table: self.table,
            Group: self.group,
            Sentence: self.sentence,
            Picture: self.figure,
        }
        about = self.about
        lay_out(self.word, about.number, about.note)
        describe(
            self.word,
            title=about.title,
            author=about.author,
            number=about.number,
            note=about.note,
            language=about.language,
            dated=about.dated,
        )

    def content(self) -> bytes:
        """The bytes of the file."""
        buffer = io.BytesIO()
        self.word.save(buffer)
        return buffer.getvalue()

    # --- text -------------------------------------------------------------------------------

    def cover(self) -> None:
        """Number, title and the facts, on a page of their own."""
        about = self.about
        self.marks.plain += [about.kind, about.number, about.title, about.other_title, about.note]
        for words in (about.kind, about.number):
            if words:
                self.line(words).alignment = WD_ALIGN_PARAGRAPH.RIGHT
        title = self.word.add_paragraph(_clean(about.title), style="Title")
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        title.paragraph_format.space_before = Cm(5)
        for words in (about.other_title, about.note):
            if words:
                self.line(words).alignment = WD_ALIGN_PARAGRAPH.CENTER
        facts = [(name, words) for name, words in about.facts if words]
        if facts:
            self.line("").paragraph_format.space_before = Cm(5)
            self.pairs((name, Value(words), "") for name, words in facts)
        self.line("").add_run().add_break(WD_BREAK.PAGE)

    def chapter(self, chapter: Chapter) -> None:
        """A numbered chapter."""
        self.heading(chapter.title, chapter.number, 0)
        self.blocks(chapter.blocks)

    def blocks(self, blocks: Iterable[Block]) -> None:
        """Blocks of any kind, one after the other."""
        for block in blocks:
            self._writers[type(block)](block)

    def heading(self, title: str, number: str, level: int, address: str = "") -> None:
        """A heading that Word numbers, where the text numbers it; the chapter has level 0.

        `address` is that of the place whose words it is.
        """
        if not title:
            return
        style = f"Heading {min(level + 1, HEADINGS)}"
        said = title if _is_counted(number) else f"{number}  {title}".strip()
        heading = self.word.add_paragraph(_clean(said), style=style)
        self.number(heading, number)
        self.marks.around([heading], address if said == title else "", [_clean(said)])

    def number(self, paragraph: Any, number: str) -> None:
        """Have Word count a heading or clause; numbers with letters stand there as they are."""
        if _is_counted(number):
            self.numbers.of_heading(paragraph, min(number.count(".") + 1, LEVELS))

    def sentence(self, block: Sentence) -> None:
        """A clause in sentences."""
        self.runs(block.number, block.paragraphs)

    def runs(self, number: str, paragraphs: Sequence[Sequence[Run]]) -> list[Any]:
        """Paragraphs of words, the first of them with the number of the clause."""
        lines = []
        before = "" if _is_counted(number) or not number else f"{number} "
        parts: list[Framed] = []
        for n, runs in enumerate(paragraphs):
            if n:
                parts.append(Framed("\n"))
            framed = _framed(runs)
            if before and not n:
                framed = (Framed(before), *framed)
            parts += framed
            lines.append(self.line("".join(part.words for part in framed)))
        self.number(lines[0], number)
        self.marks.sentence(lines, tuple(parts))
        return lines

    def figure(self, block: Picture) -> None:
        """A picture of the document; where it cannot be drawn, its name."""
        content = self.pictures.get(block.value.digest)
        if content is None:
            self.marks.around([self.line(str(block.value))], "", [str(block.value)])
            return
        paragraph = self.line("")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        try:
            paragraph.add_run().add_picture(io.BytesIO(content), width=WIDEST_PICTURE)
        except UnrecognizedImageError:
            paragraph.add_run(_clean(str(block.value)))
            self.marks.plain.append(_clean(str(block.value)))

    def paragraph(self, block: Paragraph) -> None:
        """A text under its title."""
        self.heading(block.title, block.number, block.level)
        words = block.value.paragraphs
        self.marks.around([self.line(one) for one in words], block.address, map(_clean, words))

    def definitions(self, block: Definitions) -> None:
        """Names beside their values."""
        self.pairs((row.title, row.value, row.address) for row in block.rows)

    def clauses(self, block: Clauses) -> None:
        """A list that Word numbers."""
        self.heading(block.title, block.number, block.level)
        if block.lead:
            self.letters(block)
            return
        number = self.numbers.new_list()
        for clause in block.clauses:
            first, *more = list(self.lines(clause.value)) or [""]
            words = f"{first} [{clause.label}]" if clause.label else first
            lines = [self.line(words)]
            self.numbers.of_clause(lines[0], number)
            for rest in more:
                lines.append(self.line(rest))
                lines[-1].paragraph_format.left_indent = Cm(0.85)
            self.marks.around(lines, clause.address, map(_clean, (words, *more)))

    def letters(self, block: Clauses) -> None:
        """A list by letters, after the words that lead to it."""
        self.runs(block.number, (block.lead,))
        number = self.numbers.new_list(letters=True)
        for clause in block.clauses:
            line = self.runs("", (clause.runs,))[0]
            self.numbers.of_clause(line, number)

    def table(self, block: Table) -> None:
        """A table whose head stands on each page."""
        self.heading(block.title, block.number, block.level)
        if block.caption:
            caption = self.line(block.caption)
            caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
            caption.paragraph_format.keep_with_next = True
            self.marks.plain.append(_clean(block.caption))
        columns = [
            [title, *(str(row.cells[place].value) for row in block.rows)]
            for place, title in enumerate(block.columns)
        ]
        made = self.grid(1 + len(block.rows), widths(columns))
        head, *rows = made.rows
        for cell, title in zip(head.cells, block.columns, strict=True):
            self.fill(cell, Value(title), is_head=True)
        head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for row, given in zip(rows, block.rows, strict=True):
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for cell, one in zip(row.cells, given.cells, strict=True):
                self.fill(
                    cell, one.value, address=one.address, is_number=one.is_number, runs=one.runs
                )
        self.line("")

    def group(self, block: Group) -> None:
        """A nested section."""
        self.heading(block.title, block.number, block.level, block.title_address)
        self.blocks(block.blocks)

    # --- parts ------------------------------------------------------------------------------

    def pairs(self, pairs: Iterable[tuple[str, Value, str]]) -> None:
        """A table of two columns, names and values with their addresses."""
        given = list(pairs)
        made = self.grid(len(given), [NAMES, LINE - NAMES])
        for row, (name, value, address) in zip(made.rows, given, strict=True):
            left, right = row.cells
            self.fill(left, Value(name), is_head=True)
            self.fill(right, value, address=address)
        self.line("")

    def grid(self, rows: int, columns: Sequence[float]) -> Any:
        """An empty table whose columns are so wide, in centimetres."""
        made = self.word.add_table(rows=rows, cols=len(columns), style="Table Grid")
        made.autofit = False
        for column, width in zip(made.columns, columns, strict=True):
            column.width = Cm(width)
            for cell in column.cells:
                cell.width = Cm(width)
        return made

    def fill(
        self,
        cell: Any,
        value: Value,
        *,
        address: str = "",
        is_head: bool = False,
        is_number: bool = False,
        runs: Sequence[Run] = (),
    ) -> None:
        """A value in a cell, a paragraph for each of its lines, and the drawing that it names."""
        said = [_clean(words) for words in self.lines(value)]
        for place, words in enumerate(said):
            paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(0)
            paragraph.add_run(words).bold = is_head or None
            if is_number:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if runs:
            self.marks.sentence(cell.paragraphs[: len(said)], _framed(runs))
        else:
            self.marks.around(cell.paragraphs[: len(said)], address, said)
        self.picture(cell, value)

    def line(self, words: str) -> Any:
        """A paragraph."""
        return self.word.add_paragraph(_clean(words))

    def lines(self, value: Value) -> Iterator[str]:
        """A value by lines: its paragraphs, or its parts where each needs a line."""
        if value.parts and not value.is_inline:
            if value.note:
                yield _("%(label)s:") % {"label": value.note}
            for part in value.parts:
                yield from self.lines(part)
        elif value.parts:
            yield str(value)
        else:
            first, *more = value.paragraphs or [""]
            yield str(Value(first, note=value.note))
            yield from more

    def picture(self, cell: Any, value: Value) -> None:
        """The drawing that a value names, below its name."""
        content = self.pictures.get(value.digest)
        if content is None:
            return
        paragraph = cell.add_paragraph()
        try:
            paragraph.add_run().add_picture(io.BytesIO(content), width=WIDEST_PICTURE)
        except UnrecognizedImageError:
            paragraph._p.getparent().remove(paragraph._p)


def _is_counted(number: str) -> bool:
    """Whether Word counts a number itself: 6.1.3, but neither 附录A nor A.1."""
    return number.replace(".", "").isdecimal()


def _framed(runs: Iterable[Run]) -> Frame:
    return tuple(Framed(_clean(run.text), run.address, run.cut) for run in runs)


def widths(columns: Sequence[Sequence[str]]) -> list[float]:
    """How wide columns with these words are together a line, in centimetres.

    A column with longer words is wider, but not in proportion: its words are broken.
    """
    needs = [min(max(NARROW, *map(_width, words)), WIDE) ** 0.5 for words in columns]
    return [LINE * need / sum(needs) for need in needs]


def _width(words: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in words)


def _clean(words: str) -> str:
    return words.translate(CONTROLS)
