"""Files of an earlier form of a register: a column for each code, where each has a row now."""

from __future__ import annotations

from collections.abc import Iterator

from portal.reference.headings import Headed
from portal.reference.registers import Once, Register

Row = tuple[int, list[str]]


def unfolded(register: Register, found: Headed) -> Headed:
    """The table with a row for each such cell that says something; another one as it is.

    A row for each keeps the number of the line that it stood in.
    """
    once = register.once
    if once is None or not set(once.columns) & set(found.columns):
        return found
    places = [at for at, column in enumerate(found.columns) if column not in once.columns]
    return Headed(
        found.table,
        found.line,
        [*(found.names[at] for at in places), once.code, once.value],
        [*(found.columns[at] for at in places), once.code, once.value],
        list(_rows(once, found, places)),
    )


def _rows(once: Once, found: Headed, places: list[int]) -> Iterator[Row]:
    for line, cells in found.rows:
        cells = cells + [""] * (len(found.columns) - len(cells))
        kept = [cells[at] for at in places]
        for at, column in enumerate(found.columns):
            if column is not None and column in once.columns and cells[at]:
                code, _heading = once.columns[column]
                yield line, [*kept, code, cells[at]]
