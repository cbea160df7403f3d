"""A run of paragraphs and tables, such as the body, a header or a note, as pieces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from schemes.from_word.original import Kind, Piece
from schemes.from_word.reading.counting import Counting
from schemes.from_word.reading.paragraphs import Paragraph, ParagraphReader
from schemes.from_word.reading.styles import Look, Styles, merged, said_by
from schemes.from_word.reading.tables import Grid, head_rows, heads

#: What only wraps paragraphs and tables.
_WRAPPING = {
    qn(f"w:{name}") for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")
}
_GONE = {qn("w:del"), qn("w:moveFrom")}


@dataclass
class Story:
    """Reads the blocks of one story; `pictures` are digests by relationship id."""

    styles: Styles
    counting: Counting
    pictures: dict[str, str] = field(default_factory=dict)
    #: What a paragraph of this story is where nothing else is said of it.
    kind: Kind = Kind.TEXT

    def __post_init__(self) -> None:
        self._paragraphs = ParagraphReader()

    def pieces(self, element: Any, place: str = "", at: str = "") -> Iterator[Piece]:
        """The pieces of everything below an element; `place` is the beginning of their places."""
        ends = element.iter(qn("w:bookmarkEnd"))
        self._paragraphs.ends |= {str(one.get(qn("w:id"))) for one in ends}
        counts = {"p": 0, "t": 0}
        going_on: Paragraph | None = None
        for block in self._blocks(element):
            if block.tag == qn("w:tbl"):
                counts["t"] += 1
                yield from self._table(block, f"{place}t{counts['t']}", at)
                continue
            counts["p"] += 1
            read = self._paragraphs.read(block)
            if going_on is not None:
                read = _joined(going_on, read)
            if read.goes_on:
                going_on = read
                continue
            going_on = None
            yield from self._of_paragraph(block, read, f"{place}p{counts['p']}", at)
        if going_on is not None:
            yield from self._of_paragraph(block, going_on, f"{place}p{counts['p']}", at)

    def _blocks(self, element: Any) -> Iterator[Any]:
        for child in element:
            if child.tag in (qn("w:p"), qn("w:tbl")):
                yield child
            elif child.tag in _WRAPPING:
                yield from self._blocks(child)
            elif child.tag == qn("w:bookmarkStart"):
                self._paragraphs.bookmark_begins(child)
            elif child.tag == qn("w:bookmarkEnd"):
                self._paragraphs.bookmark_ends(child)

    def _look(self, block: Any) -> Look:
        properties = block.find(qn("w:pPr"))
        style = properties.find(qn("w:pStyle")) if properties is not None else None
        look = self.styles.look(str(style.get(qn("w:val"))) if style is not None else "")
        return merged(look, dict(said_by(properties, None)))

    def _of_paragraph(self, block: Any, read: Paragraph, place: str, at: str) -> Iterator[Piece]:
        look = self._look(block)
        is_contents = read.is_contents or look.is_contents
        number = self.counting.label(look.list, look.depth) if look.list and read.words else ""
        if read.words:
            yield Piece(
                place,
                Kind.CONTENTS if is_contents else self.kind,
                read.words,
                number=number,
                level=0 if is_contents else look.outline,
                style=look.name,
                is_bold=read.is_bold or look.is_bold,
                is_centred=look.is_centred,
                at=at,
                by=read.by,
                marks=tuple(dict.fromkeys(read.marks)),
            )
        yield from self.hanging(read, place)

    def hanging(self, read: Paragraph, place: str) -> Iterator[Piece]:
        """What hangs on the words of a paragraph: boxes, pictures, what is deleted or hidden."""
        for n, box in enumerate(read.boxes, 1):
            yield from self.pieces(box, f"{place}.x{n}.", at=place)
        for n, name in enumerate(read.pictures, 1):
            digest = self.pictures.get(name, "")
            yield Piece(f"{place}.i{n}", Kind.PICTURE, "", at=place, picture=digest)
        for n, gone in enumerate(read.gone, 1):
            yield Piece(f"{place}.d{n}", Kind.DELETED, gone.words, at=place, by=gone.by)
        if read.hidden.strip():
            yield Piece(f"{place}.v", Kind.HIDDEN, read.hidden.strip(), at=place)
        for note in read.notes:
            # Only says where it stands; `opening` puts the words in.
            yield Piece(note, Kind.FOOTNOTE, "", at=place)

    # --- tables -----------------------------------------------------------------------------

    def _table(self, element: Any, place: str, at: str) -> Iterator[Piece]:
        grid = Grid(element)
        if grid.width <= 1:
            for n, row in enumerate(grid.rows, 1):
                for cell in row.cells:
                    yield from self.pieces(cell.element, f"{place}.r{n}.", at)
            return
        number_of_heads = head_rows(grid)
        read = [list(self._row(row, f"{place}.r{n}", at)) for n, row in enumerate(grid.rows, 1)]
        words = [self._in_grid(grid, n, read) for n in range(len(read))]
        columns = heads(words[:number_of_heads], grid.width)
        for n, (own, *others) in enumerate(read):
            is_head = n < number_of_heads
            kind = Kind.HEAD if is_head else Kind.ROW
            if grid.rows[n].is_deleted:
                kind = Kind.DELETED
            if own.text or any(words[n]):
                yield Piece(
                    own.place,
                    kind if self.kind == Kind.TEXT else self.kind,
                    own.text,
                    cells=tuple(words[n]),
                    columns=() if is_head else columns,
                    table=place,
                    at=at,
                    by=own.by,
                    marks=self._marks_in_grid(grid, n, own.marks),
                )
            yield from others

    def _row(self, row: Any, place: str, at: str) -> Iterator[Piece]:
        """The row's own piece with the words of its cells, then what hangs in them."""
        texts: list[str] = []
        marks: list[str] = []
        hanging: list[Piece] = []
        by = ""
        for n, cell in enumerate(row.cells, 1):
            lines, names = [], []
            for p, block in enumerate(self._blocks(cell.element), 1):
                if block.tag == qn("w:tbl"):
                    hanging += self._table(block, f"{place}.c{n}.t{p}", at)
                    continue
                inner = self._paragraphs.read(block)
                number = ""
                if inner.words:
                    look = self._look(block)
                    number = self.counting.label(look.list, look.depth) if look.list else ""
                lines.append(f"{number} {inner.words}".strip())
                names += inner.marks
                by = by or inner.by
                hanging += self.hanging(inner, f"{place}.c{n}.p{p}")
            texts.append("\n".join(filter(None, lines)))
            marks.append(names[0] if names else "")
        own = Piece(place, Kind.ROW, " | ".join(filter(None, texts)), cells=tuple(texts), by=by)
        kept = tuple(marks) if any(marks) else ()
        yield Piece(**{**own.__dict__, "marks": kept})
        yield from hanging

    @staticmethod
    def _marks_in_grid(grid: Grid, n: int, marks: tuple[str, ...]) -> tuple[str, ...]:
        """The marks of a row by columns, as its words are."""
        if not marks:
            return ()
        found = [""] * grid.width
        for cell, mark in zip(grid.rows[n].cells, marks, strict=True):
            found[cell.column] = mark
        return tuple(found)

    @staticmethod
    def _in_grid(grid: Grid, n: int, read: list[list[Piece]]) -> list[str]:
        """The words of a row by columns; a cell that goes on from above says what that one says."""
        words = [""] * grid.width
        for cell, text in zip(grid.rows[n].cells, read[n][0].cells, strict=True):
            source = text
            above = n
            while cell.goes_on and above and not source:
                above -= 1
                source = _at_column(grid, above, cell.column, read)
            for column in range(cell.column, min(cell.column + cell.span, grid.width)):
                words[column] = source
        return words


def _at_column(grid: Grid, n: int, column: int, read: list[list[Piece]]) -> str:
    for cell, text in zip(grid.rows[n].cells, read[n][0].cells, strict=True):
        if cell.column <= column < cell.column + cell.span:
            return text
    return ""


def _joined(first: Paragraph, second: Paragraph) -> Paragraph:
    """Two paragraphs as one, since the end of the first is deleted."""
    return Paragraph(
        first.words + second.words,
        first.gone + second.gone,
        first.hidden + second.hidden,
        first.notes + second.notes,
        first.pictures + second.pictures,
        first.boxes + second.boxes,
        first.marks + second.marks,
        first.by or second.by,
        first.is_bold and second.is_bold,
        first.is_contents or second.is_contents,
        first.has_field or second.has_field,
        second.goes_on,
    )
