"""Comparing the parts of two objects, and the conditions on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from schemes.blueprints.compatibility.change import Change, ChangeKind, Place
from schemes.blueprints.compatibility.values import types_of, values_of
from schemes.blueprints.node import Condition, Node

Compare = Callable[[Node, Node, Place], Iterator[Change]]


def object_changes(before: Node, after: Node, at: Place, compare: Compare) -> Iterator[Change]:
    """The differences in the parts of an object; `compare` compares a part with its own."""
    yield from _openness(before, after, at)
    for part in before.children():
        if after.child(part.name) is None:
            yield _gone(part, after, at)
    for part in after.children():
        here = at.below(part.name, part.title)
        old = before.child(part.name)
        if old is None:
            yield from _come(part, before, here)
            continue
        if old.required != part.required:
            kind = ChangeKind.ADDED_REQUIRED if part.required else ChangeKind.LOOSENED
            yield here.change(kind, "required")
        yield from compare(old, part, here)
    if at.address and _order(before, after) != _order(after, before):
        yield at.change(ChangeKind.MOVED, "properties")
    yield from _conditions(before, after, at)


def _is_open(node: Node) -> bool:
    return node.schema.get("additionalProperties") is not False


def _openness(before: Node, after: Node, at: Place) -> Iterator[Change]:
    if _is_open(before) != _is_open(after):
        kind = ChangeKind.NARROWED if _is_open(before) else ChangeKind.WIDENED
        yield at.change(kind, "additionalProperties")


def _gone(part: Node, after: Node, at: Place) -> Change:
    here = at.below(part.name, part.title)
    return here.change(ChangeKind.WIDENED if _is_open(after) else ChangeKind.REMOVED, "")


def _come(part: Node, before: Node, here: Place) -> Iterator[Change]:
    if part.required:
        yield here.change(ChangeKind.ADDED_REQUIRED, "properties")
    elif _is_open(before):
        yield here.change(ChangeKind.TIGHTENED, "properties")
    else:
        yield here.change(ChangeKind.ADDED_OPTIONAL, "properties")


def _order(one: Node, other: Node) -> list[str]:
    return [part.name for part in one.children() if other.child(part.name) is not None]


# --- conditions ---------------------------------------------------------------------------


def _conditions(before: Node, after: Node, at: Place) -> Iterator[Change]:
    for condition in after.conditions():
        for name in condition.requires:
            if not _is_asked_before(before, condition, name):
                yield _about(after, name, at).change(
                    ChangeKind.TIGHTENED, "then", **_words(after, condition)
                )
        for name in condition.hides:
            if not _is_hidden_before(before, condition, name):
                yield _about(after, name, at).change(
                    ChangeKind.TIGHTENED, "else", **_words(after, condition)
                )
    kept = {_outline(condition) for condition in after.conditions()}
    for condition in before.conditions():
        if _outline(condition) not in kept:
            words = _words(before, condition)
            yield at.change(ChangeKind.LOOSENED, "allOf", **words)


def _about(node: Node, name: str, at: Place) -> Place:
    part = node.child(name)
    return at.below(name, part.title if part is not None else {})


def _words(node: Node, condition: Condition) -> dict[str, Any]:
    part = node.child(condition.field)
    labels = part.labels if part is not None else {}
    return {
        "field": part.title if part is not None else condition.field,
        "values": [labels.get(str(value), value) for value in condition.values],
    }


def _outline(condition: Condition) -> str:
    parts = (condition.field, [key(v) for v in condition.values])
    return repr((*parts, sorted(condition.requires), sorted(condition.hides)))


def key(value: Any) -> tuple[bool, Any]:
    """A value of a condition with what tells `true` from 1."""
    return isinstance(value, bool), value


def _could_have_been(before: Node, condition: Condition) -> list[Any]:
    """The values of a condition that a document which was right before can hold."""
    field = before.child(condition.field)
    if field is None:
        return list(condition.values) if _is_open(before) else []
    if "oneOf" in field.schema or types_of(field) - {"string", "boolean"}:
        return list(condition.values)
    possible = values_of(field)
    if possible is None:
        return list(condition.values)
    known = {key(value) for value in possible}
    return [value for value in condition.values if key(value) in known]


def _is_asked_before(before: Node, condition: Condition, name: str) -> bool:
    """Whether the part was there already wherever the condition holds."""
    part = before.child(name)
    if part is not None and part.required:
        return True
    asked = {
        key(value)
        for known in before.conditions()
        if known.field == condition.field and name in known.requires
        for value in known.values
    }
    return all(key(value) in asked for value in _could_have_been(before, condition))


def _is_hidden_before(before: Node, condition: Condition, name: str) -> bool:
    """Whether the part was absent already wherever the condition does not hold."""
    if before.child(name) is None and not _is_open(before):
        return True
    values = {key(value) for value in condition.values}
    return any(
        known.field == condition.field
        and name in known.hides
        and {key(value) for value in known.values} <= values
        for known in before.conditions()
    ) or _always_holds(before, condition, values)


def _always_holds(before: Node, condition: Condition, values: set[tuple[bool, Any]]) -> bool:
    """Whether the field was required and could only have the condition's values."""
    field = before.child(condition.field)
    if field is None or not field.required or "oneOf" in field.schema:
        return False
    possible = values_of(field) if types_of(field) <= {"string", "boolean"} else None
    return possible is not None and {key(value) for value in possible} <= values
