"""A list of records as a table: rows to look through and to write in; an item opens by itself.

The form of a section holds no field of the items, so that it costs the same with ten of them as
with two thousand. Each is read and saved alone (`schemes.designer.form.ItemForm`), and reading
the section's form leaves the list as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from schemes.blueprints import Node
from schemes.designer.fields.base import Field, Surroundings
from schemes.designer.fields.choosing import ChoiceField
from schemes.designer.fields.composite import LocalisedField
from schemes.designer.fields.plain import BooleanField, NumberField, TextField
from schemes.designer.posted import Posted
from schemes.designer.values import ABSENT
from schemes.documents import text
from schemes.documents.addresses import numbered
from schemes.findings import Finding
from schemes.reading import Reader, summary
from schemes.reading.phrases import is_internal, shortened

#: Rows of one page of a table.
ROWS = 50
#: What fits beside the number: a text takes two, all else one. An item shows all its parts when it
#: is opened.
COLUMNS = 6
#: Letters of a cell; an item shows all of them.
LETTERS = 90
#: Parts that are read in a cell. Lists, files and what is free stand in the opened item alone.
IN_A_CELL = frozenset(
    "localised text url number integer boolean date choice choices strings nullable "
    "number_or_range object variant".split()
)
#: What is written in a cell: values of one input.
WRITTEN_IN_A_CELL = (TextField, NumberField, ChoiceField, BooleanField)


@dataclass(frozen=True)
class Column:
    """One part of the items.

    `editor` is an empty field of its kind, for writing in a cell; its input is named by the
    address of the item and `suffix`. Without one the cell is for reading.
    """

    node: Node
    title: str
    unit: str
    suffix: str
    editor: Field | None

    @property
    def is_wide(self) -> bool:
        """Whether it holds sentences."""
        return self.node.kind == "localised"

    @property
    def is_number(self) -> bool:
        """Whether its words stand at the right."""
        return self.node.kind in ("number", "integer")


@dataclass(frozen=True)
class Cell:
    """What stands in a row under a column; `raw` is what an input would hold, None where none."""

    column: Column
    words: str
    raw: str | None


@dataclass
class ItemRow:
    """One item in its row."""

    address: str
    position: int
    name: str
    cells: list[Cell]
    #: Fingerprint of the item as it is shown; saving a cell tells it (`schemes.saving`).
    seen: str
    #: What its link and its buttons are called for who hears them.
    words: Mapping[str, str]
    is_first: bool
    is_last: bool
    findings: list[Finding] = field(default_factory=list)

    def all_findings(self) -> Iterator[Finding]:
        """For the state of the row."""
        yield from self.findings


class TableField(Field):
    """A list of records that are opened one by one."""

    template = "designer/fields/table.html"

    def __init__(
        self, around: Surroundings, node: Node, name: str, address: str, value: Any = ABSENT
    ) -> None:
        super().__init__(around, node, name, address, value)
        self.items = list(numbered(value)) if isinstance(value, list) else []
        self.below: dict[str, list[Finding]] = {}

    def read(self, posted: Posted) -> Any:
        """The list as it is: its items are saved one by one."""
        return self.value

    def take(self, finding: Finding) -> None:
        """A finding about an item stands in its row."""
        step = finding.address.removeprefix(self.address).lstrip("/").partition("/")[0]
        if step:
            self.below.setdefault(step, []).append(finding)
        else:
            self.findings.append(finding)

    def all_findings(self) -> Iterator[Finding]:
        """Of the list and of all its items."""
        yield from self.findings
        for findings in self.below.values():
            yield from findings

    @property
    def first_control(self) -> str:
        """Its button to add an item."""
        return f"add{self.address}"

    @property
    def is_collapsed(self) -> bool:
        """A table is never hidden."""
        return False

    @cached_property
    def item_title(self) -> str:
        """What one item is called."""
        return text(self.node.item_title or {}, self.around.language) or self.label

    @property
    def count(self) -> int:
        """How many items there are."""
        return len(self.items)

    @property
    def pages(self) -> int:
        """How many pages the rows take."""
        return max(-(-self.count // ROWS), 1)

    @property
    def page_numbers(self) -> range:
        """For the way to other pages."""
        return range(1, self.pages + 1)

    @cached_property
    def page(self) -> int:
        """The page that is shown: the one that was asked for, or with the item that was."""
        wanted = self.around.open_at
        if wanted.startswith(f"{self.address}/"):
            step = wanted.removeprefix(f"{self.address}/").partition("/")[0]
            for position, (one, _item) in enumerate(self.items):
                if str(one) == step:
                    return position // ROWS + 1
        return min(max(self.around.pages.get(self.address, 1), 1), self.pages)

    @cached_property
    def columns(self) -> list[Column]:
        """What is asked for and what some item has, in the order of the blueprint."""
        parts = [part for part in self.node.item().children() if _fits_a_cell(part)]
        there = {name for _step, item in self._shown() if isinstance(item, dict) for name in item}
        asked = [part for part in parts if part.required]
        used = [part for part in parts if not part.required and part.name in there]
        others = [part for part in parts if not part.required and part.name not in there]
        left, chosen = COLUMNS, set()
        for part in [*asked, *used, *others]:
            if left >= (width := 2 if part.kind == "localised" else 1):
                left -= width
                chosen.add(part.name)
        return [self._column(part) for part in parts if part.name in chosen]

    @cached_property
    def rows(self) -> list[ItemRow]:
        """Those of the page that is shown."""
        first = (self.page - 1) * ROWS
        return [
            self.row(str(step), item, first + place)
            for place, (step, item) in enumerate(self._shown(), 1)
        ]

    @cached_property
    def reader(self) -> Reader:
        """Says what stands in the cells."""
        return self.around.reader

    def row(self, step: str, item: Any, position: int) -> ItemRow:
        """The row of one item."""
        address = f"{self.address}/{step}"
        record = item if isinstance(item, dict) else {}
        return ItemRow(
            address,
            position,
            summary(self.reader, self.node.item(), item),
            [self._cell(column, address, record) for column in self.columns],
            self.around.token(item),
            self._words_of_buttons(position),
            position == 1,
            position == self.count,
            self.below.get(step, []),
        )

    def _words_of_buttons(self, position: int) -> dict[str, str]:
        said = {"item": self.item_title, "position": position}
        return {verb: words % said for verb, words in self._said.items()}

    @cached_property
    def _said(self) -> dict[str, str]:
        """Looked up once for all rows."""
        return {
            "up": _("Move %(item)s %(position)s up"),
            "down": _("Move %(item)s %(position)s down"),
            "duplicate": _("Double %(item)s %(position)s"),
            "remove": _("Remove %(item)s %(position)s"),
        }

    def _shown(self) -> list[Any]:
        return self.items[(self.page - 1) * ROWS : self.page * ROWS]

    def _column(self, part: Node) -> Column:
        editor = self._aside(part, "", ABSENT)
        suffix = f"/{part.name}"
        if isinstance(editor, LocalisedField):
            editor = next(one for one in editor.languages if one.node.name == self.around.language)
            suffix += f"/{self.around.language}"
        is_written = isinstance(editor, WRITTEN_IN_A_CELL)
        unit = text(part.unit, self.around.language) if part.unit else ""
        title = self.reader.title(part)
        return Column(part, title, unit, suffix, editor if is_written else None)

    def _cell(self, column: Column, address: str, record: dict[str, Any]) -> Cell:
        part = column.node
        value = record.get(part.name, ABSENT)
        if value is ABSENT:
            return Cell(column, "", None if column.editor is None else "")
        made = self._aside(part, f"{address}/{part.name}", value)
        if isinstance(made, LocalisedField):
            made = next(one for one in made.languages if one.node.name == self.around.language)
        raw = made.shown()[0] if column.editor and isinstance(made, WRITTEN_IN_A_CELL) else None
        return Cell(column, self._words(made, part, value), raw)

    def _words(self, made: Field, part: Node, value: Any) -> str:
        if isinstance(made, ChoiceField):
            chosen = made.shown()[0]
            return shortened(dict(made.known()).get(chosen, chosen), LETTERS)
        return shortened(str(self.reader.value(part, value)), LETTERS)

    def _aside(self, part: Node, name: str, value: Any) -> Field:
        """A field that is no place of the form."""
        around = self.around
        was_aside, around.is_aside = around.is_aside, True
        try:
            return around.field(part, name, name, value)
        finally:
            around.is_aside = was_aside


def _fits_a_cell(part: Node) -> bool:
    if is_internal(part) or part.kind not in IN_A_CELL:
        return False
    if part.kind in ("object", "variant"):
        shapes = part.variants() if part.kind == "variant" else [part]
        inner = [each for shape in shapes for each in shape.children()]
        return all(not each.children() or each.kind == "localised" for each in inner)
    return True
