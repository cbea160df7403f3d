"""When a standard that a basis names is not in force, and what the register says of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from portal.core.standard_numbers import numbers_in, of_each_kind
from portal.reference.choices import StandardStatus
from portal.reference.models import Standard
from portal.reference.models.transitions import counting_on, status_beside
from registry.footing.days import FIRST, LAST, Span, after, before
from registry.states import CaveatKind
from schemes.rules import Facts
from schemes.rules.facts import StandardFact, Standards
from schemes.rules.known_standards import known_of
from schemes.rules.lenient import word

Basis = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OutOfForce:
    """Days on which a standard is not in force, by its row of the register."""

    row: Standard
    days: Span
    kind: CaveatKind

    @property
    def day(self) -> date | None:
        """The day that the register gives: the first without the standard, or the first with it."""
        if self.kind == CaveatKind.STANDARD_UPCOMING:
            return self.row.valid_from
        leaving = counting_on(self.row.transitions_from.all(), self.days.begins)
        last = self.row.valid_until if leaving is None else leaving.issue_until
        return after(last) if last else None


def numbers_of(basis: Basis) -> set[str]:
    """The normal forms under which the register may have what a basis names."""
    own = {form for number in numbers_in(word(basis["ref"])) for form in number.forms}
    return own | {other for form in own for other in of_each_kind(form)}


def editions_of(basis: Basis) -> set[str]:
    """What the numbers of all editions begin with, where a basis is undated; else nothing."""
    if basis.get("dated") is not False:
        return set()
    names = {number.name for number in numbers_in(word(basis["ref"]))}
    return names | {other for name in names for other in of_each_kind(name)}


def out_of_force(basis: Basis, rows: Sequence[Standard]) -> Iterator[OutOfForce]:
    """The days on which what a basis names is otherwise than in force, standard by standard.

    What it names on a day is what the rule of the bases finds on it (SCH-014, `known_of`): of
    an undated number the edition that is best off then.
    """
    by_number = {row.number: row for row in rows}
    open_ones: dict[tuple[str, CaveatKind], OutOfForce] = {}
    for days in _segments(rows):
        found = {}
        for fact in known_of(basis, _facts(rows, days.begins)):
            row = by_number[fact.number]
            if kind := _kind(row, fact.status):
                last = open_ones.get((row.number, kind))
                begun = replace(last, days=Span(last.days.begins, days.ends)) if last else None
                found[row.number, kind] = begun or OutOfForce(row, days, kind)
        yield from (each for key, each in open_ones.items() if key not in found)
        open_ones = found
    yield from open_ones.values()


def _segments(rows: Iterable[Standard]) -> Iterator[Span]:
    """The days between which no row begins or ends."""
    days = {FIRST}
    for row in rows:
        days |= {row.valid_from} if row.valid_from else set()
        days |= {after(row.valid_until)} if row.valid_until else set()
        days |= {after(each.issue_until) for each in row.transitions_from.all()}
        both = (*row.transitions_from.all(), *row.transitions_to.all())
        days |= {each.valid_from for each in both}
    ordered = sorted(days)
    for begins, following in zip(ordered, [*ordered[1:], None], strict=True):
        yield Span(begins, before(following) if following else LAST)


def _facts(rows: Iterable[Standard], day: date) -> Facts:
    known = ((row.normal_number, StandardFact(row.number, _status(row, day))) for row in rows)
    return Facts(today=day, standards=Standards(known))


def _status(row: Standard, day: date) -> str:
    """What the rule of the bases is told of it, too; the transitions are read with the rows."""
    beside = row.transitions_from.all(), row.transitions_to.all()
    return status_beside(row.status_on(day), day, *beside).value


def _kind(row: Standard, status: str) -> CaveatKind | None:
    if status == StandardStatus.CURRENT:
        return None
    if status == StandardStatus.UPCOMING:
        return CaveatKind.STANDARD_UPCOMING
    is_replaced = status == StandardStatus.REPLACED or bool(row.replaced_by)
    return CaveatKind.STANDARD_REPLACED if is_replaced else CaveatKind.STANDARD_WITHDRAWN
