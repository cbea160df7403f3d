"""What can be wrong with a file of rows, and the refusal of the whole that follows."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Fault:
    """What is wrong in one place of a file: the line (its first is line 1) and the column.

    `heading` is what the file calls the column.
    """

    line: int
    column: str
    message: str
    heading: str = ""

    def __str__(self) -> str:
        column = self.heading or self.column
        place = {"line": self.line, "column": column, "message": self.message}
        if self.column:
            return _("Line %(line)d, %(column)s: %(message)s") % place
        return _("Line %(line)d: %(message)s") % place


class UnreadableTable(Exception):
    """The file cannot be taken; `faults` lists everything that is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults


class NoTable(UnreadableTable):
    """The file is no table of this register at all, so that its rows could not be looked at."""


class ChangedMeanwhile(UnreadableTable):
    """Rows of the register are not what they were when the file was read; nothing was changed."""
