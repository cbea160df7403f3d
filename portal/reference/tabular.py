"""Registers as CSV: one row per line, columns by name; all rows are taken or none.

UTF-8 with a byte-order mark on the way out, so that spreadsheets read Chinese; on the way in with
or without it. Columns may stand in any order and may be left out when they are optional. Rows
that a file does not name stay as they are.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from portal.reference.cells import CellReader
from portal.reference.changes import (
    PREVIEW,
    acting,
    acting_person,
    gathering_changes,
    is_preview,
    record_changes,
)
from portal.reference.models import ReferenceChange
from portal.reference.registers import Register, Row

Line = tuple[int, Row]
Name = tuple[str, ...]
BATCH = 500
#: Of a statement that changes many rows, the length grows with the rows and the work faster.
CHANGED_TOGETHER = 200


@dataclass(frozen=True)
class Fault:
    """What is wrong in one place of a file: the line (the header is line 1) and the column."""

    line: int
    column: str
    message: str

    def __str__(self) -> str:
        place = {"line": self.line, "column": self.column, "message": self.message}
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


@dataclass
class Plan:
    """What an import would do: rows to add and to change, and how many are as they were."""

    register: Register
    added: list[models.Model] = field(default_factory=list)
    changed: list[tuple[Row, models.Model]] = field(default_factory=list)
    unchanged: int = 0
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


def export(register: Register, records: Iterable[models.Model] | None = None) -> bytes:
    """The register, or some of its rows, as a CSV file."""
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, register.columns, lineterminator="\r\n")
    writer.writeheader()
    for record in register.records.iterator(1000) if records is None else records:
        writer.writerow(register.row(record))
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def plan(register: Register, content: bytes) -> Plan:
    """Read a CSV file and say what taking it would do.

    Raises:
        UnreadableTable: with every fault of every line; `NoTable` where there are no lines.
    """
    reader = _Planner(register)
    for line, row in read_rows(register, content):
        reader.take(line, row)
    if reader.faults:
        raise UnreadableTable(sorted(reader.faults, key=lambda fault: fault.line))
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
    for line, row in read_rows(register, content):
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
        made = self.register.model(**self.register.where, **values)
        if refused:
            # What stands in the other cells is told now and not only on the next attempt.
            self._check(line, made, lambda: made.clean_fields(exclude=self._judged(made, refused)))
            return
        name = self.register.identity_of(self.register.row(made))
        if name in self._seen:
            text = _("The row stands in line %(line)d already.") % {"line": self._seen[name]}
            self._refuse(line, "", [text])
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


def read_rows(register: Register, content: bytes) -> list[Line]:
    """The lines of a CSV file by column, each with the number of the line that it begins on.

    Raises:
        NoTable: the encoding, the quoting, or the header is wrong.
    """
    reader = csv.reader(io.StringIO(_decoded(content), newline=""), strict=True)
    lines: list[tuple[int, list[str]]] = []
    faults: list[Fault] = []
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            faults.append(Fault(begins, "", _("This is not CSV: %(why)s.") % {"why": error}))
            continue
        if any(cell.strip() for cell in cells):
            lines.append((begins, [cell.strip() for cell in cells]))
    header = lines.pop(0)[1] if lines else []
    faults = [*_faults_of_header(register, header), *faults]
    faults.extend(_faults_of_width(lines, len(header)) if not faults else ())
    if faults:
        raise NoTable(faults)
    return [(begins, dict(zip(header, cells, strict=True))) for begins, cells in lines]


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        text = _("The file is not UTF-8. Save it as “CSV UTF-8”.")
        raise NoTable([Fault(line, "", text)]) from error


def _faults_of_header(register: Register, header: list[str]) -> Iterator[Fault]:
    required = [
        name
        for name, kept in register.fields.items()
        if name in register.identity or not (kept.blank or kept.has_default())
    ]
    for at, name in enumerate(header):
        if name not in register.columns:
            yield Fault(1, name or str(at + 1), _("There is no such column."))
        elif name in header[:at]:
            yield Fault(1, name, _("This column stands in the header twice."))
    for name in required:
        if name not in header:
            yield Fault(1, name, _("This column is missing."))


def _faults_of_width(lines: list[tuple[int, list[str]]], width: int) -> Iterator[Fault]:
    for begins, cells in lines:
        if len(cells) != width:
            found = {"found": len(cells), "expected": width}
            text = _("The line has %(found)d columns, the header %(expected)d.")
            yield Fault(begins, "", text % found)
