"""What a document may cost: how large it may be, and how much is said about it.

The same for everybody and everywhere, whoever sends the document. The largest rules that we know
have some 1,200 nodes and lists of 18 items. `docs/bounds.md` names the numbers for people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from schemes.documents.addresses import Step
from schemes.documents.pointers import Numbering, to_address


@dataclass(frozen=True)
class Budget:
    """The caps; beyond each, it is said that there is more."""

    #: Values of a document: texts, numbers, objects and lists, each counted once.
    nodes: int = 50_000
    #: Items of one list.
    items: int = 2_000
    #: Parts that the blueprint does not know and that are named one by one.
    unknown_parts: int = 100
    #: Findings of one report.
    findings: int = 500


BUDGET = Budget()
#: Up to this many values and letters a document is an ordinary one, whose check takes less time
#: than sending it to another process. The largest rules that we know have some 1,200 and 25,000.
SMALL_NODES = 2_000
SMALL_LETTERS = 60_000


@dataclass(frozen=True)
class Overrun:
    """Where a document is larger than its budget: `case` is the name of the cap."""

    case: str
    address: str
    limit: int


def overrun(document: Any, budget: Budget = BUDGET) -> Overrun | None:
    """The first place where the document is too large, None where it is not.

    The walk stops there: it costs at most the budget, however large the document is.
    """
    if _is_within(document, budget.nodes, budget.items):
        return None
    left = budget.nodes
    waiting: list[tuple[tuple[Step, ...], Any]] = [((), document)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, list) and len(value) > budget.items:
            return Overrun("items", to_address(document, path, Numbering()), budget.items)
        left -= 1
        if left < len(value if isinstance(value, list | dict) else ()):
            return Overrun("nodes", "", budget.nodes)
        if isinstance(value, dict):
            waiting += [((*path, name), part) for name, part in value.items()]
        elif isinstance(value, list):
            waiting += [((*path, index), part) for index, part in enumerate(value)]
    return None


def _is_within(document: Any, nodes: int, items: int) -> bool:
    """The same walk without the places, which nearly no document needs."""
    waiting = [document]
    while waiting:
        value = waiting.pop()
        nodes -= 1
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            if len(value) > items:
                return False
            waiting += value
        if nodes < len(waiting):
            return False
    return True


def is_small(document: Any) -> bool:
    """Whether the document is an ordinary one; the walk stops where it is not."""
    nodes, letters = SMALL_NODES, SMALL_LETTERS
    waiting = [document]
    while waiting:
        value = waiting.pop()
        nodes -= 1
        if isinstance(value, dict):
            letters -= sum(map(len, value))
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str):
            letters -= len(value)
        if letters < 0 or nodes < len(waiting):
            return False
    return True
