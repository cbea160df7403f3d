"""The blocks that a chapter is made of.

Every block carries the address of its place, which is also its anchor: `id="/basis/@b3"` and
`href="#/basis/@b3"` need no translation between form, report, reading view and print.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from django.utils.translation import gettext


@dataclass(frozen=True)
class Value:
    """Words ready to be shown.

    `language` is set where the words are in another language than the one asked for (`zh` on an
    English page). `parts` holds the values of a list; `note` a label that stands before the words.
    """

    text: str = ""
    language: str = ""
    link: str = ""
    colour: str = ""
    note: str = ""
    file: Mapping[str, Any] | None = None
    parts: tuple[Value, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text or self.parts or self.file)

    def __str__(self) -> str:
        words = gettext(", ").join(map(str, self.parts)) if self.parts else self.text
        if not self.note:
            return words
        return gettext("%(label)s: %(words)s") % {"label": self.note, "words": words}

    @property
    def paragraphs(self) -> list[str]:
        """The text by lines, for texts of several paragraphs."""
        return [line.strip() for line in self.text.splitlines() if line.strip()]

    @property
    def is_inline(self) -> bool:
        """Whether its parts are short words that are read best in one line."""
        return all(
            not (part.note or part.parts or part.link or part.file or len(part.text) > 16)
            for part in self.parts
        )

    @property
    def digest(self) -> str:
        """The SHA-256 digest of the file, by which its address is looked up."""
        return str(self.file.get("sha256", "")) if self.file else ""

    @property
    def size(self) -> int | None:
        """The size of the file in bytes, where the document says it."""
        size = self.file.get("bytes") if self.file else None
        return size if isinstance(size, int) else None

    def labelled(self, note: str) -> Value:
        """The same words with a label before them."""
        return replace(self, note=note)


@dataclass(frozen=True)
class Run:
    """Some words of a sentence: those of a place, or those that stand around them.

    `address` is that of the place, empty for words around and for what is said a second time.
    `cut` is the sign at its end that gave way to that of the sentence. `value` is there where more
    than its text is to be shown: a file, a colour, an address.
    """

    text: str
    address: str = ""
    cut: str = ""
    language: str = ""
    link: str = ""
    value: Value | None = None


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Block:
    """What all blocks have: a place, a title and a number (which may be empty), and a level.

    The level is that of the heading below its chapter, from 1 to 3. `also` are other places that
    this block shows and that have no element of their own.
    """

    kind: ClassVar[str] = ""
    address: str
    title: str = ""
    number: str = ""
    level: int = 1
    also: tuple[str, ...] = field(default=(), kw_only=True)

    @property
    def anchor(self) -> str:
        """The `id` of this block's element."""
        return self.address

    @property
    def clause_anchor(self) -> str:
        """The `id` of its number, by which a clause is linked to: `clause-6.1.3`."""
        return f"clause-{self.number}"

    @property
    def template(self) -> str:
        """The fragment that shows this kind of block on a page."""
        return f"components/chapters/{self.kind}.html"

    @property
    def heading(self) -> str:
        """The element of this block's heading; chapters are `h2`."""
        return f"h{self.level + 2}"


@dataclass(frozen=True)
class Paragraph(Block):
    """A text of one or more paragraphs under its title."""

    kind: ClassVar[str] = "paragraph"
    value: Value = Value()


@dataclass(frozen=True)
class Sentence(Block):
    """A clause in sentences, by paragraphs."""

    kind: ClassVar[str] = "sentence"
    paragraphs: tuple[Runs, ...] = ()

    @property
    def runs(self) -> Runs:
        """All its words."""
        return tuple(run for runs in self.paragraphs for run in runs)


@dataclass(frozen=True)
class Picture(Block):
    """A file of the document, shown as a picture."""

    kind: ClassVar[str] = "picture"
    value: Value = Value()


@dataclass(frozen=True)
class Row:
    """One line of a definition list."""

    address: str
    title: str
    value: Value

    @property
    def anchor(self) -> str:
        """The `id` of this line's element."""
        return self.address


@dataclass(frozen=True)
class Definitions(Block):
    """Names with their values."""

    kind: ClassVar[str] = "definitions"
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Cell:
    """One cell of a table, with its column's title for narrow screens."""

    address: str
    title: str
    value: Value
    is_number: bool = False
    also: tuple[str, ...] = ()
    #: Its words where they are made of more than one value.
    runs: Runs = ()

    @property
    def anchor(self) -> str:
        """The `id` of this cell's element; empty for a cell that gathers several places."""
        return self.address


@dataclass(frozen=True)
class TableRow:
    """One record as a line of a table."""

    address: str
    cells: tuple[Cell, ...]

    @property
    def anchor(self) -> str:
        """The `id` of this line's element."""
        return self.address


@dataclass(frozen=True)
class Table(Block):
    """Records with short columns. `caption` is its number among all tables of the rule, and title.

    Where there is no caption, the title is that of a heading.
    """

    kind: ClassVar[str] = "table"
    caption: str = field(default="", kw_only=True)
    columns: tuple[str, ...] = ()
    rows: tuple[TableRow, ...] = ()


@dataclass(frozen=True)
class Clause:
    """One clause of a list: a number, its words, and the words of its code where it has one."""

    address: str
    number: str
    value: Value
    label: str = ""
    runs: Runs = ()

    @property
    def anchor(self) -> str:
        """The `id` of this clause's element."""
        return self.address


@dataclass(frozen=True)
class Clauses(Block):
    """A numbered list of clauses, after the words that lead to it.

    One that is continued stands behind others of its list, so its number and lead are not shown.
    """

    kind: ClassVar[str] = "clauses"
    clauses: tuple[Clause, ...] = ()
    lead: Runs = field(default=(), kw_only=True)
    is_continued: bool = field(default=False, kw_only=True)


@dataclass(frozen=True)
class Group(Block):
    """A nested section. `title_address` is the place whose words became the title."""

    kind: ClassVar[str] = "group"
    blocks: tuple[Block, ...] = ()
    title_address: str = ""


@dataclass(frozen=True)
class Chapter:
    """One chapter of the document; its number is empty where it has none.

    `address` is that of the one part that the chapter consists of, else empty. `also` are other
    places that it shows and that have no element of their own.
    """

    number: str
    key: str
    title: str
    blocks: tuple[Block, ...]
    address: str = ""
    also: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """The `id` of the chapter's element."""
        return f"chapter-{self.key}"
