"""How the schemas of a blueprint may be put together: objects, lists, variants, conditions."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from schemes.blueprints.node import resolve
from schemes.blueprints.pointer import pointer
from schemes.blueprints.problems import DialectProblem

SCALARS = frozenset({"string", "integer", "number", "boolean"})


@dataclass(frozen=True)
class Place:
    """One schema inside a blueprint and the role it plays there.

    `role` is root, definition, property, item or variant; `definition` is the name of the
    definition it lies in, empty outside of `$defs`.
    """

    pointer: str
    schema: Mapping[str, Any]
    role: str
    definition: str = ""
    is_boolean: bool = False


def places(root: Mapping[str, Any]) -> Iterator[Place]:
    """Yield every schema of a blueprint, definitions first, each with its JSON Pointer."""
    for name, schema in root.get("$defs", {}).items():
        yield from _below(pointer("$defs", name), schema, "definition", name)
    yield from _below("", root, "root", "")


def _below(at: str, schema: object, role: str, definition: str) -> Iterator[Place]:
    if not isinstance(schema, Mapping):
        yield Place(at, {}, role, definition, is_boolean=True)
        return
    yield Place(at, schema, role, definition)
    for name, part in schema.get("properties", {}).items():
        yield from _below(at + pointer("properties", name), part, "property", definition)
    if "items" in schema:
        yield from _below(at + "/items", schema["items"], "item", definition)
    for index, shape in enumerate(schema.get("oneOf", ())):
        yield from _below(at + pointer("oneOf", index), shape, "variant", definition)


def check(place: Place, definitions: Mapping[str, Any]) -> Iterator[DialectProblem]:
    """Yield what is wrong with the structure of one schema."""
    if place.is_boolean:
        yield DialectProblem(place.pointer, "boolean")
        return
    if "$ref" in place.schema:
        return
    checks: tuple[Callable[..., Iterator[DialectProblem]], ...] = (_type, _object, _list)
    for part in (*checks, _variant, _conditions):
        yield from part(place, definitions)


def _type(place: Place, definitions: Mapping[str, Any]) -> Iterator[DialectProblem]:
    schema = place.schema
    if not schema.keys() & {"type", "enum", "const", "oneOf"}:
        yield DialectProblem(place.pointer, "type")
    types = schema.get("type")
    if isinstance(types, list):
        nullable = len(types) == 2 and "null" in types and SCALARS & set(types)
        measure = schema.get("x-kind") == "number_or_range" and set(types) == {"number", "array"}
        if not nullable and not measure:
            yield DialectProblem(place.pointer + "/type", "type-union")


def _object(place: Place, definitions: Mapping[str, Any]) -> Iterator[DialectProblem]:
    schema = place.schema
    if schema.get("type") != "object":
        return
    is_open = schema.get("x-kind") == "open"
    if schema.get("additionalProperties") is not is_open:
        yield DialectProblem(place.pointer, "additional-properties")
    for name in schema.get("required", ()):
        if name not in schema.get("properties", {}):
            yield DialectProblem(place.pointer + "/required", "required", {"name": name})


def _list(place: Place, definitions: Mapping[str, Any]) -> Iterator[DialectProblem]:
    if place.schema.get("type") != "array":
        return
    items = place.schema.get("items")
    if not isinstance(items, Mapping):
        yield DialectProblem(place.pointer, "items")
        return
    item, marks = resolve(items, definitions)
    if item.get("type") == "object" and not marks & {"localised", "file", "open"}:
        key = item.get("properties", {}).get("id")
        described = isinstance(key, Mapping) and resolve(key, definitions)[0]
        if (
            not described
            or described.get("type") != "string"
            or "id" not in item.get("required", ())
        ):
            yield DialectProblem(place.pointer + "/items", "item-id")
    elif item.get("type") not in ("string", "integer", "number"):
        yield DialectProblem(place.pointer + "/items", "items")


def _variant(place: Place, definitions: Mapping[str, Any]) -> Iterator[DialectProblem]:
    shapes = place.schema.get("oneOf")
    if shapes is None or any(not isinstance(shape, Mapping) for shape in shapes):
        return
    resolved = [resolve(shape, definitions)[0] for shape in shapes]
    objects = [shape for shape in resolved if shape.get("type") == "object"]
    nulls = [shape for shape in resolved if shape.get("type") == "null"]
    keys = [frozenset(shape.get("required", ())) for shape in objects]
    with_null = len(nulls) == 1 and len(objects) == 1
    told_apart = not nulls and len(objects) > 1 and all(keys) and _disjoint(keys)
    if len(resolved) != len(objects) + len(nulls) or not (with_null or told_apart):
        yield DialectProblem(place.pointer + "/oneOf", "variant")


def _disjoint(sets: list[frozenset[str]]) -> bool:
    return len(frozenset().union(*sets)) == sum(map(len, sets))


def _conditions(place: Place, definitions: Mapping[str, Any]) -> Iterator[DialectProblem]:
    properties = place.schema.get("properties", {})
    for index, member in enumerate(place.schema.get("allOf", ())):
        at = place.pointer + pointer("allOf", index)
        if not isinstance(member, Mapping) or not _is_condition(member):
            yield DialectProblem(at, "condition")
            continue
        hidden = member.get("else", {}).get("properties", {})
        for name in sorted(hidden.keys() & set(place.schema.get("required", ()))):
            yield DialectProblem(at, "condition-required", {"name": name})
        for name in (*member["if"]["required"], *member["then"].get("required", ()), *hidden):
            if name not in properties:
                yield DialectProblem(at, "condition-field", {"name": name})


def _is_condition(member: Mapping[str, Any]) -> bool:
    """Say whether a member of allOf has exactly the one form of a condition."""
    if not {"if", "then"} <= member.keys() <= {"if", "then", "else"}:
        return False
    return _is_test(member["if"]) and _is_then(member["then"]) and _is_else(member.get("else"))


def _is_test(test: object) -> bool:
    if not isinstance(test, Mapping) or test.keys() != {"properties", "required"}:
        return False
    values = list(test["properties"].values())
    if len(values) != 1 or test["required"] != list(test["properties"]):
        return False
    return isinstance(values[0], Mapping) and values[0].keys() in ({"const"}, {"enum"})


def _is_then(then: object) -> bool:
    return isinstance(then, Mapping) and then.keys() <= {"required"}


def _is_else(otherwise: object) -> bool:
    if otherwise is None:
        return True
    if not isinstance(otherwise, Mapping) or otherwise.keys() != {"properties"}:
        return False
    return all(part is False for part in otherwise["properties"].values())
