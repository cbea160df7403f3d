"""The difference of two documents, keyed by ids: an item that moved is not one that changed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from schemes.blueprints import Blueprint, Node
from schemes.documents.addresses import Document, child, numbered
from schemes.documents.canonical import canonical

Op = Literal["add", "remove", "change", "move"]
_ABSENT = object()
_DESCENDED = ("object", "records", "variant", "commitment")


@dataclass(frozen=True)
class Change:
    """One difference; the address is the new one, for what was removed the old one.

    For a move `before` and `after` are positions counted from 1.
    """

    op: Op
    address: str
    before: Any
    after: Any
    node: Node | None


def difference(blueprint: Blueprint, old: Document, new: Document) -> list[Change]:
    """Every difference from the old document to the new one, in the blueprint's order."""
    return list(_parts("", blueprint.root, old, new))


def _parts(address: str, node: Node | None, old: Any, new: Any) -> Iterator[Change]:
    known = list(node.children()) if node is not None else []
    names = [part.name for part in known]
    names += [name for name in (*old, *new) if name not in names]
    for name in dict.fromkeys(names):
        part = next((part for part in known if part.name == name), None)
        before, after = old.get(name, _ABSENT), new.get(name, _ABSENT)
        yield from _value(child(address, name), part, before, after)


def _value(address: str, node: Node | None, old: Any, new: Any) -> Iterator[Change]:
    if old is _ABSENT and new is _ABSENT:
        return
    if old is _ABSENT:
        yield Change("add", address, None, new, node)
    elif new is _ABSENT:
        yield Change("remove", address, old, None, node)
    elif canonical(old) != canonical(new):
        yield from _changed(address, node, old, new)


def _changed(address: str, node: Node | None, old: Any, new: Any) -> Iterator[Change]:
    kind = node.kind if node is not None else ""
    if node is None or kind not in _DESCENDED or type(old) is not type(new):
        yield Change("change", address, old, new, node)
    elif kind == "records" and isinstance(new, list):
        yield from _items(address, node.item(), old, new)
    elif not isinstance(new, dict):
        yield Change("change", address, old, new, node)
    else:
        before = node.variant_of(old) if kind == "variant" else node
        after = node.variant_of(new) if kind == "variant" else node
        if after is None or after is not before:
            yield Change("change", address, old, new, node)
        else:
            yield from _parts(address, after, old, new)


def _items(address: str, node: Node, old: list[Any], new: list[Any]) -> Iterator[Change]:
    before = {str(step): item for step, item in numbered(old)}
    after = {str(step): item for step, item in numbered(new)}
    for step, item in before.items():
        if step not in after:
            yield Change("remove", child(address, step), item, None, node)
    elsewhere = moved(list(before), list(after))
    for step, item in after.items():
        place = child(address, step)
        if step not in before:
            yield Change("add", place, None, item, node)
            continue
        if step in elsewhere:
            positions = list(before).index(step) + 1, list(after).index(step) + 1
            yield Change("move", place, *positions, node)
        yield from _value(place, node, before[step], item)


def moved(old: list[str], new: list[str]) -> set[str]:
    """The fewest items whose moving explains the new order: those outside the longest run."""
    position = {step: index for index, step in enumerate(old)}
    common = [step for step in new if step in position]
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for index, step in enumerate(common):
        at = bisect_left(tails, position[step])
        tails[at : at + 1] = [position[step]]
        ends[at : at + 1] = [index]
        previous.append(ends[at - 1] if at else -1)
    kept: set[str] = set()
    index = ends[-1] if ends else -1
    while index >= 0:
        kept.add(common[index])
        index = previous[index]
    return set(common) - kept
