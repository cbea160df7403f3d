"""Dear modules first: a worker that is given one last leaves the others idle until it is done.

What a test costs is not known before it has run, but its kind is: one in a browser takes as long
as a hundred that only call something, one that commits has its database made anew after it.
Inside a module, tests that start from the same world follow one another, so that the database is
put into each once. Modules of equal cost, and the tests of one world, stay in random order.

The first module has the databases made that all others start from, which takes a minute. What
needs no database comes right after it, so that the other worker does not wait for that.
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
    with_database = {item.path for item in items if cost_of(item) > WITHOUT_DATABASE}
    first = max(cost, key=lambda path: (cost[path], str(path)), default=None)

    def place(item: pytest.Item) -> tuple[bool, bool, float, str, str]:
        path = item.path
        return (
            path != first,
            path in with_database,
            -cost[path],
            str(path),
            world_of(item) or "",
        )

    items.sort(key=place)


def without_what_no_database_changes(items: list[pytest.Item]) -> list[pytest.Item]:
    """Take out, and return, the tests that would find on any database what they find on SQLite.

    Those are the ones that use none, and in a browser those of one page's script. Journeys stay:
    they lead through everything that is written and read.
    """
    left_out = [item for item in items if not _may_find_something_else(item)]
    items[:] = [item for item in items if _may_find_something_else(item)]
    return left_out


def _may_find_something_else(item: pytest.Item) -> bool:
    if item.get_closest_marker("browser"):
        return "journeys" in item.path.parts
    return world_of(item) is not None or "house" in item.path.parts


def cost_of(item: pytest.Item) -> float:
    """About how much a test of this kind costs."""
    if item.get_closest_marker("browser"):
        return BROWSER
    if world_of(item) is None:
        return WITHOUT_DATABASE
    marker = item.get_closest_marker("django_db")
    return COMMITTING if marker and marker.kwargs.get("transaction") else PLAIN
