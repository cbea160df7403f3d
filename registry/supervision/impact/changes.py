"""A change of reference data, examined: each version in the world before it and in the one after.

Laws are announced ahead, so a version is looked at today and on each later day on which a row
that was changed begins or ends, or another one that names the same, or on which a transition of
the document itself is over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date

from django.utils import timezone

from portal.reference.registers import find_register
from registry.supervision.impact.days import ComingDays, days_of
from registry.supervision.impact.examining import Difference, Question, differences, read_by
from registry.supervision.impact.touching import Touching, names_of
from registry.supervision.impact.worlds import Step, world_after, world_before
from schemes.facts_source import reference_facts
from schemes.findings import Finding
from schemes.models import Version
from schemes.reports import days_that_count, identity_of
from schemes.rules import Facts
from schemes.validation.bulk import rules_reading

#: Their rows are read for each document anew, or searched through; all others are shared facts.
READ_FOR_EACH = frozenset({"approvals", "bodies", "fields", "national-schemes", "protected-marks"})
#: Later days of changed rows, and as many of others, that are looked at for one version; of more
#: than these the last as well, on which all counts.
MOST_DAYS = 12


class Change:
    """Steps that were taken, or that would be."""

    def __init__(self, steps: Sequence[Step], *, is_made: bool) -> None:
        self.steps = steps
        self.is_made = is_made
        self.today = timezone.localdate()
        registers = {step.register for step in steps}
        self.rules = rules_reading(registers)
        self._touching = Touching(steps)
        self._coming = ComingDays(read_by(self.rules), self.today)
        self._is_shared = not registers & READ_FOR_EACH
        self._elsewhere: dict[date, Facts] = {}

    def examine(self, portion: Sequence[Version]) -> list[Difference]:
        """What the change brings to these versions and takes from them."""
        touched = [(each, self._touching.steps_for(each)) for each in portion]
        asked = [(each, self._days(each, steps)) for each, steps in touched if steps]
        if not asked or not self.rules:
            return []
        here = {
            (version.pk, day): Question(self.rules, day).findings(version)
            for version, days in asked
            for day in days
        }
        found: list[Difference] = []
        with self._there([step for _each, steps in touched for step in steps]):
            for version, days in asked:
                found.extend(self._compared(version, days, here))
        return found

    def _compared(
        self,
        version: Version,
        days: Sequence[date],
        here: Mapping[tuple[int, date], tuple[Finding, ...]],
    ) -> Iterator[Difference]:
        """What differs on each day; what has been told of an earlier day is not told again."""
        told = set()
        for day in days:
            present = here[version.pk, day]
            other = Question(self.rules, day, self._facts_there(day)).findings(version)
            before, after = (other, present) if self.is_made else (present, other)
            for difference in differences(version, before, after, day):
                key = (difference.appears, identity_of(difference.finding))
                if key not in told:
                    told.add(key)
                    yield difference

    def _there(self, steps: Sequence[Step]) -> AbstractContextManager[None]:
        """The other world, as far as it is not in shared facts."""
        if self._is_shared:
            return self._world(())
        chosen = {id(step) for step in steps}
        return self._world([step for step in self.steps if id(step) in chosen])

    def _facts_there(self, day: date) -> Facts | None:
        """The shared facts of the other world; None where its rows are there to be read."""
        if not self._is_shared:
            return None
        if day not in self._elsewhere:
            with self._world(self.steps):
                self._elsewhere[day] = reference_facts(day)
        return self._elsewhere[day]

    def _world(self, steps: Sequence[Step]) -> AbstractContextManager[None]:
        return world_before(steps) if self.is_made else world_after(steps)

    def _days(self, version: Version, steps: Sequence[Step]) -> list[date]:
        own = {day for step in steps for day in _days_of(step)}
        others = {day for step in steps for day in self._coming.with_names(names_of(step) or ())}
        days = {*self._later(own | days_that_count(version)), *self._later(others)}
        return [self.today, *sorted(days)]

    def _later(self, days: Iterable[date]) -> list[date]:
        """The first of the days ahead, and the last."""
        later = sorted(day for day in days if day > self.today)
        return [*later[:MOST_DAYS], *later[MOST_DAYS:][-1:]]


def _days_of(step: Step) -> set[date]:
    register = find_register(step.register)
    last_days = register.last_days if register is not None else ()
    return {day for row in step.rows for day in days_of(row, last_days)}
