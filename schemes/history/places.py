"""Where two states of a document differ: items of lists, and fields outside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portal.core.localised import LANGUAGES
from schemes.blueprints import Blueprint
from schemes.documents import Document
from schemes.documents.addresses import child, identity_of, parent, parse
from schemes.documents.difference import moved
from schemes.documents.patches import stays_in_order

#: More items of one list are told by their number.
MOST_OF_A_LIST = 5


@dataclass(frozen=True, slots=True)
class Touched:
    """A place and what became of it; `position` is that of an item, counted from 1."""

    address: str
    op: str
    position: int = 0
    #: How many items of the list at the address, where they are not told one by one.
    items: int = 0

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        kept = {"at": self.address, "op": self.op, "n": self.position, "items": self.items}
        return {name: value for name, value in kept.items() if value}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Touched:
        """As it was kept."""
        return cls(kept["at"], kept["op"], kept.get("n", 0), kept.get("items", 0))


def touched(before: Document, after: Document) -> list[Touched]:
    """Where two states differ, as a person would name it."""
    return list(_gathered(_parts("", before, after)))


def chapters_of(blueprint: Blueprint, places: list[Touched]) -> list[str]:
    """The keys of the sections in which places lie."""
    keys = {part: section.key for section in blueprint.sections for part in section.parts}
    found = (keys.get(parse(place.address)[0], "") for place in places)
    return [key for key in dict.fromkeys(found) if key]


def _gathered(places: Iterator[Touched]) -> Iterator[Touched]:
    lists: dict[str, list[Touched]] = {}
    for place in places:
        if not place.position:
            yield place
        else:
            lists.setdefault(parent(place.address), []).append(place)
    for address, items in lists.items():
        if len(items) <= MOST_OF_A_LIST:
            yield from items
        else:
            ops = {item.op for item in items}
            yield Touched(address, ops.pop() if len(ops) == 1 else "change", items=len(items))


def _parts(address: str, before: Document, after: Document) -> Iterator[Touched]:
    for name in dict.fromkeys((*before, *after)):
        place = child(address, name)
        if name not in before:
            yield from _put(place, after[name], "add")
        elif name not in after:
            yield from _put(place, before[name], "remove")
        elif before[name] is not after[name] and before[name] != after[name]:
            yield from _changed(place, before[name], after[name])


def _put(place: str, value: Any, op: str) -> Iterator[Touched]:
    """A list that begins or ends is told by its items."""
    if isinstance(value, list) and _has_ids(value):
        yield from _items(place, *(([], value) if op == "add" else (value, [])))
    else:
        yield Touched(place, op)


def _changed(place: str, before: Any, after: Any) -> Iterator[Touched]:
    if isinstance(before, dict) and isinstance(after, dict) and not _is_text(before, after):
        yield from _parts(place, before, after)
    elif isinstance(before, list) and isinstance(after, list) and _has_ids(before, after):
        yield from _items(place, before, after)
    else:
        yield Touched(place, "change")


def _items(place: str, before: list[Any], after: list[Any]) -> Iterator[Touched]:
    if stays_in_order(before, after):
        # As whenever somebody writes in one of two thousand items: the others are not looked at.
        for at, (one, other) in enumerate(zip(before, after, strict=True), 1):
            if one is not other and one != other and (identity := identity_of(other)) is not None:
                yield Touched(child(place, f"@{identity}"), "change", at)
        return
    old, new = _ids_of(before), _ids_of(after)
    for identity, (at, _item) in old.items():
        if identity not in new:
            yield Touched(child(place, f"@{identity}"), "remove", at)
    elsewhere = moved(list(old), list(new))
    for identity, (at, item) in new.items():
        here = child(place, f"@{identity}")
        if identity not in old:
            yield Touched(here, "add", at)
        elif item is not old[identity][1] and item != old[identity][1]:
            yield Touched(here, "change", at)
        elif identity in elsewhere:
            yield Touched(here, "move", at)


def _ids_of(items: list[Any]) -> dict[str, tuple[int, Any]]:
    """The items that have an identity, each with its position counted from 1."""
    found: dict[str, tuple[int, Any]] = {}
    for at, item in enumerate(items, 1):
        if (identity := identity_of(item)) is not None:
            found.setdefault(identity, (at, item))
    return found


def _has_ids(*lists: list[Any]) -> bool:
    return any(identity_of(item) is not None for items in lists for item in items)


def _is_text(*values: dict[str, Any]) -> bool:
    """Whether these are texts by language."""
    return all(name in LANGUAGES for value in values for name in value)
