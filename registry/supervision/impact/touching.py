"""Which steps can touch which version: found by what both name, without trying each pair.

An import may change thousands of rows, and the register may hold a hundred thousand texts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from registry.supervision.impact.worlds import Step
from schemes.facts_source import Name, names_in_row, names_in_version
from schemes.models import Version


class Touching:
    """The steps of a change, arranged by what they name.

    What a step gives another name is known by both: of a body whose number was changed and then
    its approval, the second step has the new number alone.
    """

    def __init__(self, steps: Sequence[Step]) -> None:
        self._order = {id(step): index for index, step in enumerate(steps)}
        self._everybody: list[Step] = []
        self._by_name: dict[Name, list[Step]] = defaultdict(list)
        self._other_names: dict[Name, set[Name]] = defaultdict(set)
        for step in steps:
            names = names_of(step)
            if names is None:
                self._everybody.append(step)
            for name in names or ():
                self._by_name[name].append(step)
            if step.before is not None and step.after is not None and names:
                self._rename(*(names_in_row(step.register, row) or () for row in step.rows))

    def steps_for(self, version: Version) -> list[Step]:
        """The steps that could change what is found in a version, in their order."""
        found = {id(step): step for step in self._everybody}
        for name in self._with_other_names(names_in_version(version)):
            found |= {id(step): step for step in self._by_name.get(name, ())}
        return sorted(found.values(), key=lambda step: self._order[id(step)])

    def _rename(self, before: Collection[Name], after: Collection[Name]) -> None:
        gone, come = {*before} - {*after}, {*after} - {*before}
        for old in gone:
            self._other_names[old] |= come
        for new in come:
            self._other_names[new] |= gone

    def _with_other_names(self, names: Iterable[Name]) -> set[Name]:
        found: set[Name] = set()
        wanted = list(names)
        while wanted:
            name = wanted.pop()
            if name not in found:
                found.add(name)
                wanted.extend(self._other_names.get(name, ()))
        return found


def names_of(step: Step) -> set[Name] | None:
    """What the rows of a step name; None where they may concern every text."""
    names: set[Name] = set()
    for row in (step.before, step.after):
        if row is not None:
            found = names_in_row(step.register, row)
            if found is None:
                return None
            names |= found
    return names
