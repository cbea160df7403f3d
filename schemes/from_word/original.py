"""A Word file as pieces: everything that stands in it, each with its place in the original."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a piece is in its file."""

    TEXT = "text"
    ROW = "row"
    HEAD = "head"
    PICTURE = "picture"
    FOOTNOTE = "footnote"
    COMMENT = "comment"
    MARGIN = "margin"
    CONTENTS = "contents"
    DELETED = "deleted"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Piece:
    """One paragraph, row of a table, picture, note or remark.

    `place` names it in its file for ever, since the file is kept as it came: `p12` is the twelfth
    paragraph of the body, `t3.r2` the second row of the third table, `p12.i1` a picture in a
    paragraph. `number` is what is printed before the words, whether Word counts it or somebody
    typed it. `level` is that of a heading (from 1), else 0. `cells` are those of a row by the
    columns of its table's grid, `columns` the words of the head above each of them. `at` is the
    place at which a note, remark or picture stands. `marks` are the bookmarks of ours that cover
    it; of a row, one for each cell, empty where there is none. `by` says who wrote a remark, or
    whose tracked change the words are.
    """

    place: str
    kind: Kind
    text: str
    number: str = ""
    level: int = 0
    style: str = ""
    is_bold: bool = False
    is_centred: bool = False
    cells: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    table: str = ""
    at: str = ""
    picture: str = ""
    by: str = ""
    marks: tuple[str, ...] = ()

    @property
    def is_heading(self) -> bool:
        """Whether it heads what follows."""
        return self.level > 0

    @property
    def printed(self) -> str:
        """The words with the number before them, as they stand on paper."""
        return f"{self.number} {self.text}".strip()

    def as_json(self) -> dict[str, Any]:
        """The piece as it is kept: what says nothing is left out."""
        kept = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {name: _plain(value) for name, value in kept.items() if value not in ("", 0, ())}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Piece:
        """The piece that was kept."""
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()
        }
        values |= {"text": kept.get("text", ""), "kind": Kind(kept["kind"])}
        return cls(**values)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


@dataclass(frozen=True)
class Original:
    """All pieces of a file in the order of reading, and its pictures by their SHA-256 digest.

    `told` are the addresses and words that `schemes.word` wrote into a file of ours, by bookmark.
    """

    pieces: tuple[Piece, ...]
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    told: Mapping[str, Any] = field(default_factory=dict)
