"""From an error of `jsonschema` to findings that a lawyer understands.

The address names the missing or wrong part itself, and where a place may take one of
several shapes, the shape that was meant is explained, not the failure of all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from jsonschema import ValidationError

from schemes.blueprints import Blueprint, Node
from schemes.documents import Document, Numbering, to_address
from schemes.documents.addresses import Step, child
from schemes.findings import Finding, Severity
from schemes.validation import messages as _messages  # noqa: F401  makes the words known
from schemes.validation.uniqueness import repeated

_MOST_CHOICES = 20
_LONGEST_VALUE = 60

_TYPES: Mapping[str, dict[str, str]] = {
    "string": {"zh": "文字", "en": "text"},
    "integer": {"zh": "整数", "en": "a whole number"},
    "number": {"zh": "数字", "en": "a number"},
    "boolean": {"zh": "“是”或“否”", "en": "yes or no"},
    "array": {"zh": "列表", "en": "a list"},
    "object": {"zh": "一组字段", "en": "a group of fields"},
    "null": {"zh": "空值", "en": "nothing"},
}


class Explaining:
    """Explains the errors of one document, one after another."""

    def __init__(self, document: Document, blueprint: Blueprint) -> None:
        self._document = document
        self._blueprint = blueprint
        self._numbering = Numbering()
        self._told: set[tuple[Step, ...]] = set()

    def explained(self, error: ValidationError) -> Iterator[Finding]:
        """The findings that an error stands for."""
        path = list(error.absolute_path)
        node = self._blueprint.node_at([str(step) for step in path])
        keyword = str(error.validator or "else")
        if keyword == "else":
            yield from self._hidden(path)
        elif keyword == "oneOf" and (inner := _meant(error, node)) is not None:
            for cause in inner:
                yield from self.explained(cause)
        elif keyword == "required":
            if self._is_first(error):
                yield from self._named(keyword, path, _missing(error))
        elif keyword == "additionalProperties":
            yield from self._named(keyword, path, _unknown(error))
        elif keyword == "uniqueItems":
            for index in repeated(_instance(error)):
                yield _finding(keyword, self._address([*path, index]), {})
        else:
            yield _finding(keyword, self._address(path), _params(keyword, error, node))

    def _is_first(self, error: ValidationError) -> bool:
        """Whether this object's missing parts are told for the first time.

        `jsonschema` makes an error of each of them, and each names the object alone.
        """
        place = (*error.absolute_path, "#", *error.absolute_schema_path)
        is_first = place not in self._told
        self._told.add(place)
        return is_first

    def _named(self, keyword: str, path: Sequence[Step], names: Iterable[str]) -> Iterator[Finding]:
        address = self._address(path)
        for name in names:
            field = _field(self._blueprint, path, name)
            yield _finding(keyword, child(address, name), {"field": field})

    def _address(self, path: Sequence[Step]) -> str:
        return to_address(self._document, path, self._numbering)

    def _hidden(self, path: Sequence[Step]) -> Iterator[Finding]:
        """Parts of the object at the path that the choice in another field rules out.

        `jsonschema` names only the object here, not the part, so its conditions are read again.
        """
        record = _value_at(self._document, path)
        node = self._blueprint.node_at([str(step) for step in path])
        if node is None or not isinstance(record, dict):
            return
        for condition in node.conditions():
            decisive = node.child(condition.field)
            if decisive is not None and decisive.required and condition.field not in record:
                continue  # That the choice itself is missing is said already.
            for name in condition.hides if not condition.holds(record) else ():
                hidden = node.child(name)
                if name in record and hidden is not None and decisive is not None:
                    params = {"field": dict(hidden.title), "because": dict(decisive.title)}
                    yield _finding("else", child(self._address(path), name), params)


def _value_at(document: Any, path: Sequence[Step]) -> Any:
    for step in path:
        document = document[step]
    return document


def _finding(keyword: str, address: str, params: dict[str, Any]) -> Finding:
    return Finding(f"BLUEPRINT-{keyword}", Severity.ERROR, address, params)


def _meant(error: ValidationError, node: Node | None) -> list[ValidationError] | None:
    """The errors of the variant that the value means; None when it means none or several."""
    if node is None or not error.context:
        return None
    variants = node.variants()
    shape = node.variant_of(error.instance)
    objects = [variant for variant in variants if variant.kind != "null"]
    if shape is None and error.instance is not None and len(objects) == 1:
        shape = objects[0]
    if shape is None:
        return None
    index = next(index for index, variant in enumerate(variants) if variant is shape)
    return [cause for cause in error.context if cause.schema_path[0] == index]


def _missing(error: ValidationError) -> list[str]:
    required, record = _value(error), _instance(error)
    return [name for name in required if name not in record]


def _unknown(error: ValidationError) -> list[str]:
    known = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
    return [name for name in _instance(error) if name not in known]


def _field(blueprint: Blueprint, path: Sequence[Step], name: str) -> dict[str, str]:
    node = blueprint.node_at([*(str(step) for step in path), name])
    return dict(node.title) if node is not None and node.title else {"zh": name, "en": name}


def _params(keyword: str, error: ValidationError, node: Node | None) -> dict[str, Any]:
    params: dict[str, Any] = {"value": _shown(error.instance)}
    make = _PARAMS.get(keyword)
    return {**params, **make(error, node)} if make is not None else params


def _type_params(error: ValidationError, node: Node | None) -> dict[str, Any]:
    expected = _value(error)
    names = [expected] if isinstance(expected, str) else list(expected)
    return {"expected": [_TYPES[name] for name in names]}


def _choice_params(error: ValidationError, node: Node | None) -> dict[str, Any]:
    labels = node.labels if node is not None else {}
    choices = list(_value(error))[:_MOST_CHOICES]
    return {"choices": [dict(labels.get(choice, {"zh": str(choice)})) for choice in choices]}


def _variant_params(error: ValidationError, node: Node | None) -> dict[str, Any]:
    titles = [dict(variant.title) for variant in node.variants() if variant.title] if node else []
    return {"choices": titles}


def _constant_params(error: ValidationError, node: Node | None) -> dict[str, Any]:
    expected = _value(error)
    if isinstance(expected, bool):
        return {"expected": {"zh": "是", "en": "yes"} if expected else {"zh": "否", "en": "no"}}
    return {"expected": _shown(expected)}


def _length_params(error: ValidationError, node: Node | None) -> dict[str, Any]:
    empty = error.validator == "minLength" and not error.instance
    return {"limit": error.validator_value, "case": "empty" if empty else ""}


def _count_params(error: ValidationError, node: Node | None) -> dict[str, Any]:
    items = node.item_title if node is not None else None
    return {"limit": error.validator_value, "item": dict(items) if items else ""}


def _range_params(error: ValidationError, node: Node | None) -> dict[str, Any]:
    schema = error.schema if isinstance(error.schema, dict) else {}
    both = "minimum" in schema and "maximum" in schema
    unit = dict(node.unit) if node is not None and node.unit else None
    return {
        "limit": error.validator_value,
        "least": schema.get("minimum", ""),
        "most": schema.get("maximum", ""),
        "unit": unit or "",
        "case": ("range" if both else "") + ("_unit" if unit else ""),
    }


def _format_params(error: ValidationError, node: Node | None) -> dict[str, Any]:
    return {"case": str(error.validator_value)}


def _pattern_params(error: ValidationError, node: Node | None) -> dict[str, Any]:
    return {"hint": dict(node.help) if node is not None and node.help else ""}


_PARAMS: Mapping[str, Callable[[ValidationError, Node | None], dict[str, Any]]] = {
    "type": _type_params,
    "enum": _choice_params,
    "oneOf": _variant_params,
    "const": _constant_params,
    "minLength": _length_params,
    "maxLength": _length_params,
    "minItems": _count_params,
    "maxItems": _count_params,
    "minimum": _range_params,
    "maximum": _range_params,
    "format": _format_params,
    "pattern": _pattern_params,
}


def _instance(error: ValidationError) -> Any:
    return error.instance


def _value(error: ValidationError) -> Any:
    return error.validator_value


def _shown(value: Any) -> str:
    shown = value if isinstance(value, str) else str(value)
    return shown if len(shown) <= _LONGEST_VALUE else f"{shown[:_LONGEST_VALUE]}…"
