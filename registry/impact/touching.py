"""Which steps can touch which version: found by what both name, without trying each pair.

An import may change thousands of rows, and the register may hold a hundred thousand texts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from portal.core.standard_numbers import in_series, named_in, without_year
from registry.impact.worlds import Step
from schemes.models import Version

#: What a row or a text names: the kind of thing, and the thing.
Name = tuple[str, str]


class Touching:
    """The steps of a change, arranged by what they name."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self._order = {id(step): index for index, step in enumerate(steps)}
        self._everybody: list[Step] = []
        self._by_name: dict[Name, list[Step]] = defaultdict(list)
        for step in steps:
            names = _names_of(step)
            if names is None:
                self._everybody.append(step)
            for name in names or ():
                self._by_name[name].append(step)

    def steps_for(self, version: Version) -> list[Step]:
        """The steps that could change what is found in a version, in their order."""
        found = {id(step): step for step in self._everybody}
        for name in _named_in(version):
            found |= {id(step): step for step in self._by_name.get(name, ())}
        return sorted(found.values(), key=lambda step: self._order[id(step)])


def _names_of(step: Step) -> set[Name] | None:
    """What the rows of a step name; None where they may concern every text."""
    names: set[Name] = set()
    for row in (step.before, step.after):
        if row is not None:
            found = _names_in_row(step.register, row)
            if found is None:
                return None
            names |= found
    return names


def _names_in_row(register: str, row: Mapping[str, str]) -> set[Name] | None:
    if register == "standards":
        return {_standard(row["number"])}
    if register == "ccc-items":
        numbers = (part.strip() for part in row["standards"].split(";"))
        return {("item", row["code"]), *(_standard(n) for n in numbers if n)}
    if register == "approvals":
        return {("body", row["organisation"])}
    if register == "bodies":
        return {("body", row["approval_no"])}
    if register == "fields":
        return {("field", row["key"])}
    return None


def _standard(number: str) -> Name:
    """Of another year, or another kind, it is still the same standard to some rule."""
    return "standard", in_series(without_year(number))


def _named_in(version: Version) -> Iterator[Name]:
    document = version.document
    yield "body", version.scheme.organisation.approval_no
    owner = document.get("owner")
    for part in [owner, *_records(document.get("operators"))]:
        if isinstance(part, dict) and isinstance(part.get("approval_no"), str):
            yield "body", part["approval_no"]
    for basis in _records(document.get("basis")):
        if isinstance(basis.get("ref"), str):
            yield from map(_standard, named_in(basis["ref"]))
    for field in _list(document.get("domains")):
        yield "field", str(field)
    scope = document.get("scope")
    overlap = scope.get("ccc_overlap") if isinstance(scope, dict) else None
    for item in _list(overlap.get("items")) if isinstance(overlap, dict) else ():
        yield "item", str(item)


def _records(value: Any) -> Iterator[dict[str, Any]]:
    return (each for each in _list(value) if isinstance(each, dict))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
