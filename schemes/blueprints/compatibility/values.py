"""Which values a node takes, as far as its schema lists them."""

from __future__ import annotations

from typing import Any

from schemes.blueprints.node import Node


def types_of(node: Node) -> frozenset[str]:
    """The JSON types that a node without variants takes."""
    declared = node.schema.get("type")
    if isinstance(declared, list):
        return frozenset(declared)
    if declared is not None:
        return frozenset({str(declared)})
    if "enum" in node.schema:
        return frozenset({"string"})
    return frozenset({_type_of(node.schema.get("const"))})


def _type_of(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    names = {str: "string", int: "integer", float: "number", list: "array"}
    return names.get(type(value), "object")


def key_of(value: Any) -> tuple[str, Any]:
    """A value with its JSON type: `true` is not 1."""
    kind = _type_of(value)
    return ("number" if kind == "integer" else kind), value


def values_of(node: Node) -> list[Any] | None:
    """The only values that a node takes, or None where it takes any of its type."""
    if "const" in node.schema:
        return [node.schema["const"]]
    if "enum" in node.schema:
        return list(node.schema["enum"])
    return [True, False] if types_of(node) == {"boolean"} else None
