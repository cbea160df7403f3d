"""What the registers say of what entries rest on, with the days on which they say it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce

from django.utils import timezone

from portal.accounts.models import Organisation
from portal.reference.declarations import APPROVALS, STANDARDS
from portal.reference.uris import row_path
from registry.caveat import Caveat
from registry.footing.approvals import Lack
from registry.footing.days import LAST, Span, before, common, span
from registry.footing.naming import (
    Footing,
    bases_in,
    document_of,
    fields_in,
    footings_of,
    operators_in,
)
from registry.footing.registers import Registers
from registry.footing.standards import Basis, OutOfForce, out_of_force
from registry.models import Entry
from registry.states import CaveatKind
from schemes.documents import Document
from schemes.rules.lenient import at
from schemes.rules.lenient import day as day_in

ENDED = ("withdrawn", "replaced")


@dataclass(frozen=True)
class Read:
    """What is worked out for one entry: what it rests on, caveats, days without any approval."""

    footings: frozenset[Footing]
    caveats: tuple[Caveat, ...]
    gaps: tuple[Span, ...]


def read(entries: Sequence[Entry]) -> dict[int, Read]:
    """By key of the entry, whose version and organisation are at hand."""
    registers = Registers(entries)
    return {entry.pk: _Reader(entry, registers).read() for entry in entries}


def read_one(entry: Entry) -> Read:
    """The same for one entry."""
    return read([entry])[entry.pk]


@dataclass(frozen=True, slots=True)
class Life:
    """The days of an entry that matter: listed, in force, and its last one."""

    listed_on: date
    effective_from: date
    last: date

    def clipped(self, days: Span) -> Span | None:
        """The days as far as the entry lives; None where it did not yet, or no more."""
        if days.ends < self.listed_on or days.begins > self.last:
            return None
        return span(days.begins, min(days.ends, self.last))


def life_of(entry: Entry) -> Life:
    """Until the entry expires or is deregistered; what comes after concerns nobody."""
    last = entry.expires_on or LAST
    if entry.has_ended and entry.ended_on is not None:
        last = min(last, before(entry.ended_on))
    return Life(timezone.localdate(entry.listed_at), entry.effective_from, last)


class _Reader:
    """Reads for one entry."""

    def __init__(self, entry: Entry, registers: Registers) -> None:
        self.entry = entry
        self.document: Document = document_of(entry)
        self.registers = registers
        self.life = life_of(entry)

    def read(self) -> Read:
        every = (*self._own_approvals(), *self._operators(), *self._standards())
        caveats = (clipped for each, days in every if (clipped := self._clipped(each, days)))
        return Read(footings_of(self.entry), tuple(caveats), tuple(self._gaps()))

    def _own_approvals(self) -> Iterator[tuple[Caveat, Span]]:
        body = self.entry.organisation
        for address, field in fields_in(self.document) if body.is_body else ():
            for lack in self.registers.lacks(body.approval_no, field):
                yield self._of_approval(lack, address, field, body), lack.days

    def _operators(self) -> Iterator[tuple[Caveat, Span]]:
        """Of an operator that is not in the register nobody knows anything."""
        for address, number in operators_in(self.document):
            body = self.registers.bodies.get(number)
            if body is None or body.pk == self.entry.organisation_id:
                continue
            for _address, field in fields_in(self.document):
                for lack in self.registers.lacks(number, field):
                    yield self._of_approval(lack, address, field, body), lack.days

    def _of_approval(self, lack: Lack, address: str, field: str, body: Organisation) -> Caveat:
        return Caveat(
            kind=lack.kind,
            address=address,
            subject=field,
            register=APPROVALS.key,
            row=lack.row,
            day=lack.day,
            body=body.name_text,
            approval_no=body.approval_no,
            name=self.registers.name_of_field(field),
            resumes=lack.resumes,
        )

    def _standards(self) -> Iterator[tuple[Caveat, Span]]:
        for address, basis in bases_in(self.document):
            for each in out_of_force(basis, self.registers.standards(basis)):
                if each.kind != CaveatKind.STANDARD_UPCOMING:
                    yield self._ended(each, address, basis), each.days
                elif days := span(self.life.effective_from, each.days.ends):
                    # What is not in force yet matters from the day on which the scheme is.
                    yield self._of_standard(each, address), days

    def _of_standard(self, each: OutOfForce, address: str) -> Caveat:
        return Caveat(
            kind=each.kind,
            address=address,
            subject=each.row.number,
            register=STANDARDS.key,
            row=row_path(STANDARDS, each.row),
            day=each.day,
        )

    def _ended(self, each: OutOfForce, address: str, basis: Basis) -> Caveat:
        """The transition of the scheme is about bases that the document itself calls ended."""
        caveat = self._of_standard(each, address)
        following = [one.new_edition.number for one in each.row.transitions_from.all()]
        caveat = replace(caveat, replaced_by=tuple(each.row.replaced_by or following))
        if basis.get("status") not in ENDED:
            return caveat
        until = day_in(at(self.document, "lifecycle", "transition_until"))
        return replace(caveat, is_declared=True, transition_until=until)

    def _clipped(self, caveat: Caveat, days: Span) -> Caveat | None:
        found = self.life.clipped(days)
        if found is None:
            return None
        begins, ends = found.as_gap
        return replace(caveat, begins=begins, ends=ends)

    def _gaps(self) -> Iterator[Span]:
        """The days on which the body is approved for none of the fields."""
        number = self.entry.organisation.approval_no
        if not self.entry.organisation.is_body:
            return  # who issues a scheme does not certify by it
        lacking = [
            [lack.days for lack in self.registers.lacks(number, field)]
            for _address, field in fields_in(self.document)
        ]
        for days in reduce(common, lacking) if lacking else ():
            found = self.life.clipped(days)
            if found is not None:
                yield found
