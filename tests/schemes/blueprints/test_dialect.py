"""The check of the blueprint dialect: each fault is named at its place."""

import copy
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from schemes.blueprints import DialectError, builtin_blueprints, check_dialect, load_blueprint
from schemes.blueprints.problems import MESSAGES

TEXT = {"zh": "甲", "en": "A"}
NAMED = {"x-title": TEXT, "x-help": TEXT}
LINE = {"type": "string", **NAMED}


def record(properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False, **more}


def small() -> dict[str, Any]:
    """The smallest useful blueprint: one list, one reference to it, one condition."""
    item = record({"id": LINE, "code": LINE}, required=["id"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:example:small:1",
        **NAMED,
        "x-sections": [
            {"key": "one", **NAMED, "parts": ["category", "colour", "shade"]},
            {"key": "two", **NAMED, "parts": ["levels", "chosen", "note"]},
        ],
        **record(
            {
                "blueprint": {"type": "string", "const": "small/1", **NAMED},
                "category": {"enum": ["product"], "x-labels": {"product": TEXT}, **NAMED},
                "colour": {
                    "enum": ["red", "blue"],
                    "x-labels": {"red": TEXT, "blue": TEXT},
                    **NAMED,
                },
                "shade": {**LINE, "pattern": "^[a-z]+$"},
                "levels": {"type": "array", "items": item, "x-item": TEXT, **NAMED},
                "chosen": {**LINE, "x-reference": "/levels#code"},
                "note": {"$ref": "#/$defs/note", **NAMED},
            },
            required=["blueprint", "category"],
            allOf=[
                {
                    "if": {"properties": {"colour": {"const": "red"}}, "required": ["colour"]},
                    "then": {"required": ["shade"]},
                    "else": {"properties": {"shade": False}},
                }
            ],
        ),
        "$defs": {"note": {"type": "string", "minLength": 1}},
    }


REMOVED = object()


def changed(path: str, value: object) -> dict[str, Any]:
    """The small blueprint with one place replaced, added or taken out."""
    schema = small()
    *parents, last = path.split(" ")
    place: Any = schema
    for token in parents:
        place = place[int(token) if isinstance(place, list) else token]
    key = int(last) if isinstance(place, list) else last
    if value is REMOVED:
        del place[key]
    else:
        place[key] = value
    return schema


def test_the_small_blueprint_is_of_the_dialect():
    assert check_dialect(small()) == []
    assert load_blueprint(small()).ref == "small/1"


def worded(words):
    """An outline of one sentence."""
    clause = {"say": {"zh": words, "en": words}}
    return {"chapters": [{"key": "all", "title": TEXT, "clauses": [clause]}]}


CASES = [
    # code, pointer, path changed, new value
    ("dialect", "/$schema", "$schema", "http://json-schema.org/draft-07/schema#"),
    ("schema", "/required", "required", "blueprint"),
    ("schema", "/properties/shade/type", "properties shade type", "text"),
    ("number", "/properties/shade/maxLength", "properties shade maxLength", 2**53),
    ("number", "/properties/shade/minimum", "properties shade minimum", -(10**30)),
    ("number", "/properties/shade/maximum", "properties shade maximum", float("inf")),
    ("number", "/allOf/0/if/properties/colour/const", "allOf 0 if properties colour const", 1e300),
    ("character", "/properties/shade/x-help", "properties shade x-help", "A\x00"),
    ("character", "/properties/colour/enum/0", "properties colour enum 0", "\ud800"),
    ("character", "/properties", "properties a\x00b", LINE),
    ("keyword", "/properties/shade/anyOf", "properties shade anyOf", [{"type": "string"}]),
    ("keyword", "/properties/levels/contains", "properties levels contains", {"type": "object"}),
    ("keyword", "/properties/shade/$defs", "properties shade $defs", {}),
    ("keyword", "/properties/shade/x-colour", "properties shade x-colour", "red"),
    ("boolean", "/properties/shade", "properties shade", True),
    ("ref", "/properties/note/$ref", "properties note $ref", "https://example.org/schema"),
    ("ref", "/properties/note/$ref", "properties note $ref", "#/$defs/nothing"),
    ("ref", "/properties/note/$ref", "properties note $ref", "#/properties/shade"),
    ("ref-siblings", "/properties/note/minLength", "properties note minLength", 3),
    ("recursion", "/$defs/note", "$defs note", {"$ref": "#/$defs/note"}),
    ("recursion", "/$defs/note", "$defs note", record({"in": {"$ref": "#/$defs/note", **NAMED}})),
    ("type", "/properties/shade", "properties shade type", REMOVED),
    ("type-union", "/properties/shade/type", "properties shade type", ["string", "integer"]),
    ("type-union", "/properties/shade/type", "properties shade type", ["object", "null"]),
    ("additional-properties", "", "additionalProperties", REMOVED),
    ("additional-properties", "", "additionalProperties", True),
    ("required", "/required", "required", ["blueprint", "category", "nothing"]),
    ("items", "/properties/levels", "properties levels items", REMOVED),
    ("items", "/properties/levels/items", "properties levels items", {"type": "boolean"}),
    ("item-id", "/properties/levels/items", "properties levels items required", []),
    ("pattern", "/properties/shade/pattern", "properties shade pattern", "^(?!red)[a-z]+$"),
    ("pattern", "/properties/shade/pattern", "properties shade pattern", "(a)\\1"),
    ("pattern", "/properties/shade/pattern", "properties shade pattern", "[a-"),
    ("format", "/properties/shade/format", "properties shade format", "email"),
    ("enum", "/properties/colour/enum", "properties colour enum", [1, 2]),
    ("enum", "/properties/colour/enum", "properties colour enum", ["red", "red"]),
    ("labels", "/properties/colour/x-labels", "properties colour x-labels", REMOVED),
    ("labels", "/properties/colour/x-labels", "properties colour x-labels blue", REMOVED),
    ("labels", "/properties/colour/x-labels", "properties colour x-labels green", TEXT),
    ("labels", "/properties/colour/x-labels", "properties colour x-labels red", {"zh": "红"}),
    ("text", "/properties/shade", "properties shade x-title", REMOVED),
    ("text", "/properties/shade", "properties shade x-help", REMOVED),
    ("text", "/properties/note", "properties note x-title", REMOVED),
    ("text", "/properties/levels", "properties levels x-item", REMOVED),
    ("text", "/properties/shade/x-title", "properties shade x-title", {"zh": "色", "en": " "}),
    ("text", "/properties/shade/x-title", "properties shade x-title", "shade"),
    ("text", "", "x-title", REMOVED),
    ("kind", "/properties/shade/x-kind", "properties shade x-kind", "poem"),
    ("material", "/properties/shade/x-material", "properties shade x-material", "huge"),
    ("material", "/x-material", "x-material", 3),
    ("reference", "/properties/chosen/x-reference", "properties chosen x-reference", "/nothing"),
    ("reference", "/properties/chosen/x-reference", "properties chosen x-reference", "/levels#x"),
    ("reference", "/properties/chosen/x-reference", "properties chosen x-reference", "/shade"),
    ("reference", "/properties/chosen/x-reference", "properties chosen x-reference", "levels"),
    ("condition", "/allOf/0", "allOf 0", {"required": ["shade"]}),
    ("condition", "/allOf/0", "allOf 0 if required", REMOVED),
    ("condition", "/allOf/0", "allOf 0 if properties colour", {"minLength": 3}),
    ("condition", "/allOf/0", "allOf 0 then", {"properties": {"shade": {"minLength": 3}}}),
    ("condition", "/allOf/0", "allOf 0 else", {"properties": {"shade": True}}),
    ("condition-field", "/allOf/0", "allOf 0 then required", ["nothing"]),
    ("condition-field", "/allOf/0", "allOf 0 else properties", {"nothing": False}),
    ("condition-required", "/allOf/0", "allOf 0 else properties", {"category": False}),
    ("blueprint", "/properties/blueprint", "properties blueprint const", "small"),
    ("blueprint", "/properties/blueprint", "required", ["category"]),
    ("category", "/properties/category", "required", ["blueprint"]),
    ("section", "/x-sections", "x-sections", REMOVED),
    ("section", "/x-sections/1", "x-sections 1 key", "one"),
    ("section", "/x-sections/1", "x-sections 1 x-help", {"zh": "乙"}),
    ("section-part", "/x-sections/1/parts", "x-sections 1 parts 0", "nothing"),
    ("section-missing", "/x-sections", "x-sections 1 parts 0", REMOVED),
    ("section-twice", "/x-sections", "x-sections 1 parts", ["levels", "chosen", "note", "shade"]),
    ("phrasing", "/x-phrasing/chapters", "x-phrasing", {}),
    ("phrasing", "/x-phrasing/chapters/0/clauses/0/say/zh", "x-phrasing", worded("{shade")),
    ("phrasing-place", "/x-phrasing/chapters/0/clauses/0/say/zh", "x-phrasing", worded("{hue}")),
]


@pytest.mark.parametrize(
    ("code", "pointer", "path", "value"),
    CASES,
    ids=[f"{code}-{number}" for number, (code, *_) in enumerate(CASES)],
)
def test_a_fault_is_named_at_its_place(code, pointer, path, value):
    problems = check_dialect(changed(path, value))
    assert (pointer, code) in {(problem.pointer, problem.code) for problem in problems}
    assert all(problem.message for problem in problems)


def test_every_kind_of_fault_has_a_case():
    # Variants and depth have tests of their own below.
    assert {code for code, *_ in CASES} | {"variant", "depth"} == set(MESSAGES)


VARIANTS = [
    ([{"type": "null", "x-title": TEXT}, {**record({"a": LINE}), "x-title": TEXT}], True),
    (
        [
            {**record({"a": LINE}, required=["a"]), "x-title": TEXT},
            {**record({"b": LINE}, required=["b"]), "x-title": TEXT},
        ],
        True,
    ),
    (
        [
            {**record({"a": LINE}, required=["a"]), "x-title": TEXT},
            {**record({"a": LINE, "b": LINE}, required=["a", "b"]), "x-title": TEXT},
        ],
        False,
    ),
    (
        [
            {**record({"a": LINE}), "x-title": TEXT},
            {**record({"b": LINE}, required=["b"]), "x-title": TEXT},
        ],
        False,
    ),
    ([{"type": "string", "x-title": TEXT}, {"type": "number", "x-title": TEXT}], False),
    ([{"type": "null", "x-title": TEXT}], False),
]


@pytest.mark.parametrize(("shapes", "accepted"), VARIANTS)
def test_a_variant_is_null_and_an_object_or_objects_told_apart_by_their_keys(shapes, accepted):
    problems = check_dialect(changed("properties shade", {"oneOf": shapes, **NAMED}))
    codes = {problem.code for problem in problems}
    assert codes == (set() if accepted else {"variant"})


@pytest.mark.parametrize("schema", [None, [], "product", 7, True])
def test_what_is_not_an_object_is_no_blueprint(schema):
    assert [problem.code for problem in check_dialect(schema)] == ["schema"]


def test_deep_nesting_is_refused_before_anything_recursive_runs():
    schema = small()
    place = schema["properties"]
    for _ in range(20_000):
        place["x"] = {"type": "object", "properties": {}}
        place = place["x"]["properties"]
    assert [problem.code for problem in check_dialect(schema)] == ["depth"]


@pytest.mark.parametrize("value", [2**53 - 1, 1 - 2**53, 0.5])
def test_what_passes_has_a_digest(value):
    schema = changed("properties shade maximum", value)
    assert len(load_blueprint(schema).digest) == 64


def test_a_circle_through_several_definitions_is_found():
    schema = small()
    schema["$defs"]["first"] = record({"next": {"$ref": "#/$defs/second", **NAMED}})
    schema["$defs"]["second"] = record({"next": {"$ref": "#/$defs/first", **NAMED}})
    schema["properties"]["note"]["$ref"] = "#/$defs/first"
    problems = check_dialect(schema)
    assert {problem.code for problem in problems} == {"recursion"}
    assert {problem.pointer for problem in problems} == {"/$defs/first", "/$defs/second"}


def test_all_faults_are_reported_together():
    schema = changed("properties shade x-title", REMOVED)
    schema["properties"]["colour"]["default"] = "red"
    schema["x-sections"][1]["parts"] = []
    codes = {problem.code for problem in check_dialect(schema)}
    assert {"text", "keyword", "section-missing"} <= codes


def test_loading_what_is_not_of_the_dialect_raises_with_every_problem():
    with pytest.raises(DialectError) as caught:
        load_blueprint(changed("properties shade x-title", REMOVED))
    assert [problem.code for problem in caught.value.problems] == ["text"]


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    children = value.items() if isinstance(value, dict) else enumerate(value)
    found = [path] if path else []
    for key, child in children:
        if isinstance(child, dict | list):
            found += places(child, (*path, key))
        else:
            found.append((*path, key))
    return found


NASTY = (None, True, 0, "", "(", [], {}, ["a", 1], {"$ref": "#/$defs/note"}, {"oneOf": [True]})


@pytest.mark.parametrize("nasty", NASTY, ids=json.dumps)
def test_no_single_change_makes_the_check_itself_fail(nasty):
    original = small()
    for path in places(original):
        schema = copy.deepcopy(original)
        place: Any = schema
        for token in path[:-1]:
            place = place[token]
        place[path[-1]] = copy.deepcopy(nasty)
        assert all(problem.message for problem in check_dialect(schema))


def test_a_schema_that_passes_can_be_read_to_its_leaves():
    for blueprint in builtin_blueprints():
        loaded = load_blueprint(json.loads(json.dumps(blueprint.schema)))
        assert [node.name for node in loaded.root.children()] == [
            node.name for node in blueprint.root.children()
        ]


def test_the_example_of_the_documentation_is_of_the_dialect():
    page = Path(__file__).parents[3] / "docs" / "blueprint-dialect.md"
    blocks = re.findall(r"```json\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    examples = [json.loads(block) for block in blocks]
    blueprint = load_blueprint(next(example for example in examples if "$schema" in example))
    (document,) = (example for example in examples if example.get("blueprint") == blueprint.ref)
    assert jsonschema.Draft202012Validator(blueprint.schema).is_valid(document)


def test_the_documentation_names_every_fault():
    page = Path(__file__).parents[3] / "docs" / "blueprint-dialect.md"
    table = page.read_text("utf-8").split("## Faults that the check names")[1]
    assert set(re.findall(r"`([a-z-]+)`", table)) >= set(MESSAGES)
