"""Registers as CSV: one row per line, columns by name; all rows are taken or none.

UTF-8 with a byte-order mark on the way out, so that spreadsheets read Chinese; on the way in what
offices have: other encodings and separators, workbooks, headings and values in their language.
Columns may stand in any order and may be left out when they are optional. Rows that a file does
not name stay as they are.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from portal.core.tables.writing import csv_file
from portal.reference.cells import CellReader, in_words_of
from portal.reference.changes import (
    PREVIEW,
    acting,
    acting_person,
    gathering_changes,
    is_preview,
    record_changes,
)
from portal.reference.faults import ChangedMeanwhile, Fault, UnreadableTable
from portal.reference.headings import headings_of
from portal.reference.lines import by_column, headed_table
from portal.reference.models import ReferenceChange
from portal.reference.registers import Register, Row

Name = tuple[str, ...]
BATCH = 500
#: Of a statement that changes many rows, the length grows with the rows and the work faster.
CHANGED_TOGETHER = 200


@dataclass
class Plan:
    """What an import would do: rows to add and to change, and how many are as they were."""

    register: Register
    added: list[models.Model] = field(default_factory=list)
    changed: list[tuple[Row, models.Model]] = field(default_factory=list)
    unchanged: int = 0
    #: What of the file is kept in another spelling: the register's, of rows and identifiers.
    respelled: list[Fault] = field(default_factory=list)
    #: The line of the file that each row stands in, by what names the row.
    lines: dict[Name, int] = field(default_factory=dict)

    def apply(self) -> None:
        """Save all of it in one transaction, with its history, as an import of who is acting.

        Raises:
            ChangedMeanwhile: with every row that others added, changed or removed since the file
                was read.
        """
        origin = PREVIEW if is_preview() else "import"
        with acting(acting_person(), origin), transaction.atomic(), gathering_changes():
            stored = self._lock()
            faults = [*self._changed_since(stored), *self._added_since()]
            if faults:
                raise ChangedMeanwhile(sorted(faults, key=lambda fault: fault.line))
            self._add()
            self._change(stored)

    def _lock(self) -> dict[Any, models.Model]:
        """The rows to be changed as they are now, by key; nobody changes them until the end."""
        keys = sorted(record.pk for _before, record in self.changed)
        stored: dict[Any, models.Model] = {}
        for at in range(0, len(keys), BATCH):
            rows = self.register.all_rows.select_for_update(of=("self",))
            stored.update(rows.in_bulk(keys[at : at + BATCH]))
        return stored

    def _changed_since(self, stored: dict[Any, models.Model]) -> Iterator[Fault]:
        for before, record in self.changed:
            found = stored.get(record.pk)
            if found is None or self.register.row(found) != before:
                yield self._fault(before, _("The row was changed or removed meanwhile."))

    def _added_since(self) -> Iterator[Fault]:
        known = names_in(self.register) if self.added else {}
        for record in self.added:
            row = self.register.row(record)
            if self.register.spelled_alike(self.register.identity_of(row)) in known:
                yield self._fault(row, _("The row was added meanwhile."))

    def _fault(self, row: Row, text: str) -> Fault:
        return Fault(self.lines.get(self.register.identity_of(row), 0), "", text)

    def _add(self) -> None:
        if self.register.works_out_more:
            for record in self.added:
                record.save()
        else:
            add_together(self.register, self.added)

    def _change(self, stored: dict[Any, models.Model]) -> None:
        """Change the columns of the register alone: what else a row holds may be newer by now."""
        for _before, planned in self.changed:
            record = stored[planned.pk]
            for name in self.register.columns:
                setattr(record, name, getattr(planned, name))
        if self.register.works_out_more:
            for record in stored.values():
                record.save()
        elif self.changed:
            self._change_together(list(stored.values()))

    def _change_together(self, records: list[Any]) -> None:
        """Change rows in few queries, with a line of history each."""
        pairs = [(before, self.register.row(record)) for before, record in self.changed]
        moved = {name for before, after in pairs for name in after if after[name] != before[name]}
        self.register.model._default_manager.bulk_update(records, sorted(moved), CHANGED_TOGETHER)
        record_changes(self.register, pairs)


def add_together(register: Register, records: list[Any]) -> None:
    """Add rows in few queries, with a line of history each."""
    register.model._default_manager.bulk_create(records, batch_size=BATCH)
    record_changes(register, [(None, register.row(record)) for record in records])


def names_in(register: Register) -> dict[Name, Name]:
    """What names each row that is there, by what all spellings of it have in common."""
    names = (register.identity_of(register.row(record)) for record in register.records)
    return {register.spelled_alike(name): name for name in names}


def export(
    register: Register, records: Iterable[models.Model] | None = None, *, in_words: bool = False
) -> bytes:
    """The register, or some of its rows, as a CSV file; in the reader's words for an office.

    Either form can be imported again. Programs get the names of columns and the codes.
    """
    found = register.records.iterator(1000) if records is None else records
    rows = (register.row(record) for record in found)
    if in_words:
        return csv_file(itertools.chain([headings_of(register)], in_words_of(register, rows)))
    return csv_file(itertools.chain([register.columns], (row.values() for row in rows)))


def plan(register: Register, content: bytes) -> Plan:
    """Read a CSV file and say what taking it would do.

    Raises:
        UnreadableTable: with every fault of every line; `NoTable` where there are no lines.
    """
    found = headed_table(register, content)
    reader = _Planner(register)
    for line, row in by_column(found):
        reader.take(line, row)
    reader.judge_beside_each_other()
    names = dict(zip(found.columns, found.names, strict=True))
    if reader.faults:
        faults = [replace(one, heading=names.get(one.column, "")) for one in reader.faults]
        raise UnreadableTable(sorted(faults, key=lambda fault: fault.line))
    said = reader.plan.respelled
    reader.plan.respelled = [replace(one, heading=names.get(one.column, "")) for one in said]
    return reader.plan


def add_missing(register: Register, content: bytes) -> int:
    """Add the rows that were never there, leaving all others alone; returns how many.

    A row that was removed, or has another name since, was there: it does not come back. Many at
    once, with one line of history each. For the content that ships with the portal, which is not
    validated a second time.
    """
    known, cells = names_in(register), CellReader(register)
    missing: dict[Name, models.Model] = {}
    faults: list[Fault] = []
    for line, row in by_column(headed_table(register, content)):
        values, refused = cells.values(row)
        faults.extend(Fault(line, name, text) for name, texts in refused.items() for text in texts)
        if not refused:
            record = register.model(**register.where, **values)
            name = register.spelled_alike(register.identity_of(register.row(record)))
            if name not in known:
                missing[name] = record
    if faults:
        raise UnreadableTable(faults)
    if missing:
        with transaction.atomic():
            for name in _names_ever(register) & missing.keys():
                del missing[name]
            add_together(register, list(missing.values()))
    return len(missing)


def _names_ever(register: Register) -> set[Name]:
    """What has named a row at any time that the history knows of."""
    lines = ReferenceChange.objects.filter(register=register.key).values_list("before", "after")
    rows = (row for line in lines.iterator() for row in line if row is not None)
    return {register.spelled_alike(register.identity_of(row)) for row in rows}


class _Planner:
    """Takes line after line, and gathers what to do and what is wrong."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.plan = Plan(register)
        self.faults: list[Fault] = []
        self._cells = CellReader(register)
        self._relations = {name for name, kept in register.fields.items() if kept.is_relation}
        self._sure = set() if register.where else set(register.identity)
        self._satisfied: set[tuple[object, ...]] = set()
        self._seen = self.plan.lines
        self._known: dict[Name, models.Model] = {}
        for record in register.records:
            self._known[register.identity_of(register.row(record))] = record
        self._spelled = {register.spelled_alike(name): name for name in self._known}

    def take(self, line: int, row: Row) -> None:
        """Judge one line."""
        values, refused = self._cells.values(row)
        for column, messages in refused.items():
            self._refuse(line, column, messages)
        for column, kept in self._cells.respelled.items():
            text = _("“%(typed)s” is kept as “%(kept)s”.") % {"typed": row[column], "kept": kept}
            self.plan.respelled.append(Fault(line, column, text))
        made = self.register.model(**self.register.where, **values)
        if refused:
            # What stands in the other cells is told now and not only on the next attempt.
            self._check(line, made, lambda: made.clean_fields(exclude=self._judged(made, refused)))
            return
        name = self.register.identity_of(self.register.row(made))
        if name in self._seen:
            text = _("The row stands in line %(line)d already.") % {"line": self._seen[name]}
            is_spelled_alike = self.register.identity_of(row) == name
            self._refuse(line, "" if is_spelled_alike else self.register.identity[0], [text])
            return
        spelled = self._spelled.setdefault(self.register.spelled_alike(name), name)
        if spelled != name:
            text = _("This row is there as “%(name)s”.") % {"name": " / ".join(spelled)}
            self._refuse(line, self.register.identity[0], [text])
            return
        self._seen[name] = line
        known = self._known.get(name)
        if known is None:
            if self._check_whole(line, made):
                self.plan.added.append(made)
        else:
            self._change(line, known, values)

    def judge_beside_each_other(self) -> None:
        """Say of the rows of the file what is wrong with them beside the others as they would be.

        Each row was judged beside those that the register has already; two rows of one file are
        beside each other only here.
        """
        if self.faults:
            return
        for record, column, text in self.register.beside_each_other(
            [*self._known.values(), *self.plan.added]
        ):
            line = self._seen.get(self.register.identity_of(self.register.row(record)))
            if line is not None:
                self._refuse(line, column, [text])

    def _change(self, line: int, record: models.Model, values: dict[str, Any]) -> None:
        before = self.register.row(record)
        for column, value in values.items():
            setattr(record, column, value)
        if _same(before, self.register.row(record)):
            self.plan.unchanged += 1
        elif self.register.only_added:
            text = _("Rows of this register are not changed; add a successor.")
            self._refuse(line, "", [text])
        elif self._check_whole(line, record):
            self.plan.changed.append((before, record))

    def _check_whole(self, line: int, record: models.Model) -> bool:
        """Everything that `full_clean` asks, but what the names of rows have answered already.

        Rows that others refer to were looked up, and no other row has the same identity: asking
        the database again for each of 10,000 rows would take minutes.
        """
        return all(
            [
                self._check(line, record, lambda: record.clean_fields(exclude=self._relations)),
                self._check(line, record, record.clean),
                self._check(line, record, lambda: record.validate_unique(self._sure)),
                self._check(line, record, lambda: self._validate_constraints(record)),
            ]
        )

    def _judged(self, record: models.Model, refused: dict[str, list[str]]) -> set[str]:
        """The fields about which nothing more is to be said: not in the file, or said already."""
        every = {kept.name for kept in record._meta.fields}
        return (every - set(self._cells.columns)) | set(refused) | self._relations

    def _validate_constraints(self, record: models.Model) -> None:
        """Ask the database once about each combination of values that a constraint looks at."""
        for model_class, constraints in record.get_constraints():
            for constraint in constraints:
                condition = getattr(constraint, "condition", None)
                if isinstance(constraint, models.CheckConstraint) and isinstance(condition, Q):
                    names = sorted(condition.referenced_base_fields)
                    asked = (constraint.name, *(getattr(record, name) for name in names))
                    if asked not in self._satisfied:
                        constraint.validate(model_class, record)
                        self._satisfied.add(asked)
                elif not self._is_answered(constraint):
                    constraint.validate(model_class, record)

    def _is_answered(self, constraint: models.BaseConstraint) -> bool:
        """Whether the constraint asks no more than that no other row has this identity."""
        fields = set(getattr(constraint, "fields", ()))
        return bool(fields) and fields <= self._sure

    def _check(self, line: int, record: models.Model, check: Any) -> bool:
        try:
            check()
        except ValidationError as error:
            if not hasattr(error, "error_dict"):
                self._refuse(line, "", error.messages)
                return False
            for column, messages in error.message_dict.items():
                self._refuse(line, "" if column == NON_FIELD_ERRORS else column, messages)
            return False
        return True

    def _refuse(self, line: int, column: str, messages: list[str]) -> None:
        self.faults.extend(Fault(line, column, str(message)) for message in messages)


def _same(before: Row, after: Row) -> bool:
    """Whether a spreadsheet that trims cells and shortens line ends would see no difference."""

    def plain(row: Row) -> dict[str, str]:
        return {name: value.replace("\r\n", "\n").strip() for name, value in row.items()}

    return plain(before) == plain(after)
