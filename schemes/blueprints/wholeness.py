"""What a blueprint must hold as a whole: its name, its category, its sections, its references."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from schemes.blueprints import wording
from schemes.blueprints.keywords import is_bilingual
from schemes.blueprints.node import Node, resolve
from schemes.blueprints.pointer import pointer
from schemes.blueprints.problems import DialectProblem
from schemes.blueprints.structure import places

REF = re.compile(r"[a-z][a-z0-9_]{0,39}/(0|[1-9][0-9]{0,5})")
SECTION_KEYS = {"key", "x-title", "x-help", "parts"}


def check(root: Mapping[str, Any]) -> Iterator[DialectProblem]:
    """Yield what is wrong with a blueprint's name, category and sections."""
    yield from _identity(root, root.get("$defs", {}))
    yield from _sections(root)
    yield from wording.check(root)


def _identity(root: Mapping[str, Any], definitions: Mapping[str, Any]) -> Iterator[DialectProblem]:
    properties, required = root.get("properties", {}), root.get("required", ())
    name = _resolved(properties.get("blueprint"), definitions).get("const")
    if not isinstance(name, str) or not REF.fullmatch(name) or "blueprint" not in required:
        yield DialectProblem("/properties/blueprint", "blueprint")
    codes = _resolved(properties.get("category"), definitions).get("enum", ())
    if len(codes) != 1 or "category" not in required:
        yield DialectProblem("/properties/category", "category")


def _resolved(schema: object, definitions: Mapping[str, Any]) -> Mapping[str, Any]:
    return resolve(schema, definitions)[0] if isinstance(schema, Mapping) else {}


def _sections(root: Mapping[str, Any]) -> Iterator[DialectProblem]:
    sections = root.get("x-sections")
    if not isinstance(sections, list) or not sections:
        yield DialectProblem("/x-sections", "section")
        return
    keys: set[str] = set()
    counts: Counter[str] = Counter()
    parts = root.get("properties", {}).keys() - {"blueprint"}
    for index, section in enumerate(sections):
        at = pointer("x-sections", index)
        if not _is_section(section) or section["key"] in keys:
            yield DialectProblem(at, "section")
            continue
        keys.add(section["key"])
        counts.update(section["parts"])
        for name in section["parts"]:
            if name not in parts:
                yield DialectProblem(f"{at}/parts", "section-part", {"name": name})
    for name in sorted(parts):
        if counts[name] != 1:
            code = "section-twice" if counts[name] else "section-missing"
            yield DialectProblem("/x-sections", code, {"name": name})


def _is_section(section: object) -> bool:
    return (
        isinstance(section, Mapping)
        and section.keys() == SECTION_KEYS
        and isinstance(section["key"], str)
        and is_bilingual(section["x-title"])
        and is_bilingual(section["x-help"])
        and isinstance(section["parts"], list)
        and all(isinstance(part, str) for part in section["parts"])
    )


def check_references(root: Mapping[str, Any]) -> Iterator[DialectProblem]:
    """Yield the references that lead nowhere. The schemas must be sound otherwise."""
    yield from wording.check_places(root)
    document = Node.of("", root, True, root.get("$defs", {}))
    for place in places(root):
        reference = place.schema.get("x-reference")
        if reference is not None and not _leads_to_items(document, reference):
            yield DialectProblem(
                f"{place.pointer}/x-reference", "reference", {"reference": reference}
            )


def _leads_to_items(document: Node, reference: object) -> bool:
    """Say whether a reference such as `/grading/levels#code` names a list and a key of it."""
    if not isinstance(reference, str) or not reference.startswith("/"):
        return False
    path, _, key = reference.partition("#")
    node: Node | None = document
    for name in path[1:].split("/"):
        node = node.child(name) if node is not None else None
    if node is None or node.kind != "records":
        return False
    return node.item().child(key or "id") is not None
