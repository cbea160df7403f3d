"""Whether the words of a blueprint's own rule can be read, and name places that it has."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from schemes.blueprints.node import Node
from schemes.blueprints.phrasing import (
    BUILTIN,
    Blank,
    Clause,
    Phrasing,
    PhrasingFault,
    Template,
    blanks_in,
    load_phrasing,
)
from schemes.blueprints.problems import DialectProblem

AT = "/x-phrasing"


def check(root: Mapping[str, Any]) -> Iterator[DialectProblem]:
    """Yield the first fault that keeps the outline from being read."""
    if "x-phrasing" not in root:
        return
    try:
        load_phrasing(root["x-phrasing"])
    except PhrasingFault as fault:
        yield DialectProblem(f"{AT}{fault.at}", "phrasing", {"detail": fault.words})


def check_places(root: Mapping[str, Any]) -> Iterator[DialectProblem]:
    """Yield the places that the outline names and no document can have.

    What only other kinds of the built-in blueprints have is let be, as in the outline that all of
    them share: such a clause is silent.
    """
    if "x-phrasing" not in root:
        return
    document = Node.of("", root, True, root.get("$defs", {}))
    phrasing = load_phrasing(root["x-phrasing"])
    unknown = dict.fromkeys(unknown_places(phrasing, document))
    for builtin in _built_in() if unknown else ():
        elsewhere = set(unknown_places(phrasing, builtin))
        unknown = {fault: None for fault in unknown if fault in elsewhere}
    for at, name in unknown:
        yield DialectProblem(f"{AT}{at}", "phrasing-place", {"name": name})


@cache
def _built_in() -> tuple[Node, ...]:
    """The documents of the built-in blueprints, read here since loading them checks by this."""
    schemas = (json.loads(path.read_text("utf-8")) for path in BUILTIN.parent.glob("*.json"))
    return tuple(Node.of("", schema, True, schema["$defs"]) for schema in schemas)


def unknown_places(phrasing: Phrasing, document: Node) -> Iterator[tuple[str, str]]:
    """Where the outline names what is no place, and the name."""
    for n, chapter in enumerate(phrasing.chapters):
        at = f"/chapters/{n}"
        for path in chapter.parts:
            if not below([document], path):
                yield f"{at}/parts", "/".join(path)
        for m, clause in enumerate(chapter.clauses):
            yield from _of_clause(clause, f"{at}/clauses/{m}", [document], document)


def _of_clause(
    clause: Clause, at: str, around: list[Node], document: Node
) -> Iterator[tuple[str, str]]:
    yield from _of_words(clause.lead, f"{at}/lead", around, document)
    for name in ("form", "picture", "table", "each"):
        path = getattr(clause, name)
        if path and not below(around, path):
            yield f"{at}/{name}", "/".join(path)
            return
    items = around
    if path := clause.each or clause.table:
        items = [one.item() for one in below(around, path) if "items" in one.schema]
    titled = items if clause.each and clause.clauses else around
    yield from _of_words(clause.title, f"{at}/title", titled, document)
    yield from _of_words(clause.say, f"{at}/say", items, document)
    for n, column in enumerate(clause.columns):
        yield from _of_words(column.say, f"{at}/columns/{n}/say", items, document)
    for n, inner in enumerate(clause.clauses):
        yield from _of_clause(inner, f"{at}/clauses/{n}", items, document)


def _of_words(
    words: Template | None, at: str, around: list[Node], document: Node
) -> Iterator[tuple[str, str]]:
    for language, parts in (words or {}).items():
        for blank in blanks_in(parts):
            if not _leads_somewhere(blank, around, document):
                yield f"{at}/{language}", "/".join(blank.steps) or "."


def _leads_somewhere(blank: Blank, around: list[Node], document: Node) -> bool:
    found = below([document] if blank.absolute else around, blank.steps)
    if blank.restated is None:
        return bool(found)
    for node in found:
        path = (node.reference or "").partition("#")[0].strip("/").split("/")
        lists = below([document], tuple(path)) if node.reference else []
        if below([one.item() for one in lists if "items" in one.schema], blank.restated):
            return True
    return False


def below(nodes: list[Node], steps: tuple[str, ...]) -> list[Node]:
    """All nodes that a path can lead to; a variant has the parts of each of its shapes."""
    for step in steps:
        shapes = [
            shape
            for node in nodes
            for shape in (node.variants() if node.kind == "variant" else (node,))
        ]
        found = (shape.child(step) for shape in shapes)
        nodes = [node for node in found if node is not None]
    return nodes
