"""Whether a kept check report would come out differently today, and what has moved since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from portal.reference.changes import changes_since
from portal.reference.models import ReferenceChange
from portal.reference.registers import Register, Row, find_register
from schemes.facts_source import Name, names_in_version, touches
from schemes.models import StoredReport
from schemes.reports.states import ReportState, clock_of, registers_read, state_of


@dataclass(frozen=True)
class DayCame:
    """A row of a register that began, or that ended, since the report was made."""

    register: str
    record: str
    day: date
    has_ended: bool
    #: What it says, to be called by its title.
    row: Row = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Staleness:
    """What has moved under a report; nothing of it, and the report holds as it is."""

    document_changed: bool = False
    #: The blueprint of the report where it is another one now, else empty.
    blueprint_was: str = ""
    #: Ids of rules that came, went, or judge differently.
    rules: tuple[str, ...] = ()
    #: Changes to registers that could matter to this document, newest first.
    changes: tuple[ReferenceChange, ...] = ()
    #: Rows that could matter and whose day came.
    days: tuple[DayCame, ...] = ()
    #: A date that the document sets has passed; for a draft, another day of signature.
    clock_moved: bool = False

    @property
    def is_stale(self) -> bool:
        """Whether the report could come out differently now."""
        return bool(
            self.document_changed
            or self.blueprint_was
            or self.rules
            or self.changes
            or self.days
            or self.clock_moved
        )

    @property
    def passed(self) -> tuple[str, ...]:
        """The registers in which a day came, each once."""
        return tuple(dict.fromkeys(came.register for came in self.days))


def staleness(stored: StoredReport, now: ReportState | None = None) -> Staleness:
    """What has moved since a report was made, limited to what could matter to its document."""
    version = stored.version
    now = now or state_of(version)
    if now.key == stored.key:
        return Staleness()
    names = names_in_version(version)
    return Staleness(
        document_changed=stored.document_digest != now.document_digest,
        blueprint_was=_blueprint_was(stored, now),
        rules=_moved(stored.rules, now.rules),
        changes=tuple(
            change
            for change in changes_since(stored.reference, _moved(stored.reference, now.reference))
            if any(touches(change.register, row, names) for row in (change.before, change.after))
        ),
        days=tuple(_days_that_came(stored.day, now.day, names)),
        clock_moved=clock_of(version, stored.day) != now.clock,
    )


def _blueprint_was(stored: StoredReport, now: ReportState) -> str:
    is_same = (stored.blueprint_ref, stored.blueprint_digest) == (
        now.blueprint_ref,
        now.blueprint_digest,
    )
    return "" if is_same else stored.blueprint_ref


def _moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(name for name in sorted({*before, *after}) if before.get(name) != after.get(name))


def _days_that_came(since: date, until: date, names: frozenset[Name]) -> Iterator[DayCame]:
    """Rows that began after the day of the report, or ended on it or after it."""
    if until <= since:
        return
    for key in sorted(registers_read()):
        register = find_register(key)
        if register is not None and register.is_dated:
            yield from _rows_that_came(register, since, until, names)


def _rows_that_came(
    register: Register, since: date, until: date, names: frozenset[Name]
) -> Iterator[DayCame]:
    came = Q(valid_from__gt=since, valid_from__lte=until)
    for column in register.last_days:
        came |= Q(**{f"{column}__gte": since, f"{column}__lt": until})
    for record in register.records.filter(came):
        row = register.row(record)
        if not touches(register.key, row, names):
            continue
        name = register.name_of_row(row)
        last_days = [getattr(record, column) for column in register.last_days]
        ended = [end for end in last_days if end is not None and since <= end < until]
        if ended:
            yield DayCame(register.key, name, max(ended), has_ended=True, row=row)
        else:
            yield DayCame(register.key, name, record.valid_from, has_ended=False, row=row)
