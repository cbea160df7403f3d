"""What a check report was computed with, and what has moved since, in words for a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.reference import wording
from portal.reference.models import ReferenceChange
from portal.reference.registers import Row, find_register
from schemes.models import StoredReport
from schemes.reports import ReportState, Staleness, staleness

#: A page that listed more would not be read; the registers' own histories have all.
SHOWN_CHANGES = 40


@dataclass(frozen=True)
class MovedColumn:
    """One column of a changed row."""

    title: str
    before: str
    after: str


@dataclass(frozen=True)
class MovedRow:
    """One recorded change to a register; `who` is for the regulator's pages alone."""

    register: str
    record: str
    kind: str
    columns: list[MovedColumn]
    at: datetime
    who: Any


@dataclass(frozen=True)
class Came:
    """A row that began or ended by itself."""

    register: str
    record: str
    day: date
    has_ended: bool


@dataclass(frozen=True)
class Moved:
    """Staleness in words."""

    stale: Staleness
    rows: list[MovedRow]
    days: list[Came]
    #: How many changes are not listed.
    more: int

    @property
    def is_stale(self) -> bool:
        """Whether anything moved."""
        return self.stale.is_stale

    @property
    def is_outside(self) -> bool:
        """Whether anything moved but the document and its calendar."""
        return bool(self.rows or self.days or self.stale.rules or self.stale.blueprint_was)


@dataclass(frozen=True)
class ReferenceUsed:
    """A register that the rules read, and when it had last been changed."""

    title: str
    changed_at: datetime | None


@dataclass(frozen=True)
class MadeWith:
    """What a report was computed with."""

    blueprint: str
    blueprint_digest: str
    day: date
    #: Rule ids with their versions, in order.
    rules: list[tuple[str, int]]
    reference: list[ReferenceUsed]


def moved(stored: StoredReport, now: ReportState | None = None) -> Moved:
    """What has moved since the report was made."""
    stale = staleness(stored, now)
    told = {(change.register, change.record) for change in stale.changes}
    return Moved(
        stale,
        [_row(change) for change in stale.changes[:SHOWN_CHANGES]],
        [
            Came(_title(c.register), _named(c.register, c.row, c.record), c.day, c.has_ended)
            for c in stale.days
            if (c.register, c.record) not in told
        ],
        max(0, len(stale.changes) - SHOWN_CHANGES),
    )


def made_with(stored: StoredReport) -> MadeWith:
    """The blueprint, the rules and the registers behind a report."""
    return MadeWith(
        stored.blueprint_ref,
        stored.blueprint_digest,
        stored.day,
        sorted(stored.rules.items()),
        list(_reference(stored.reference)),
    )


def _reference(states: dict[str, str]) -> Iterator[ReferenceUsed]:
    last = {key: int(state.partition("@")[0] or 0) for key, state in states.items()}
    moments = dict(ReferenceChange.objects.filter(pk__in=last.values()).values_list("pk", "at"))
    for key, pk in sorted(last.items()):
        yield ReferenceUsed(_title(key), moments.get(pk))


def _row(change: ReferenceChange) -> MovedRow:
    register = find_register(change.register)
    return MovedRow(
        _title(change.register),
        _named(change.register, change.after or change.before, change.record),
        change.kind,
        [
            MovedColumn(cell["heading"], cell["before"], cell["after"])
            for cell in (wording.changed_cells(register, change) if register is not None else ())
            if change.kind == "changed"
        ],
        change.at,
        change.actor,
    )


def _named(key: str, row: Row | None, record: str) -> str:
    """What a row is called by its title; by its name where nothing else is known of it."""
    register = find_register(key)
    if register is None or not row:
        return wording.record_name(record)
    return wording.name_with_title(register, row)


def _title(key: str) -> str:
    register = find_register(key)
    return str(register.title) if register is not None else key
