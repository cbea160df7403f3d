"""The OpenAPI description as plain values for a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

REFERENCE = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Property:
    """One property of an answer, with how deep it lies."""

    name: str
    type: str
    description: SafeString
    depth: int

    @property
    def indent(self) -> range:
        """One step for each level."""
        return range(self.depth)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an operation."""

    name: str
    place: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """One address with what it takes and what it answers."""

    id: str
    method: str
    path: str
    summary: str
    paragraphs: list[SafeString]
    parameters: list[Parameter]
    answer: list[Property]
    statuses: list[str]


def as_html(text: str) -> SafeString:
    """A paragraph with its `names` as code."""
    pieces = enumerate(" ".join(text.split()).split("`"))
    return format_html_join(
        "", "{}", ((format_html("<code>{}</code>", p) if at % 2 else p,) for at, p in pieces)
    )


def operations_of(description: Mapping[str, Any]) -> list[Operation]:
    """All operations of an OpenAPI description."""
    shapes = description["components"]["schemas"]
    return [
        _operation(path, method, one, shapes)
        for path, methods in description["paths"].items()
        for method, one in methods.items()
    ]


def _operation(
    path: str, method: str, one: Mapping[str, Any], shapes: Mapping[str, Any]
) -> Operation:
    answers = one["responses"]
    shape = answers.get("200", answers.get(200, {})).get("content", {})
    schema = shape.get("application/json", {}).get("schema", {})
    return Operation(
        id=one["operationId"],
        method=method.upper(),
        path=path,
        summary=one.get("summary", ""),
        paragraphs=[as_html(p) for p in one.get("description", "").split("\n\n")],
        parameters=[
            Parameter(p["name"], p["in"], p.get("required", False))
            for p in one.get("parameters", [])
        ],
        answer=list(_properties(schema, shapes, 0)),
        statuses=[str(status) for status in answers],
    )


def _properties(
    schema: Mapping[str, Any], shapes: Mapping[str, Any], depth: int
) -> Iterator[Property]:
    for name, part in _resolved(schema, shapes).get("properties", {}).items():
        inner = _inner(part, shapes)
        description = part.get("description") or ""
        yield Property(name, _type(part), as_html(description), depth)
        if depth < 3:
            yield from _properties(inner, shapes, depth + 1)


def _inner(part: Mapping[str, Any], shapes: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is inside of a list or of something that may be null."""
    for choice in part.get("anyOf", []):
        if choice.get("type") != "null":
            return _inner(choice, shapes)
    if part.get("type") == "array":
        return _inner(part.get("items", {}), shapes)
    return _resolved(part, shapes)


def _resolved(schema: Mapping[str, Any], shapes: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = schema.get("$ref", "")
    found: Mapping[str, Any] = shapes[reference.removeprefix(REFERENCE)] if reference else schema
    return found


def _type(part: Mapping[str, Any]) -> str:
    if "anyOf" in part:
        return " | ".join(_type(choice) for choice in part["anyOf"])
    if part.get("type") == "array":
        return f"[{_type(part.get('items', {}))}]"
    if reference := part.get("$ref"):
        return str(reference).removeprefix(REFERENCE).removesuffix("Out")
    return str(part.get("format") or part.get("type") or "any")
