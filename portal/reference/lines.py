"""The lines of a file by the columns of a register, or what is wrong with its header."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.core.tables.errors import TableUnreadable
from portal.core.tables.opening import without_empty_end
from portal.reference.faults import Fault, NoTable
from portal.reference.headings import Headed, headed, shown_columns
from portal.reference.registers import Register, Row
from portal.reference.unfolding import unfolded

Line = tuple[int, Row]


def headed_table(register: Register, content: bytes) -> Headed:
    """The table in a file.

    Raises:
        NoTable: the encoding, the quoting, or the header is wrong.
    """
    try:
        found = headed(register, content)
    except TableUnreadable as error:
        raise NoTable([Fault(error.line, "", error.message)]) from error
    of_width = list(_faults_of_width(found))
    found = unfolded(register, found)
    faults = list(_faults_of_header(register, found))
    faults += [Fault(one.line, "", one.message) for one in found.table.faults]
    faults.extend(of_width if not faults else ())
    if faults:
        raise NoTable(faults)
    return found


def by_column(found: Headed) -> list[Line]:
    """The rows by column, each with the number of the line that it begins on."""
    return [(line, dict(_named(found, cells))) for line, cells in found.rows]


def _named(found: Headed, cells: list[str]) -> Iterator[tuple[str, str]]:
    """The cells by column; those at the end of a row may be missing when they are empty."""
    for at, column in enumerate(found.columns):
        if column is not None:
            yield column, cells[at] if at < len(cells) else ""


def _faults_of_header(register: Register, found: Headed) -> Iterator[Fault]:
    for at, (name, column) in enumerate(zip(found.names, found.columns, strict=True)):
        if column is None and (name or _has_cells(found, at)):
            columns = ", ".join(shown_columns(register))
            text = _("There is no such column. There are: %(columns)s.") % {"columns": columns}
            yield Fault(found.line, name or str(at + 1), text)
        elif column is not None and column in found.columns[:at]:
            yield Fault(found.line, name, _("This column stands in the header twice."))
    for name, kept in register.fields.items():
        is_required = name in register.identity or not (kept.blank or kept.has_default())
        if is_required and name not in found.columns:
            yield Fault(found.line, name, _("This column is missing."))


def _has_cells(found: Headed, at: int) -> bool:
    return any(at < len(cells) and cells[at] for _line, cells in found.rows)


def _faults_of_width(found: Headed) -> Iterator[Fault]:
    width = len(found.names)
    for line, cells in found.rows:
        used = without_empty_end(cells)
        # A line of CSV that is too short was broken somewhere; a sheet has no end of line.
        is_short = len(cells) < width and not found.table.is_sheet
        if is_short or len(used) > width:
            numbers = {"found": len(used if len(used) > width else cells), "expected": width}
            text = _("The line has %(found)d columns, the header %(expected)d.")
            yield Fault(line, "", text % numbers)
