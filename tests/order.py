"""Dear modules first: a worker that is given one last leaves the others idle until it is done.

What a test costs is not known before it has run, but its kind is: one in a browser takes as long
as a hundred that only call something, one that commits has its database made anew after it.
Inside a module, tests that start from the same world follow one another, so that the database is
put into each once. Modules of equal cost, and the tests of one world, stay in random order.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.worlds import world_of

#: In tests that use the database in the plain way.
BROWSER, COMMITTING, PLAIN, WITHOUT_DATABASE = 40, 5, 1, 0.1


def dear_first(items: list[pytest.Item]) -> None:
    """Put the modules in this order."""
    cost: Counter[Path] = Counter()
    for item in items:
        cost[item.path] += cost_of(item)  # type: ignore[assignment]
    items.sort(key=lambda item: (-cost[item.path], str(item.path), world_of(item) or ""))


def cost_of(item: pytest.Item) -> float:
    """About how much a test of this kind costs."""
    if item.get_closest_marker("browser"):
        return BROWSER
    marker = item.get_closest_marker("django_db")
    if marker is None:
        return WITHOUT_DATABASE
    return COMMITTING if marker.kwargs.get("transaction") else PLAIN
