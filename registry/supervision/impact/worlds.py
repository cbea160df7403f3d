"""The registers as they were, or as they would be: changes taken back or made for a moment.

Inside a world everything reads the registers as usual; at its end the database is as before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from portal.reference.cells import CellReader
from portal.reference.changes import acting
from portal.reference.models import ReferenceChange
from portal.reference.registers import Row, find_register

PREVIEW = "preview"


@dataclass(frozen=True)
class Step:
    """A row of a register before and after; None where there is none."""

    register: str
    before: Row | None
    after: Row | None

    @property
    def rows(self) -> list[Row]:
        """The row before and the row after, as far as they are there."""
        return [row for row in (self.before, self.after) if row is not None]

    def reversed(self) -> Step:
        """The step back."""
        return Step(self.register, self.after, self.before)

    def as_json(self) -> dict[str, Any]:
        """The step as JSON values, for storage with a run."""
        return {"register": self.register, "before": self.before, "after": self.after}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Step:
        """The step that `as_json` made."""
        return cls(value["register"], value["before"], value["after"])


def steps_of(changes: Sequence[ReferenceChange]) -> list[Step]:
    """The recorded changes, oldest first."""
    ordered = sorted(changes, key=lambda change: change.pk)
    return [Step(change.register, change.before, change.after) for change in ordered]


def steps_that_would_be(apply: Callable[[], object]) -> list[Step]:
    """What `apply` would change in the registers; nothing of it stays."""
    last = ReferenceChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    with _for_a_moment():
        apply()
        return steps_of(list(ReferenceChange.objects.filter(pk__gt=last)))


@contextmanager
def world_after(steps: Sequence[Step]) -> Iterator[None]:
    """The registers as they are once these steps are taken."""
    with _for_a_moment():
        for step in steps:
            _take(step)
        yield


@contextmanager
def world_before(steps: Sequence[Step]) -> Iterator[None]:
    """The registers as they were before these steps were taken."""
    with world_after([step.reversed() for step in reversed(steps)]):
        yield


@contextmanager
def _for_a_moment() -> Iterator[None]:
    with acting(None, PREVIEW), transaction.atomic():
        yield
        transaction.set_rollback(True)


def _take(step: Step) -> None:
    """Bring one row to where the step ends, by the doors that a form would use.

    A row that others refer to cannot go; then it stays, and what refers to it reads it as it is.
    """
    register = find_register(step.register)
    if register is None:
        return
    named = register.name_of_row(step.before or step.after or {})
    record = next(
        (each for each in _candidates(register, step) if register.name_of(each) == named), None
    )
    if step.after is None:
        if record is not None:
            try:
                with transaction.atomic():
                    record.delete()
            except models.ProtectedError:
                pass
        return
    values, _refused = CellReader(register).values(
        {name: value for name, value in step.after.items() if name in register.columns}
    )
    record = record if record is not None else register.model(**register.where)
    for name, value in values.items():
        setattr(record, name, value)
    record.save()


def _candidates(register: Any, step: Step) -> Iterator[models.Model]:
    """The rows that may be meant, found by a column of their name that the database knows."""
    row = step.before or step.after or {}
    for name in register.identity:
        kept = register.fields[name]
        if not kept.is_relation and isinstance(kept, models.CharField):
            yield from register.records.filter(**{name: row.get(name, "")})
            return
    yield from register.records
