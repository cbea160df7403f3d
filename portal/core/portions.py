"""Going through many rows while writing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

PORTION = 1000


def keys_of(rows: QuerySet[Any], portion: int = PORTION) -> Iterator[int]:
    """The primary keys in their order, read in portions, with no cursor open in between.

    An open one would hold the state of its beginning: on SQLite all that is written meanwhile then
    stays in the journal (2 GB for the catalogue of 3,000 schemes), on PostgreSQL outside of a
    transaction all keys are put aside first.
    """
    keys = rows.order_by("pk").values_list("pk", flat=True)
    last: int | None = None
    while True:
        found = list((keys if last is None else keys.filter(pk__gt=last))[:portion])
        yield from found
        if len(found) < portion:
            return
        last = found[-1]
