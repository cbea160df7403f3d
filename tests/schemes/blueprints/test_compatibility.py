"""The compatibility report: each keyword of the dialect, and nothing breaking left untold."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from schemes.blueprints import Blueprint, builtin_blueprints, load_blueprint
from schemes.blueprints.compatibility.change import MESSAGES, ChangeKind
from schemes.blueprints.compatibility.report import compatibility
from schemes.blueprints.keywords import CONSTRAINTS

TEXT = {"zh": "甲", "en": "A"}
A, R = "/a", True

NAMED = {"x-title": TEXT, "x-help": TEXT}


LINE = {"type": "string", **NAMED}


def record(properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False, **more}


def shape(key: str, **more: Any) -> dict[str, Any]:
    return {**record({key: LINE, **more}, required=[key]), "x-title": TEXT}


def blueprint_of(version: int = 1, required: tuple[str, ...] = (), **parts: Any) -> Blueprint:
    """A blueprint with these parts; those that start with an underscore change the root."""
    root = {name[1:]: value for name, value in parts.items() if name.startswith("_")}
    fields = {name: value for name, value in parts.items() if not name.startswith("_")}
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:example:small:{version}",
        **NAMED,
        "x-sections": [{"key": "one", **NAMED, "parts": ["category", *fields]}],
        **record(
            {
                "blueprint": {"type": "string", "const": f"small/{version}", **NAMED},
                "category": {"enum": ["product"], "x-labels": {"product": TEXT}, **NAMED},
                **fields,
            },
            required=["blueprint", "category", *required],
        ),
        **root,
    }
    return load_blueprint(schema)


def told(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str, str, bool]]:
    changes = compatibility(blueprint_of(1, **before), blueprint_of(2, **after))
    return [(c.kind.value, c.address, c.keyword, c.is_breaking) for c in changes]


def choice(*codes: str) -> dict[str, Any]:
    return {"enum": list(codes), "x-labels": dict.fromkeys(codes, TEXT), **NAMED}


def items(item: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": item, "x-item": TEXT, **NAMED, **more}


YES = {"type": "boolean", **NAMED}


ENTRY = record({"id": LINE, "a": LINE}, required=["id"])


OPEN = {"type": "object", "additionalProperties": True, "x-kind": "open", **NAMED}


NOTHING = {"type": "null", "x-title": TEXT}


CASES: dict[str, tuple[Any, Any, list[tuple[str, str, str, bool]]]] = {
    "a new required part": (
        {},
        {"a": LINE, "required": ("a",)},
        [("added_required", A, "properties", R)],
    ),
    "a new optional part": ({}, {"a": LINE}, [("added_optional", A, "properties", False)]),
    "required now": (
        {"a": LINE},
        {"a": LINE, "required": ("a",)},
        [("added_required", A, "required", R)],
    ),
    "no longer required": (
        {"a": LINE, "required": ("a",)},
        {"a": LINE},
        [("loosened", A, "required", False)],
    ),
    "a part gone": ({"a": LINE}, {}, [("removed", A, "", R)]),
    "another type": ({"a": LINE}, {"a": YES}, [("retyped", A, "type", R)]),
    "integer to number": (
        {"a": {**LINE, "type": "integer"}},
        {"a": {**LINE, "type": "number"}},
        [("widened", A, "type", False)],
    ),
    "number to integer": (
        {"a": {**LINE, "type": "number"}},
        {"a": {**LINE, "type": "integer"}},
        [("retyped", A, "type", R)],
    ),
    "null as well": (
        {"a": LINE},
        {"a": {**LINE, "type": ["string", "null"]}},
        [("widened", A, "type", False)],
    ),
    "a code gone": ({"a": choice("x", "y")}, {"a": choice("x")}, [("narrowed", A, "enum", R)]),
    "a code more": ({"a": choice("x")}, {"a": choice("x", "y")}, [("widened", A, "enum", False)]),
    "free text to codes": (
        {"a": LINE},
        {"a": {**choice("x"), "type": "string"}},
        [("narrowed", A, "const", R)],
    ),
    "codes to free text": ({"a": choice("x")}, {"a": LINE}, [("widened", A, "", False)]),
    "only yes": ({"a": YES}, {"a": {**NAMED, "const": True}}, [("narrowed", A, "const", R)]),
    "yes or no": ({"a": {**NAMED, "const": True}}, {"a": YES}, [("widened", A, "", False)]),
    "longer at least": (
        {"a": LINE},
        {"a": {**LINE, "minLength": 3}},
        [("tightened", A, "minLength", R)],
    ),
    "shorter at least": (
        {"a": {**LINE, "minLength": 3}},
        {"a": {**LINE, "minLength": 1}},
        [("loosened", A, "minLength", False)],
    ),
    "a least length of nothing": ({"a": LINE}, {"a": {**LINE, "minLength": 0}}, []),
    "shorter at most": (
        {"a": {**LINE, "maxLength": 9}},
        {"a": {**LINE, "maxLength": 8}},
        [("tightened", A, "maxLength", R)],
    ),
    "a higher minimum": (
        {"a": {**LINE, "type": "number"}},
        {"a": {**LINE, "type": "number", "minimum": 0}},
        [("tightened", A, "minimum", R)],
    ),
    "a lower maximum": (
        {"a": {**LINE, "type": "number", "maximum": 9}},
        {"a": {**LINE, "type": "number", "maximum": 8.5}},
        [("tightened", A, "maximum", R)],
    ),
    "no maximum": (
        {"a": {**LINE, "type": "number", "maximum": 9}},
        {"a": {**LINE, "type": "number"}},
        [("loosened", A, "maximum", False)],
    ),
    "more items": (
        {"a": items(LINE)},
        {"a": items(LINE, minItems=2)},
        [("tightened", A, "minItems", R)],
    ),
    "fewer items": (
        {"a": items(LINE, maxItems=4)},
        {"a": items(LINE, maxItems=2)},
        [("tightened", A, "maxItems", R)],
    ),
    "no item twice": (
        {"a": items(LINE)},
        {"a": items(LINE, uniqueItems=True)},
        [("tightened", A, "uniqueItems", R)],
    ),
    "an item twice": (
        {"a": items(LINE, uniqueItems=True)},
        {"a": items(LINE)},
        [("loosened", A, "uniqueItems", False)],
    ),
    "inside the items": (
        {"a": items(ENTRY)},
        {"a": items({**ENTRY, "required": ["id", "a"]})},
        [("added_required", "/a/-/a", "required", R)],
    ),
    "another pattern": (
        {"a": LINE},
        {"a": {**LINE, "pattern": "^x"}},
        [("tightened", A, "pattern", R)],
    ),
    "no pattern": (
        {"a": {**LINE, "pattern": "^x"}},
        {"a": LINE},
        [("loosened", A, "pattern", False)],
    ),
    "a format": ({"a": LINE}, {"a": {**LINE, "format": "date"}}, [("tightened", A, "format", R)]),
    "a reference": (
        {"a": LINE, "b": items(ENTRY)},
        {"a": {**LINE, "x-reference": "/b"}, "b": items(ENTRY)},
        [("tightened", A, "x-reference", R)],
    ),
    "free content closed": (
        {"a": OPEN},
        {"a": {**record({}), **NAMED}},
        [("narrowed", A, "additionalProperties", R), ("relabelled", A, "x-kind", False)],
    ),
    "a part in free content": (
        {"a": OPEN},
        {"a": {**OPEN, "properties": {"b": LINE}}},
        [("tightened", "/a/b", "properties", R)],
    ),
    "a shape gone": (
        {"a": {"oneOf": [shape("x"), shape("y"), shape("z")], **NAMED}},
        {"a": {"oneOf": [shape("x"), shape("y")], **NAMED}},
        [("narrowed", A, "oneOf", R)],
    ),
    "a shape more": (
        {"a": {"oneOf": [shape("x"), shape("y")], **NAMED}},
        {"a": {"oneOf": [shape("x"), shape("y"), shape("z")], **NAMED}},
        [("widened", A, "oneOf", False)],
    ),
    "null gone": (
        {"a": {"oneOf": [NOTHING, shape("x")], **NAMED}},
        {"a": {**shape("x"), **NAMED}},
        [("narrowed", A, "oneOf", R), ("relabelled", "/a/|0", "x-title", False)],
    ),
    "null more": (
        {"a": {**shape("x"), **NAMED}},
        {"a": {"oneOf": [NOTHING, shape("x")], **NAMED}},
        [("relabelled", "/a/|1", "x-title", False), ("widened", A, "oneOf", False)],
    ),
    "other words": (
        {"a": LINE},
        {"a": {**LINE, "x-title": {"zh": "乙", "en": "B"}}},
        [("relabelled", A, "x-title", False)],
    ),
    "shown in another way": (
        {"a": LINE},
        {"a": {**LINE, "x-kind": "long"}},
        [("relabelled", A, "x-kind", False)],
    ),
    "more material": (
        {"a": {**items(ENTRY), "x-material": "minor"}},
        {"a": {**items(ENTRY), "x-material": "major"}},
        [("weighed", A, "x-material", False)],
    ),
    "more material inside": (
        {"a": {"oneOf": [NOTHING, shape("x")], **NAMED}},
        {"a": {"oneOf": [NOTHING, shape("x", y={**LINE, "x-material": "major"})], **NAMED}},
        [("added_optional", "/a/|1/y", "properties", False)],
    ),
    "as material as around it, in a word": (
        {"a": LINE},
        {"a": {**LINE, "x-material": "patch"}, "_x-material": "patch"},
        [],
    ),
    "the whole more material": (
        {"a": LINE},
        {"a": LINE, "_x-material": "minor"},
        [("weighed", "", "x-material", False)],
    ),
    "another order": (
        {"a": {**record({"x": LINE, "y": LINE}), **NAMED}},
        {"a": {**record({"y": LINE, "x": LINE}), **NAMED}},
        [("moved", A, "properties", False)],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_change_is_named_at_its_place(name):
    before, after, expected = CASES[name]
    assert told(before, after) == expected


def condition(field: str, value: Any, requires: list[str], hides: list[str]) -> dict[str, Any]:
    said: dict[str, Any] = {
        "if": {"properties": {field: {"const": value}}, "required": [field]},
        "then": {"required": requires},
    }
    if hides:
        said["else"] = {"properties": dict.fromkeys(hides, False)}
    return said


PARTS = {"a": LINE, "b": YES}


CONDITIONS: dict[str, tuple[Any, Any, list[tuple[str, str, str, bool]]]] = {
    "requires more": (
        {**PARTS},
        {**PARTS, "_allOf": [condition("b", True, ["a"], [])]},
        [("tightened", A, "then", R)],
    ),
    "hides more": (
        {**PARTS},
        {**PARTS, "_allOf": [condition("b", True, [], ["a"])]},
        [("tightened", A, "else", R)],
    ),
    "gone": (
        {**PARTS, "_allOf": [condition("b", True, ["a"], [])]},
        {**PARTS},
        [("loosened", "", "allOf", False)],
    ),
    "on a new field": (
        {"a": LINE},
        {**PARTS, "_allOf": [condition("b", True, ["a"], [])]},
        [("added_optional", "/b", "properties", False)],
    ),
    "on a new code": (
        {"a": LINE, "c": choice("x")},
        {"a": LINE, "c": choice("x", "y"), "_allOf": [condition("c", "y", ["a"], [])]},
        [("widened", "/c", "enum", False)],
    ),
    "true is not one": (
        {"a": LINE, "b": {**NAMED, "type": "integer"}, "_allOf": [condition("b", True, ["a"], [])]},
        {"a": LINE, "b": {**NAMED, "type": "integer"}, "_allOf": [condition("b", 1, ["a"], [])]},
        [("tightened", A, "then", R), ("loosened", "", "allOf", False)],
    ),
}


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_condition_is_compared_by_what_it_asks(name):
    before, after, expected = CONDITIONS[name]
    assert told(before, after) == expected


def test_every_keyword_that_limits_values_has_a_case():
    used = {
        keyword
        for before, after, _expected in (*CASES.values(), *CONDITIONS.values())
        for keyword in _keywords(before) | _keywords(after)
    }
    assert used | {"properties", "required", "additionalProperties", "type"} >= CONSTRAINTS


def _keywords(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {name.removeprefix("_") for name in value}
        return own.union(*(_keywords(part) for part in value.values()))
    return set().union(*map(_keywords, value)) if isinstance(value, (list, tuple)) else set()


@pytest.mark.parametrize("blueprint", builtin_blueprints(), ids=lambda b: b.ref)
def test_a_blueprint_differs_from_itself_in_nothing(blueprint):
    assert compatibility(blueprint, load_blueprint(copy.deepcopy(blueprint.schema))) == []


def test_moving_a_part_to_another_section_breaks_nothing():
    product = next(b for b in builtin_blueprints() if b.key == "product")
    schema = copy.deepcopy(product.schema)
    schema["x-sections"][0]["parts"].remove("short_title")
    schema["x-sections"][2]["parts"].append("short_title")
    (change,) = compatibility(product, load_blueprint(schema))
    assert (change.kind, change.address, change.is_breaking) == (
        ChangeKind.MOVED,
        "/short_title",
        False,
    )


def test_every_change_has_words_in_both_languages():
    for (kind, keyword), words in MESSAGES.items():
        assert str(words).strip(), (kind, keyword)
    for before, after, _expected in (*CASES.values(), *CONDITIONS.values()):
        for change in compatibility(blueprint_of(1, **before), blueprint_of(2, **after)):
            assert "%(" not in change.message
