"""Comparing what two nodes take, keyword by keyword.

For each keyword of the dialect: does every value that the old node took stay right? Where that
cannot be told from the two schemas, the answer is no.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from schemes.blueprints.compatibility.change import ITEM, Change, ChangeKind, Place
from schemes.blueprints.compatibility.objects import object_changes
from schemes.blueprints.compatibility.values import key_of, types_of, values_of
from schemes.blueprints.node import Node

_LOWER = ("minLength", "minItems", "minimum")
_UPPER = ("maxLength", "maxItems", "maximum")
_TEXTS = ("x-title", "x-help", "x-item", "x-unit", "x-labels")
_HANDLING = ("x-kind", "x-hidden")


def node_changes(before: Node, after: Node, at: Place) -> Iterator[Change]:
    """Every difference at a place and below it."""
    if at.is_name:
        return
    yield from _annotations(before, after, at)
    if "oneOf" in before.schema or "oneOf" in after.schema:
        yield from _shapes(before, after, at)
        return
    yield from _value_changes(before, after, at)


def _value_changes(before: Node, after: Node, at: Place) -> Iterator[Change]:
    """The differences of two nodes that are no variants."""
    retyped = list(_types(before, after, at))
    yield from retyped
    if any(change.kind is ChangeKind.RETYPED for change in retyped):
        return
    yield from _codes(before, after, at)
    yield from _bounds(before, after, at)
    yield from _forms(before, after, at)
    yield from _items(before, after, at)
    if "object" in types_of(after) & types_of(before):
        yield from object_changes(before, after, at, node_changes)


def _types(before: Node, after: Node, at: Place) -> Iterator[Change]:
    old, new = types_of(before), types_of(after)
    taken = new | ({"integer"} if "number" in new else frozenset())
    names = {"before": " | ".join(sorted(old)), "after": " | ".join(sorted(new))}
    if not old <= taken:
        yield at.change(ChangeKind.RETYPED, "type", **names)
    elif old != new:
        yield at.change(ChangeKind.WIDENED, "type", **names)


def _codes(before: Node, after: Node, at: Place) -> Iterator[Change]:
    old, new = values_of(before), values_of(after)
    if new is None:
        if old is not None:
            yield at.change(ChangeKind.WIDENED, "")
        return
    keyword = "const" if "const" in after.schema else "enum"
    if old is None:
        labels = [after.labels.get(str(code), code) for code in new]
        yield at.change(ChangeKind.NARROWED, "const", after=labels)
        return
    old_keys, new_keys = {key_of(code) for code in old}, {key_of(code) for code in new}
    gone = [before.labels.get(str(v), v) for v in old if key_of(v) not in new_keys]
    come = [after.labels.get(str(v), v) for v in new if key_of(v) not in old_keys]
    if gone and keyword == "const":
        yield at.change(ChangeKind.NARROWED, "const", after=new)
    elif gone:
        yield at.change(ChangeKind.NARROWED, "enum", codes=gone)
    if come and "enum" in after.schema:
        yield at.change(ChangeKind.WIDENED, "enum", codes=come)
    elif come:
        yield at.change(ChangeKind.WIDENED, "")


def _bounds(before: Node, after: Node, at: Place) -> Iterator[Change]:
    for keyword in (*_LOWER, *_UPPER):
        old, new = _bound(before, keyword), _bound(after, keyword)
        if old == new:
            continue
        lower = keyword in _LOWER
        looser = new is None or (old is not None and (new < old if lower else new > old))
        kind = ChangeKind.LOOSENED if looser else ChangeKind.TIGHTENED
        yield at.change(kind, keyword, before=old, after=new)
    unique = before.schema.get("uniqueItems", False), after.schema.get("uniqueItems", False)
    if unique[0] != unique[1]:
        kind = ChangeKind.TIGHTENED if unique[1] else ChangeKind.LOOSENED
        yield at.change(kind, "uniqueItems", before=unique[0], after=unique[1])


def _bound(node: Node, keyword: str) -> float | None:
    """A limit; a least length of nothing limits nothing."""
    bound = node.schema.get(keyword)
    return None if bound == 0 and keyword in ("minLength", "minItems") else bound


def _forms(before: Node, after: Node, at: Place) -> Iterator[Change]:
    for keyword in ("pattern", "format", "x-reference"):
        old, new = before.schema.get(keyword), after.schema.get(keyword)
        if old != new:
            kind = ChangeKind.LOOSENED if new is None else ChangeKind.TIGHTENED
            yield at.change(kind, keyword, before=old, after=new)


def _items(before: Node, after: Node, at: Place) -> Iterator[Change]:
    if "items" not in after.schema:
        if "items" in before.schema:
            yield at.change(ChangeKind.WIDENED, "")
        return
    if "items" in before.schema:
        yield from node_changes(before.item(), after.item(), at.below(ITEM))
    elif "array" in types_of(before):
        yield at.change(ChangeKind.TIGHTENED, "items")


def _annotations(before: Node, after: Node, at: Place) -> Iterator[Change]:
    old, new = before.schema, after.schema
    if any(_common(old, new, k) != _common(new, old, k) for k in _TEXTS):
        yield at.change(ChangeKind.RELABELLED, "x-title")
    if any(old.get(k) != new.get(k) for k in _HANDLING) or before.marks != after.marks:
        yield at.change(ChangeKind.RELABELLED, "x-kind")
    yield from _material(at)


def _material(at: Place) -> Iterator[Change]:
    """Told where it begins; what is inside goes along."""
    old, new = at.materials
    if old is not new and (not at.address or at.above.materials != (old, new)):
        yield at.change(ChangeKind.WEIGHED, "x-material", before=old.label, after=new.label)


def _common(one: Mapping[str, Any], other: Mapping[str, Any], keyword: str) -> Any:
    """A text; of labels only those of codes that both have, as others are told by `enum`."""
    text = one.get(keyword)
    if keyword != "x-labels":
        return text
    return {code: words for code, words in (text or {}).items() if code in other.get(keyword, {})}


# --- variants -----------------------------------------------------------------------------


def _shapes(before: Node, after: Node, at: Place) -> Iterator[Change]:
    """Each old shape needs a new one that takes its values, and no second that might."""
    old, new = shapes_of(before), shapes_of(after)
    counterparts: dict[int, int] = {}
    for index, shape in enumerate(old):
        match = _counterpart(shape, new)
        if match is None:
            yield at.change(ChangeKind.NARROWED, "oneOf", shape=_name(shape))
            continue
        counterparts[index] = match
        titled = at.below(f"|{match}", new[match].title)
        yield from _annotations(shape, new[match], titled)
        yield from _value_changes(shape, new[match], titled)
        for position, other in enumerate(new):
            if position != match and _may_both_take(shape, other, before, old):
                yield at.change(ChangeKind.NARROWED, "shapes", shape=_name(other))
    for position, shape in enumerate(new):
        if position not in counterparts.values():
            yield at.change(ChangeKind.WIDENED, "oneOf", shape=_name(shape))


def shapes_of(node: Node) -> tuple[Node, ...]:
    """The shapes of a variant; the node itself where it has but one."""
    return node.variants() if "oneOf" in node.schema else (node,)


def _name(shape: Node) -> Any:
    return shape.title or " | ".join(sorted(types_of(shape)))


def _counterpart(shape: Node, among: tuple[Node, ...]) -> int | None:
    """The new shape that is meant to take the old one's values: the most alike of its type.

    Objects are told apart by what they require, so one that requires nothing of it is another.
    """
    fitting = [i for i, other in enumerate(among) if _is_akin(shape, other)]
    return max(fitting, key=lambda i: _likeness(shape, among[i]), default=None)


def _is_akin(one: Node, other: Node) -> bool:
    required = set(one.schema.get("required", ())), set(other.schema.get("required", ()))
    return bool(types_of(one) & types_of(other)) and (
        not all(required) or bool(required[0] & required[1])
    )


def _likeness(one: Node, other: Node) -> tuple[bool, int, int]:
    required = set(one.schema.get("required", ())), set(other.schema.get("required", ()))
    names = one.schema.get("properties", {}).keys() & other.schema.get("properties", {}).keys()
    return required[0] == required[1], len(required[0] & required[1]), len(names)


def _may_both_take(shape: Node, other: Node, before: Node, old: tuple[Node, ...]) -> bool:
    """Whether a value of the old shape may fit another new shape too, and did not before."""
    if not types_of(shape) & types_of(other):
        return False
    if any(other.schema == known.schema and known is not shape for known in old):
        return before.definitions != other.definitions
    names = set(shape.schema.get("properties", {}))
    is_open = shape.schema.get("additionalProperties") is not False
    return is_open or set(other.schema.get("required", ())) <= names
