"""Registers: which models are reference data, and how a row is written and named.

A register is a model with a key for addresses, the columns of its CSV form, and the columns that
together name a row. `portal.reference.declaring` makes them known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models

Words = Any  # str or a lazy translation
Row = dict[str, str]
#: A row, the column at which something is wrong with it, and what.
RowFault = tuple[Any, str, str]

SEPARATOR = "; "
#: The column with the day from which a row holds that is only ever followed by another.
FROM_DAY = "in_force_from"
_ESCAPED = re.compile(r"[\\;]")
_UNESCAPED = re.compile(r"\\(.)", re.DOTALL)
_PARTS = re.compile(r"(?:\\.|[^;\\])+|\\$", re.DOTALL)


@dataclass(frozen=True)
class Once:
    """How a register was written before: a column for each code, where each has a row now.

    Files of that form are read, and addresses of such rows lead to the list. `columns` has the
    code and the heading of each column that was; `code` and `value` are the columns that hold
    them now.
    """

    code: str
    value: str
    columns: Mapping[str, tuple[str, Words]]


@dataclass(frozen=True)
class Register:
    """One reference register.

    `columns` are names of model fields, in the order of the CSV file; `identity` those of them
    that name a row. `notation`, `label_zh` and `label_en` are the columns that a SKOS concept
    takes its notation and labels from.
    """

    key: str
    model: type[models.Model]
    title: Words
    description: Words
    columns: tuple[str, ...]
    identity: tuple[str, ...]
    notation: str = ""
    label_zh: str = ""
    label_en: str = ""
    #: Columns that group the rows, such as the list of a code; the first makes the collection.
    filters: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    #: Whether rows may be changed and removed, or only ever followed by a successor.
    only_added: bool = False
    #: The columns that the public list shows; all of them when empty.
    shown: tuple[str, ...] = ()
    #: Which rows of the model are meant, where not all are.
    where: Mapping[str, Any] = field(default_factory=dict)
    #: Whether saving a row works out more than its columns, so that rows are saved one by one.
    works_out_more: bool = False
    #: The form in which the values that name a row are compared; other spellings are refused.
    spelling: Callable[[str], str] = str
    #: How it was written before, where that was otherwise.
    once: Once | None = None
    #: Columns with last days by which something ends beside `valid_until`.
    also_until: tuple[str, ...] = ()
    #: What is wrong with rows beside each other, such as two that contradict: of all rows as they
    #: would be. A form asks for one row by its `clean`, an import for all that it leaves.
    beside_each_other: Callable[[Sequence[Any]], Iterable[RowFault]] = lambda rows: ()
    #: Why a row stays that its days would let be taken back; empty where nothing keeps it. It is
    #: given the row, and when it was entered as far as that is known.
    stays_because: Callable[[Any, datetime | None], str] = lambda record, entered: ""

    @property
    def last_days(self) -> tuple[str, ...]:
        """The columns with a last day; on the day after it something counts no more."""
        return tuple(name for name in ("valid_until", *self.also_until) if name in self.columns)

    @property
    def is_dated(self) -> bool:
        """Whether rows have days of validity."""
        return "valid_from" in self.columns

    @property
    def is_followed(self) -> bool:
        """Whether a row holds from a day until the next one of its kind does."""
        return self.only_added and FROM_DAY in self.columns

    @property
    def about(self) -> tuple[str, ...]:
        """Of rows that follow each other, the columns that say what they are about."""
        return tuple(name for name in self.identity if name != FROM_DAY)

    @property
    def fields(self) -> dict[str, Any]:
        """The model field of each column."""
        return {name: self.model._meta.get_field(name) for name in self.columns}

    def keeps(self, record: models.Model) -> bool:
        """Whether a row of the model belongs to the register."""
        return all(getattr(record, name) == value for name, value in self.where.items())

    @property
    def records(self) -> models.QuerySet[Any]:
        """All rows of the register, in their order."""
        return self.all_rows.filter(**self.where)

    @property
    def all_rows(self) -> models.QuerySet[Any]:
        """All rows of the model with the rows that they name, whether the register keeps them."""
        related = [name for name, kept in self.fields.items() if kept.is_relation]
        rows = self.model._default_manager.all()
        return rows.select_related(*related) if related else rows

    def row(self, record: models.Model) -> Row:
        """The row as text, as the CSV form has it."""
        return {name: as_text(record, name) for name in self.columns}

    def name_of(self, record: models.Model) -> str:
        """What names the row in histories and addresses."""
        return self.name_of_row(self.row(record))

    def name_of_row(self, row: Mapping[str, str]) -> str:
        """The same, from a row."""
        return " / ".join(self.identity_of(row))

    def identity_of(self, row: Mapping[str, str]) -> tuple[str, ...]:
        """The values that name the row."""
        return tuple(row.get(name, "") for name in self.identity)

    def spelled_alike(self, name: tuple[str, ...]) -> tuple[str, ...]:
        """What is the same for all spellings of the values that name a row."""
        return tuple(map(self.spelling, name))


def as_text(record: models.Model, name: str) -> str:
    """The value of a column as CSV holds it.

    Days as ISO 8601, truth as `yes` or empty, lists joined by `; `, other rows by their key.
    A `;` or a backslash inside an entry of a list has a backslash before it.
    """
    value = getattr(record, name)
    if isinstance(value, models.Model):
        return _key_of(value)
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return as_list(value)
    return str(value)


def as_list(parts: Iterable[Any]) -> str:
    """The entries of a list as one text."""
    return SEPARATOR.join(_ESCAPED.sub(r"\\\g<0>", str(part)) for part in parts)


def parts_of(text: str) -> list[str]:
    """The entries of a list that is written as one text; see `as_text`."""
    parts = (_UNESCAPED.sub(r"\1", part).strip() for part in _PARTS.findall(text))
    return [part for part in parts if part]


def _key_of(record: models.Model) -> str:
    """How another row is named in a column: by its own register, else by its key."""
    register = register_of(type(record))
    return register.name_of(record) if register is not None else str(record.pk)


_declared: dict[str, Register] = {}


def make_known(register: Register) -> None:
    """Give the register its place after those that are known already."""
    assert register.key not in _declared, f"The register {register.key} is declared twice."
    _declared[register.key] = register


def registers() -> Iterator[Register]:
    """All registers, in the order of their declaration."""
    yield from _declared.values()


def find_register(key: str) -> Register | None:
    """The register with this key."""
    return _declared.get(key)


def register_of(model: type[models.Model]) -> Register | None:
    """The register that keeps rows of this model."""
    return next((found for found in _declared.values() if found.model is model), None)
