"""Which publications a change of the registers touches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from portal.reference.models import ReferenceChange
from registry.footing.naming import Footing, footing_of
from registry.models import FootingKind, PublishedField, PublishedFooting
from schemes.facts_source import FIELD, names_in_row

#: So many names are asked for at a time.
NAMES = 500
#: The registers on whose rows entries rest.
RESTED_ON = frozenset({"approvals", "bodies", "fields", "standards", "standard-transitions"})


def footings_of_changes(changes: Iterable[ReferenceChange]) -> set[Footing]:
    """What the rows name that were changed; nothing where no entry rests on such rows."""
    return {footing for change in changes for footing in _footings_of(change)}


def _footings_of(change: ReferenceChange) -> Iterator[Footing]:
    if change.register in RESTED_ON:
        for row in filter(None, (change.before, change.after)):
            yield from map(footing_of, names_in_row(change.register, row) or ())


def resting_on(footings: Iterable[Footing]) -> set[int]:
    """Keys of the publications that rest on any of these; few queries, however many."""
    # Of fields publications have a table of their own.
    keys: dict[str, list[str]] = {FIELD: [], FootingKind.BODY: [], FootingKind.STANDARD: []}
    for kind, key in sorted(footings):
        keys[kind].append(key)
    return {
        publication
        for kind, every in keys.items()
        for start in range(0, len(every), NAMES)
        for publication in _resting(kind, every[start : start + NAMES])
    }


def _resting(kind: str, keys: list[str]) -> QuerySet[Any, int]:
    if kind == FIELD:
        rows: QuerySet[Any] = PublishedField.objects.filter(key__in=keys)
    else:
        rows = PublishedFooting.objects.filter(kind=kind, key__in=keys)
    return rows.values_list("publication_id", flat=True)
