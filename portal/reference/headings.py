"""The columns of a file, by whatever name an office gives them, and where its heading stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.core.folding import fold
from portal.core.tables.errors import TableUnreadable
from portal.core.tables.opening import Table, open_table, without_empty_end
from portal.reference.registers import Register
from portal.reference.wording import heading

#: Among so many rows the heading is looked for; above it stand titles and notes.
LOOKED_AT = 20


@dataclass
class Headed:
    """A table with its heading: by place the column, or none where nobody knows the name."""

    table: Table
    line: int = 1
    names: list[str] = field(default_factory=list)
    columns: list[str | None] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)

    @property
    def known(self) -> int:
        """How many columns are known."""
        return sum(column is not None for column in self.columns)


def headed(register: Register, content: bytes) -> Headed:
    """The table of a register in a file: the reading in which most of its columns are known.

    Raises:
        TableUnreadable: it is no table at all, or several sheets hold one.
    """
    known = names_of_columns(register)
    found = [_with_heading(table, known) for table in open_table(content)]
    if not found:
        return Headed(Table())
    best = max(found, key=lambda one: one.known)
    is_workbook = all(one.table.is_sheet for one in found)
    if is_workbook and sum(bool(one.known > 1) for one in found) > 1:
        raise TableUnreadable(1, _("Several sheets hold such a table. Keep one and delete others."))
    return best


def _with_heading(table: Table, known: Mapping[str, str]) -> Headed:
    """The table from the row in which most names are known; else from its first row."""
    best = Headed(table)
    for at, (line, cells) in enumerate(table.rows[:LOOKED_AT]):
        names = without_empty_end(cells)
        columns = [known.get(_folded(name)) for name in names]
        here = Headed(table, line, names, columns, table.rows[at + 1 :])
        if at == 0 or here.known > best.known:
            best = here
    return best


def names_of_columns(register: Register) -> dict[str, str]:
    """Columns by their own names and by their headings in every language, folded."""
    known = {_folded(name): name for name in register.columns}
    for code, _name in settings.LANGUAGES:
        with override(code):
            for column in register.columns:
                known.setdefault(_folded(heading(register, column)), column)
            for column, (_code, title) in register.once.columns.items() if register.once else ():
                known |= {_folded(column): column, _folded(str(title)): column}
    return known


def headings_of(register: Register) -> list[str]:
    """What the columns are called in the page's language; by `headed` each is known again."""
    known = names_of_columns(register)
    titles = [heading(register, column) for column in register.columns]
    return [
        title if known[_folded(title)] == column else column
        for title, column in zip(titles, register.columns, strict=True)
    ]


def shown_columns(register: Register) -> Iterator[str]:
    """The columns with their headings, for people to choose from."""
    for column in register.columns:
        title = heading(register, column)
        yield column if fold(title) == column else f"{column} ({title})"


def _folded(name: str) -> str:
    """A heading without differences of width, case, blanks, and a mark that it is required."""
    return "".join(fold(name).split()).strip("*:")
