"""The walker: blueprint and document side by side.

Every view of a document (form, reading view, check, difference, print) is made from this
walk, so all see the same places in the same order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from schemes.blueprints import Blueprint, Node, Section
from schemes.documents.addresses import Document, child, numbered, parse
from schemes.documents.pointers import Numbering

_LEAVES = ("localised", "file", "open", "choices", "strings", "number_or_range")


@dataclass(frozen=True)
class Place:
    """One present place: its address, its node of the blueprint, its value, how deep it lies."""

    address: str
    node: Node
    value: Any
    depth: int

    @property
    def is_leaf(self) -> bool:
        """Whether nothing below this place is walked."""
        return not (isinstance(self.value, dict | list) and self.node.kind not in _LEAVES)


@dataclass(frozen=True)
class Entry:
    """A place with what stands below it, for views that are made as trees."""

    place: Place
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Chapter:
    """A section of the blueprint with what the document says in it."""

    number: int
    section: Section
    entries: tuple[Entry, ...]


def walk(blueprint: Blueprint, document: Document) -> Iterator[Place]:
    """Every present place that the blueprint knows, in its order, containers before contents."""
    for entry in entries_of(blueprint, document):
        yield from _flat(entry)


def entries_of(blueprint: Blueprint, document: Document) -> Iterator[Entry]:
    """The present parts of the document as trees, in the order of the blueprint."""
    for node in blueprint.root.children():
        if node.name in document:
            yield _entry(f"/{node.name}", node, document[node.name], 0)


def reading(blueprint: Blueprint, document: Document) -> list[Chapter]:
    """The chapters that have content, numbered, in the order of the blueprint's sections."""
    present = {entry.place.node.name: entry for entry in entries_of(blueprint, document)}
    chapters: list[Chapter] = []
    for section in blueprint.sections:
        entries = tuple(present[part] for part in section.parts if part in present)
        if entries:
            chapters.append(Chapter(len(chapters) + 1, section, entries))
    return chapters


def name_of(
    blueprint: Blueprint, document: Document, address: str, numbering: Numbering | None = None
) -> dict[str, str]:
    """The name of a place in both languages: `认证依据 第2项 标准名称`."""
    numbering = numbering or Numbering()
    node: Node | None = blueprint.root
    value: Any = document
    zh: list[str] = []
    en: list[str] = []
    for step in parse(address):
        if isinstance(value, list):
            found = numbering.position(value, step)
            index = len(value) if found is None else found
            value = None if found is None else value[found]
            zh.append(f"第{index + 1}项")
            en.append(f"item {index + 1}")
            node = node.item() if node is not None and "items" in node.schema else None
            continue
        value = value.get(step) if isinstance(value, dict) else None
        node = _child(node, step)
        title = node.title if node is not None else {}
        zh.append(title.get("zh", step))
        en.append(title.get("en", step))
    return {"zh": " ".join(zh), "en": ", ".join(en)}


def _entry(address: str, node: Node, value: Any, depth: int) -> Entry:
    place = Place(address, node, value, depth)
    return Entry(place, tuple(_below(place)))


def _below(place: Place) -> Iterator[Entry]:
    node, value = place.node, place.value
    if place.is_leaf:
        return
    if isinstance(value, list):
        if node.kind == "records":
            for step, item in numbered(value):
                yield _entry(child(place.address, step), node.item(), item, place.depth + 1)
        return
    shape = node.variant_of(value) if node.kind == "variant" else node
    for part in shape.children() if shape is not None else ():
        if part.name in value:
            yield _entry(child(place.address, part.name), part, value[part.name], place.depth + 1)


def _flat(entry: Entry) -> Iterator[Place]:
    yield entry.place
    for below in entry.entries:
        yield from _flat(below)


def _child(node: Node | None, step: str) -> Node | None:
    if node is None:
        return None
    if node.kind == "variant":
        shapes = (shape.child(step) for shape in node.variants())
        return next((part for part in shapes if part is not None), None)
    return node.child(step)
