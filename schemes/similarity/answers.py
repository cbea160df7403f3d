"""How an author answers a near neighbour: an item of the related schemes, saying what differs."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from schemes.documents.language import normalised
from schemes.rules.facts import Localised, NeighbourFact
from schemes.rules.lenient import Record, at, record, records

#: Where the answers stand in a document.
PART = "purpose"
_PLACE = (PART, "related_schemes")


def answer_to(document: Any, names: Iterable[str]) -> Record | None:
    """The related scheme of a document that is one of these names, or None."""
    wanted = {normalised(name) for name in names} - {""}
    for _address, item in records(document, *_PLACE, "items"):
        if normalised(item.get("ref")) in wanted:
            return item
    return None


def is_answered(document: Any, neighbour: NeighbourFact) -> bool:
    """Whether the document says how it differs from a neighbour."""
    item = answer_to(document, neighbour.names)
    return item is not None and bool(normalised(item.get("difference")))


def searched_on(document: Any) -> str:
    """The day of the search that the document records; empty when it records none."""
    day = at(document, *_PLACE, "searched")
    return day if isinstance(day, str) else ""


def with_search(document: Mapping[str, Any], day: date) -> dict[str, Any]:
    """The part of a document that records a search, with the day of this one."""
    part = copy.deepcopy(dict(record(document, PART)))
    related = dict(record(document, *_PLACE))
    items = related.get("items")
    kept = items if isinstance(items, list) else []
    part["related_schemes"] = {**related, "searched": day.isoformat(), "items": kept}
    return part


def with_answer(
    document: Mapping[str, Any],
    neighbour: NeighbourFact,
    *,
    relation: str,
    difference: Localised,
    day: date,
) -> dict[str, Any]:
    """The same part with the answer to one neighbour, in the place of an earlier one.

    A new item has no id yet; saving the draft mints one.
    """
    part = with_search(document, day)
    said = {"relation": relation, "difference": dict(difference)}
    items = part["related_schemes"]["items"]
    earlier = answer_to(document, neighbour.names)
    if earlier is None:
        part["related_schemes"]["items"] = [*items, {"ref": neighbour.names[0], **said}]
    else:
        part["related_schemes"]["items"] = [
            {**item, **said} if item is earlier else item for item in items
        ]
    return part
