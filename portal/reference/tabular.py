"""Registers as CSV: one row per line, columns by name; all rows are taken or none.

UTF-8 with a byte-order mark on the way out, so that spreadsheets read Chinese; on the way in with
or without it. Columns may stand in any order and may be left out when they are optional.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from portal.core.fields import TextListField
from portal.reference.changes import record_changes
from portal.reference.registers import SEPARATOR, Register, Row, register_of

YES = frozenset({"yes", "true", "1", "y", "是"})
NO = frozenset({"", "no", "false", "0", "n", "否"})


@dataclass(frozen=True)
class Fault:
    """What is wrong in one place of a file: the line (the header is line 1) and the column."""

    line: int
    column: str
    message: str

    def __str__(self) -> str:
        where = _("Line %(line)d") % {"line": self.line}
        return (
            f"{where}, {self.column}: {self.message}"
            if self.column
            else (f"{where}: {self.message}")
        )


class UnreadableTable(Exception):
    """The file cannot be taken; `faults` lists everything that is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults


@dataclass
class Plan:
    """What an import would do: rows to add and to change, and how many are as they were."""

    register: Register
    added: list[models.Model] = field(default_factory=list)
    changed: list[tuple[Row, models.Model]] = field(default_factory=list)
    unchanged: int = 0

    def apply(self) -> None:
        """Save all of it in one transaction, with its history."""
        with transaction.atomic():
            for record in self.added:
                record.save()
            for _before, record in self.changed:
                record.save()


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
        UnreadableTable: with every fault of every line.
    """
    faults: list[Fault] = []
    rows = list(_rows(register, content, faults))
    found = Plan(register)
    known = {register.name_of(record): record for record in register.records}
    seen: dict[str, int] = {}
    for line, row in rows:
        values = _values(register, line, row, faults)
        if values is None:
            continue
        name = register.name_of(register.model(**register.where, **values))
        if name in seen:
            faults.append(
                Fault(
                    line, "", _("The row stands in line %(line)d already.") % {"line": seen[name]}
                )
            )
            continue
        seen[name] = line
        record = known.get(name)
        before = register.row(record) if record is not None else None
        record = record if record is not None else register.model(**register.where)
        for column, value in values.items():
            setattr(record, column, value)
        if before is not None and register.row(record) == before:
            found.unchanged += 1
            continue
        faults.extend(_invalid(register, line, record))
        if before is None:
            found.added.append(record)
        elif register.only_added:
            faults.append(
                Fault(line, "", _("Rows of this register are not changed; add a successor."))
            )
        else:
            found.changed.append((before, record))
    if faults:
        raise UnreadableTable(sorted(faults, key=lambda fault: fault.line))
    return found


def add_missing(register: Register, content: bytes) -> int:
    """Add the rows that are not there yet, leaving all others alone; returns how many.

    Many at once, with one line of history each. For the content that ships with the portal.
    """
    known = {register.name_of(record) for record in register.records}
    faults: list[Fault] = []
    added = []
    for line, row in _rows(register, content, faults):
        values = _values(register, line, row, faults)
        if values is None:
            continue
        record = register.model(**register.where, **values)
        if register.name_of(record) not in known:
            added.append(record)
    if faults:
        raise UnreadableTable(faults)
    if added:
        with transaction.atomic():
            register.model._default_manager.bulk_create(added, batch_size=500)
            record_changes(register, [(None, register.row(record)) for record in added])
    return len(added)


def _rows(register: Register, content: bytes, faults: list[Fault]) -> Iterator[tuple[int, Row]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        faults.append(Fault(line, "", _("The file is not UTF-8. Save it as “CSV UTF-8”.")))
        return
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        header = reader.fieldnames or []
        unknown = [name for name in header if name not in register.columns]
        missing = [name for name in _required(register) if name not in header]
        faults.extend(Fault(1, name, _("There is no such column.")) for name in unknown)
        faults.extend(Fault(1, name, _("This column is missing.")) for name in missing)
        if unknown or missing:
            return
        for row in reader:
            if None in row or None in row.values():
                faults.append(
                    Fault(
                        reader.line_num,
                        "",
                        _("The line has another number of columns than the header."),
                    )
                )
            elif any(value.strip() for value in row.values()):
                yield reader.line_num, {name: value.strip() for name, value in row.items()}
    except csv.Error as error:
        faults.append(Fault(reader.line_num, "", str(error)))


def _required(register: Register) -> list[str]:
    return [
        name
        for name, model_field in register.fields.items()
        if name in register.identity or not (model_field.blank or model_field.has_default())
    ]


def _values(
    register: Register, line: int, row: Mapping[str, str], faults: list[Fault]
) -> dict[str, Any] | None:
    """The values of a line by column; None when one of them cannot be read."""
    values: dict[str, Any] = {}
    good = True
    fields = register.fields
    for name, text in row.items():
        try:
            values[name] = _value(fields[name], text)
        except ValidationError as error:
            good = False
            faults.extend(Fault(line, name, str(message)) for message in error.messages)
    return values if good else None


def _value(model_field: Any, text: str) -> Any:
    if isinstance(model_field, TextListField):
        return [part.strip() for part in text.split(SEPARATOR.strip()) if part.strip()]
    if isinstance(model_field, models.BooleanField):
        if text.lower() in YES:
            return True
        if text.lower() in NO:
            return False
        raise ValidationError(_("Write “yes”, or leave it empty."))
    if model_field.is_relation:
        return _related(model_field, text)
    if text == "" and model_field.null:
        return None
    if text == "" and model_field.has_default() and not model_field.blank:
        return model_field.get_default()
    return model_field.to_python(text)


def _related(model_field: Any, text: str) -> models.Model | None:
    if not text and model_field.null:
        return None
    target = model_field.related_model
    register = register_of(target)
    column = register.identity[0] if register is not None else target._meta.pk.name
    found: models.Model | None = target._default_manager.filter(**{column: text}).first()
    if found is None:
        raise ValidationError(_("“%(name)s” is not known.") % {"name": text})
    return found


def _invalid(register: Register, line: int, record: models.Model) -> Iterator[Fault]:
    try:
        record.full_clean()
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            column = "" if name == NON_FIELD_ERRORS else name
            for message in messages:
                yield Fault(line, column, str(message))
