"""The ids and references of a document, gathered along paths that its blueprint has laid out.

A blueprint knows where ids and references can stand. The paths there are found once for each
blueprint, so that a document of its shape is gone through without asking a node anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from schemes.blueprints import Blueprint, Node
from schemes.documents.addresses import parse


@dataclass(slots=True)
class Gathered:
    """What was met on the way: every id, and by list the names that lead into it."""

    ids: list[str] = field(default_factory=list)
    names: dict[str, set[str]] = field(default_factory=dict)


#: Goes through a part of a document; a part of another shape may raise KeyError, TypeError or
#: AttributeError.
Trail = Callable[[Any, Gathered], None]


@dataclass(frozen=True)
class Target:
    """The list that a reference points into, and the key by which its items are named."""

    steps: tuple[str, ...]
    key: str

    @classmethod
    def of(cls, reference: str) -> Target:
        """The target that `x-reference` names: `/requirements`, `/grading/levels#code`."""
        path, _hash, key = reference.partition("#")
        return cls(parse(path), key or "id")

    def names_in(self, document: Any) -> set[str]:
        """The names of the items; the shape of the document is taken for granted."""
        items = document
        for step in self.steps:
            items = items[step]
        return {item[self.key] for item in items}


@dataclass(frozen=True)
class Trails:
    """All paths of one blueprint."""

    whole: Trail
    targets: dict[str, Target]

    @classmethod
    def of(cls, blueprint: Blueprint) -> Trails:
        """Lay the paths."""
        references = set(_references(blueprint.root))
        trail = _trail(blueprint.root) or _nothing
        return cls(trail, {reference: Target.of(reference) for reference in references})

    def lead_somewhere(self, document: Any) -> bool:
        """Whether all ids differ and all references certainly name an item.

        Only for a document of the blueprint's shape. What cannot be told at a glance is not
        certain.
        """
        gathered = Gathered()
        try:
            self.whole(document, gathered)
            if len(set(gathered.ids)) != len(gathered.ids):
                return False
            return all(
                names <= self.targets[reference].names_in(document)
                for reference, names in gathered.names.items()
            )
        except (KeyError, TypeError, AttributeError):
            return False


def _nothing(part: Any, gathered: Gathered) -> None:
    """A part without ids and references."""


def _trail(node: Node) -> Trail | None:
    """The way through a place; None where nothing is to be gathered at it or below."""
    if node.reference:
        return _named(node.reference)
    if node.kind == "open":
        return _anything
    if node.kind == "variant":
        return _by_shape(node)
    if "items" in node.schema:
        return _list(node)
    return _object(node)


def _object(node: Node) -> Trail | None:
    lists: list[str] = []
    others: list[tuple[str, Trail]] = []
    for part in node.children():
        trail = _trail(part)
        if trail is _ids:
            lists.append(part.name)
        elif trail is not None:
            others.append((part.name, trail))
    if not lists and not others:
        return None

    def through(part: Any, gathered: Gathered) -> None:
        get = part.get
        for name in lists:
            if items := get(name):
                gathered.ids += [item["id"] for item in items]
        for name, trail in others:
            if (inner := get(name)) is not None:
                trail(inner, gathered)

    return through


def _list(node: Node) -> Trail | None:
    item = node.item()
    if item.reference:
        return _all_named(item.reference)
    trail = _trail(item)
    if node.kind != "records":
        return _anything if item.schema.get("type") == "object" or item.variants() else None
    if trail is None:
        return _ids

    def each(items: Any, gathered: Gathered) -> None:
        gathered.ids += [item["id"] for item in items]
        for item in items:
            trail(item, gathered)

    return each


def _by_shape(node: Node) -> Trail | None:
    shapes = {id(shape): _trail(shape) for shape in node.variants()}
    if not any(shapes.values()):
        return None
    objects = [shape for shape in node.variants() if shape.kind != "null"]
    if len(objects) == 1:
        return shapes[id(objects[0])]

    def meant(part: Any, gathered: Gathered) -> None:
        trail = shapes.get(id(node.variant_of(part)))
        if trail is not None:
            trail(part, gathered)

    return meant


def _named(reference: str) -> Trail:
    def one(name: Any, gathered: Gathered) -> None:
        gathered.names.setdefault(reference, set()).add(name)

    return one


def _all_named(reference: str) -> Trail:
    def several(names: Any, gathered: Gathered) -> None:
        gathered.names.setdefault(reference, set()).update(names)

    return several


def _ids(items: Any, gathered: Gathered) -> None:
    """A list of records that hold nothing further to gather."""
    gathered.ids += [item["id"] for item in items]


def _anything(part: Any, gathered: Gathered) -> None:
    """A free part: ids may stand in any list."""
    if isinstance(part, dict):
        for inner in part.values():
            _anything(inner, gathered)
    elif isinstance(part, list):
        for item in part:
            if isinstance(item, dict) and isinstance(item.get("id"), str):
                gathered.ids.append(item["id"])
            _anything(item, gathered)


def _references(node: Node) -> Iterator[str]:
    if node.reference:
        yield node.reference
    if "items" in node.schema:
        yield from _references(node.item())
    for part in (*node.children(), *node.variants()):
        yield from _references(part)
