"""What holds between the places of a document: ids are unique, references lead somewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from schemes.blueprints import Blueprint
from schemes.documents import Document, duplicate_ids, find, walk
from schemes.documents.addresses import child, parse
from schemes.findings import Finding, Severity
from schemes.validation.compiled import compiled


def is_consistent(document: Document, blueprint: Blueprint) -> bool:
    """Whether all ids certainly differ and all references lead somewhere, seen at a glance.

    Only for a document of the blueprint's shape; where it says no, the functions below tell
    what is wrong, if anything is.
    """
    return compiled(blueprint).trails.lead_somewhere(document)


def repeated_ids(document: Document) -> Iterator[Finding]:
    """The second and later places of each id."""
    for address, identity in duplicate_ids(document):
        yield Finding("BLUEPRINT-duplicate-id", Severity.ERROR, address, {"id": identity})


def broken_references(
    document: Document, blueprint: Blueprint, told: Collection[str] = ()
) -> Iterator[Finding]:
    """References to items that do not exist.

    `told` are addresses of parts known to be missing: what points into them is not told
    again. The same holds for a list with an item that lacks its name.
    """
    targets: dict[str, set[str] | None] = {}
    for address, reference, value in _references(document, blueprint):
        if reference not in targets:
            targets[reference] = _targets(document, reference, told)
        names = targets[reference]
        if names is not None and value not in names:
            yield Finding(
                "BLUEPRINT-reference",
                Severity.ERROR,
                address,
                {"value": value, "list": _list_title(blueprint, reference)},
            )


def _references(document: Document, blueprint: Blueprint) -> Iterator[tuple[str, str, str]]:
    """Every reference: its address, the list it points into, and its value."""
    for place in walk(blueprint, document):
        if place.node.reference and isinstance(place.value, str):
            yield place.address, place.node.reference, place.value
        elif isinstance(place.value, list) and "items" in place.node.schema:
            reference = place.node.item().reference
            for index, value in enumerate(place.value if reference else ()):
                if reference and isinstance(value, str):
                    yield child(place.address, index), reference, value


def _targets(document: Document, reference: str, told: Collection[str]) -> set[str] | None:
    """The names that a reference may use; None when that cannot be known."""
    path, _hash, key = reference.partition("#")
    if f"/{parse(path)[0]}" in told:
        return None
    items = find(document, path)
    named = [
        item.get(key or "id") if isinstance(item, dict) else None
        for item in (items if isinstance(items, list) else [])
    ]
    names = {name for name in named if isinstance(name, str)}
    return names if len(named) == sum(isinstance(name, str) for name in named) else None


def _list_title(blueprint: Blueprint, reference: str) -> dict[str, str]:
    path = reference.partition("#")[0]
    node = blueprint.node_at(parse(path))
    return dict(node.title) if node is not None and node.title else {"zh": path, "en": path}
