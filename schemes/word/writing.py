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
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from schemes.reading import Block, Chapter, Clauses, Definitions, Group, Paragraph, Table, Value
from schemes.word.marking import Marks
from schemes.word.numbering import LEVELS, Numbering

#: Fonts that every Word has: for Latin, for Chinese text, for Chinese headings.
LATIN, SONG, HEI = "Times New Roman", "宋体", "黑体"
INK = RGBColor(0, 0, 0)
HEADING_SIZES = (14, 12, 11)
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


def marked_places(cover: Cover, chapters: Iterable[Chapter]) -> dict[str, tuple[str, str]]:
    """Address and words of each place that the file marks, by the name of its bookmark."""
    return dict(_written(cover, chapters, {}).marks.places)


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
        }
        self._page()
        self._styles()
        self._properties()

    def content(self) -> bytes:
        """The bytes of the file."""
        buffer = io.BytesIO()
        self.word.save(buffer)
        return buffer.getvalue()

    # --- the page ---------------------------------------------------------------------------

    def _page(self) -> None:
        page = self.word.sections[0]
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = Cm(2.5)
        page.top_margin = page.bottom_margin = Cm(2.4)
        page.different_first_page_header_footer = True
        head = page.header.paragraphs[0]
        head.text = "  ".join(filter(None, (self.about.number, self.about.note)))
        head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        foot = page.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _field(foot, "PAGE")

    def _styles(self) -> None:
        styles = self.word.styles
        for name, size in zip(("Normal", "Header", "Footer"), (10.5, 9, 9), strict=True):
            _font(styles[name], size, SONG)
        styles["Normal"].paragraph_format.space_after = Pt(6)
        styles["Normal"].paragraph_format.line_spacing = 1.25
        for level, size in enumerate(HEADING_SIZES, 1):
            style = styles[f"Heading {level}"]
            _font(style, size, HEI)
            style.font.color.rgb = INK
            style.paragraph_format.space_before = Pt(18 if level == 1 else 10)
            style.paragraph_format.space_after = Pt(6)
        _font(styles["Title"], 22, HEI)
        styles["Title"].font.color.rgb = INK

    def _properties(self) -> None:
        about, kept = self.about, self.word.core_properties
        kept.title, kept.author, kept.subject = about.title, about.author, about.number
        kept.created = kept.modified = about.dated
        kept.last_modified_by, kept.comments = about.author, about.note
        kept.language = "en" if about.language == "en" else "zh-CN"

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
        self.heading(chapter.title, str(chapter.number), 0)
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
        heading = self.word.add_paragraph(_clean(title), style=f"Heading {min(level + 1, LEVELS)}")
        if number:
            self.numbers.of_heading(heading, min(level + 1, LEVELS))
        self.marks.around([heading], address, [_clean(title)])

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

    def table(self, block: Table) -> None:
        """A table whose head stands on each page."""
        self.heading(block.title, block.number, block.level)
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
                self.fill(cell, one.value, address=one.address, is_number=one.is_number)
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
    ) -> None:
        """A value in a cell, a paragraph for each of its lines, and the drawing that it names."""
        said = [_clean(words) for words in self.lines(value)]
        for place, words in enumerate(said):
            paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(0)
            paragraph.add_run(words).bold = is_head or None
            if is_number:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
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


def widths(columns: Sequence[Sequence[str]]) -> list[float]:
    """How wide columns with these words are together a line, in centimetres.

    A column with longer words is wider, but not in proportion: its words are broken.
    """
    needs = [min(max(NARROW, *map(_width, words)), WIDE) ** 0.5 for words in columns]
    return [LINE * need / sum(needs) for need in needs]


def _width(words: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in words)


def _font(style: Any, size: float, chinese: str) -> None:
    style.font.name, style.font.size = LATIN, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), chinese)


def _field(paragraph: Any, code: str) -> None:
    """What Word computes, such as the number of the page."""
    run = paragraph.add_run()
    for kind in ("begin", "", "end"):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = code
        run._r.append(part)


def _clean(words: str) -> str:
    return words.translate(CONTROLS)
