"""Between addresses and positional JSON Pointers, which are made only at the edges.

Whoever turns many places of one document passes a `Numbering`, which looks through each list
once; otherwise every place would cost as much as its list is long.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from schemes.documents.addresses import Step, numbered, parse, position_in
from schemes.documents.addresses import format as format_address


class Numbering:
    """How the items of a document's lists are named; each list is looked through once.

    The document must stay as it is, and live as long as its numbering.
    """

    def __init__(self) -> None:
        self._steps: dict[int, list[Step]] = {}
        self._positions: dict[int, dict[Step, int]] = {}

    def step(self, items: list[Any], index: int) -> Step:
        """How an item is named: `@id` when that is unambiguous, else its position."""
        return self._of(items)[index]

    def position(self, items: list[Any], step: str) -> int | None:
        """Where the item of this name stands, None where there is none."""
        if step.startswith("@"):
            self._of(items)
            return self._positions[id(items)].get(step)
        return position_in(items, step)

    def _of(self, items: list[Any]) -> list[Step]:
        if id(items) not in self._steps:
            steps = [step for step, _item in numbered(items)]
            self._steps[id(items)] = steps
            self._positions[id(items)] = {step: index for index, step in enumerate(steps)}
        return self._steps[id(items)]


def to_pointer(document: Any, address: str, numbering: Numbering | None = None) -> str:
    """The positional JSON Pointer of an address.

    Where the document ends before the address does (a missing part), the remaining steps
    are kept as they are.
    """
    numbering = numbering or Numbering()
    steps: list[Step] = []
    value: Any = document
    for step in parse(address):
        key: Step | None = step if isinstance(value, dict) and step in value else None
        if isinstance(value, list):
            key = numbering.position(value, step)
        steps.append(step if key is None else key)
        value = None if key is None else value[key]
    return format_address(steps)


def to_address(
    document: Any, pointer: str | Sequence[Step], numbering: Numbering | None = None
) -> str:
    """The address of a positional JSON Pointer (or of a path of keys and indexes)."""
    numbering = numbering or Numbering()
    path: Sequence[Step] = parse(pointer) if isinstance(pointer, str) else pointer
    steps: list[Step] = []
    value = document
    for step in path:
        index = position_in(value, str(step)) if isinstance(value, list) else None
        if index is not None:
            steps.append(numbering.step(value, index))
            value = value[index]
        else:
            steps.append(step)
            value = value.get(step) if isinstance(value, dict) else None
    return format_address(steps)
