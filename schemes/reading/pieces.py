"""The clauses of a rule before they have numbers."""

from __future__ import annotations

from dataclasses import dataclass, field

from schemes.blueprints.phrasing import Manner
from schemes.documents import Entry
from schemes.reading.blocks import Runs, TableRow, Value


@dataclass(frozen=True)
class Piece:
    """One clause. Its kind is sentence, list, item, group, table, form or picture.

    `leads` says that the sentence belongs to the table after it.
    """

    kind: str
    address: str = ""
    title: Runs = ()
    runs: Runs = ()
    pieces: list[Piece] = field(default_factory=list)
    columns: tuple[str, ...] = ()
    rows: tuple[TableRow, ...] = ()
    entries: tuple[Entry, ...] = ()
    value: Value = Value()
    leads: bool = False

    @property
    def is_numbered(self) -> bool:
        """Whether it is a clause that has a number of its own among others."""
        return self.kind in ("sentence", "list", "group") or (
            self.kind == "form" and bool(self.title)
        )


@dataclass
class PieceChapter:
    """One chapter."""

    key: str
    title: str
    manner: Manner
    pieces: list[Piece]
