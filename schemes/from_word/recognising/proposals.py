"""What is proposed for a piece, and why one has no place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Why(StrEnum):
    """Why a piece lies where it lies; those of `NOT_TAKEN` are listed and laid nowhere."""

    NO_PLACE = "no-place"
    REMARK = "remark"
    REST = "rest"
    PICTURE = "picture"
    HEADING = "heading"
    LEAD_IN = "lead-in"
    HEAD = "head"
    CAPTION = "caption"
    CONTENTS = "contents"
    MARGIN = "margin"
    DELETED = "deleted"
    HIDDEN = "hidden"
    TRANSLATION = "translation"
    PUBLISHER = "publisher"


#: Everything else without an address lies in the tray.
NOT_TAKEN = frozenset(
    {
        Why.HEADING, Why.LEAD_IN, Why.HEAD, Why.CAPTION, Why.CONTENTS, Why.MARGIN, Why.DELETED,
        Why.HIDDEN, Why.TRANSLATION, Why.PUBLISHER,
    }
)  # fmt: skip


@dataclass(frozen=True)
class Proposal:
    """One piece at one part of the blueprint.

    `address` is empty where it has none; then `why` says why. `value` is what would stand there:
    a number, a code, a record or records of a list; None stands for the words themselves. `joins`
    is the place of the piece of which this one is the translation. `is_fact` says that it is read
    out of a piece that lies elsewhere as well.
    """

    place: str
    address: str = ""
    language: str = "zh"
    value: Any = None
    why: Why | None = None
    joins: str = ""
    is_fact: bool = False

    @property
    def is_taken(self) -> bool:
        """Whether it is to be laid into the draft or waits in the tray."""
        return self.why not in NOT_TAKEN
