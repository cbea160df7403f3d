"""The builder's steps: each gives a blueprint of the dialect and changes what it names."""

from __future__ import annotations

import copy

import pytest

from schemes.blueprints import (
    Condition,
    DialectError,
    Material,
    builtin_blueprints,
    check_dialect,
    load_blueprint,
)
from schemes.blueprints.building.conditions import add_condition, change_condition, remove_condition
from schemes.blueprints.building.kinds import OFFERED, FieldKind, FieldSpec, kind_of, spec_of
from schemes.blueprints.building.nodes import StepRefused, node_of
from schemes.blueprints.building.renaming import rename_field
from schemes.blueprints.building.steps import (
    add_field,
    add_section,
    change_field,
    change_section,
    move_field,
    move_section,
    move_to_section,
    remove_field,
    remove_section,
    renumbered,
)
from schemes.blueprints.compatibility.report import compatibility
from tests.schemes.blueprints.test_dialect import TEXT, small

PRODUCT = next(b for b in builtin_blueprints() if b.key == "product")


def spec(kind: FieldKind, **more) -> FieldSpec:
    said = {"title": TEXT, "help": TEXT, "item": TEXT, "unit": TEXT, "reference": "/levels#code"}
    return FieldSpec(kind=kind, codes=(("a", TEXT), ("b", TEXT)), **{**said, **more})


@pytest.mark.parametrize("kind", OFFERED)
def test_a_field_of_each_kind_is_of_the_dialect_and_is_read_back_as_that_kind(kind):
    schema = add_field(small(), "", "more", spec(kind, is_required=True), "two")
    assert check_dialect(schema) == []
    node = node_of(schema, "/more")
    assert kind_of(node) is kind
    assert node.required
    assert change_field(schema, "/more", spec_of(node)) == schema


def test_a_step_leaves_the_schema_that_it_was_given_alone():
    before = small()
    add_field(before, "", "more", spec(FieldKind.TEXT), "two")
    assert before == small()


def test_a_field_inside_a_record_stands_in_the_record():
    schema = add_field(small(), "/levels/-", "more", spec(FieldKind.DATE))
    assert node_of(schema, "/levels/-/more").kind == "date"


def test_a_shared_definition_changes_at_the_named_place_alone():
    place = _lists_of_clauses()[0]
    before = PRODUCT.schema["$defs"]
    schema = add_field(PRODUCT.schema, f"{place}/-", "more", spec(FieldKind.TEXT))
    assert schema["$defs"] == before
    assert node_of(schema, f"{place}/-/more") is not None


def _lists_of_clauses() -> list[str]:
    """Lists of the built-in blueprint whose items are a shared definition with fields."""
    found = []

    def look(node, address):
        for part in node.children():
            here = f"{address}/{part.name}"
            if part.kind == "records" and "$ref" in part.schema["items"]:
                found.append(here)
            elif part.kind == "object":
                look(part, here)

    look(PRODUCT.root, "")
    return found


def test_the_limits_of_a_field_are_its_own():
    schema = change_field(
        small(), "/shade", spec(FieldKind.TEXT, least=2, most=9, pattern="^[a-z]+$")
    )
    shade = schema["properties"]["shade"]
    assert (shade["minLength"], shade["maxLength"], shade["pattern"]) == (2, 9, "^[a-z]+$")


def test_how_material_a_field_is_may_be_said_and_left_out_again():
    schema = add_field(small(), "", "more", spec(FieldKind.TEXT, material=Material.NONE), "two")
    assert node_of(schema, "/more").material is Material.NONE
    schema = change_field(schema, "/more", spec(FieldKind.TEXT, material=Material.MAJOR))
    assert schema["properties"]["more"]["x-material"] == "major"
    schema = change_field(schema, "/more", spec(FieldKind.TEXT))
    assert "x-material" not in schema["properties"]["more"]


def test_a_field_that_goes_takes_its_conditions_and_its_place_in_the_section_with_it():
    schema = remove_field(small(), "/colour")
    assert "allOf" not in schema
    assert schema["x-sections"][0]["parts"] == ["category", "shade"]


def test_a_list_that_others_refer_to_does_not_go():
    with pytest.raises(DialectError) as refused:
        remove_field(small(), "/levels")
    assert [(p.pointer, p.code) for p in refused.value.problems] == [
        ("/properties/chosen/x-reference", "reference")
    ]


def test_a_catastrophic_pattern_is_refused_saying_where():
    with pytest.raises(DialectError) as refused:
        change_field(small(), "/shade", spec(FieldKind.TEXT, pattern=r"(a+)+\1"))
    assert [(p.pointer, p.code) for p in refused.value.problems] == [
        ("/properties/shade/pattern", "pattern")
    ]


def test_sections_are_added_changed_moved_and_removed():
    other = {"zh": "乙", "en": "B"}
    schema = add_section(small(), "three", TEXT, TEXT)
    schema = change_section(schema, "three", other, other)
    schema = move_section(schema, "three", -1)
    assert [s["key"] for s in schema["x-sections"]] == ["one", "three", "two"]
    assert schema["x-sections"][1]["x-title"] == other
    assert remove_section(schema, "three") == small()


def test_fields_move_among_their_siblings_and_to_other_sections():
    schema = move_field(small(), "/colour", 1)
    assert schema["x-sections"][0]["parts"] == ["category", "shade", "colour"]
    schema = move_to_section(schema, "shade", "two")
    assert schema["x-sections"][1]["parts"] == ["levels", "chosen", "note", "shade"]
    inside = move_field(small(), "/levels/-/code", -1)
    assert list(inside["properties"]["levels"]["items"]["properties"]) == ["code", "id"]


def test_a_field_of_another_name_keeps_its_place_and_what_names_it():
    schema = rename_field(small(), "/colour", "tint")
    assert list(schema["properties"])[2] == "tint"
    assert schema["x-sections"][0]["parts"] == ["category", "tint", "shade"]
    (condition,) = node_of(schema, "").conditions()
    assert (condition.field, condition.requires, condition.hides) == (
        "tint",
        ("shade",),
        ("shade",),
    )
    (condition,) = node_of(rename_field(small(), "/shade", "hue"), "").conditions()
    assert (condition.field, condition.requires, condition.hides) == ("colour", ("hue",), ("hue",))


@pytest.mark.parametrize(
    ("address", "name", "reference"),
    [
        ("/levels", "grades", "/grades#code"),
        ("/levels/-/code", "mark", "/levels#mark"),
        ("/note", "levels_note", "/levels#code"),
    ],
)
def test_references_follow_a_list_and_a_key_under_their_new_names(address, name, reference):
    schema = rename_field(small(), address, name)
    assert schema["properties"]["chosen"]["x-reference"] == reference


def test_a_field_of_another_name_is_another_field_to_documents():
    before = PRODUCT
    after = load_blueprint(rename_field(PRODUCT.schema, "/title", "heading"))
    found = {(change.kind.value, change.address) for change in compatibility(before, after)}
    assert found == {("removed", "/title"), ("added_required", "/heading")}


def test_conditions_are_added_changed_and_removed():
    asked = Condition("colour", ("red", "blue"), ("note",), ("shade",))
    schema = add_condition(small(), "", asked)
    assert node_of(schema, "").conditions()[1] == asked
    other = Condition("colour", ("blue",), (), ("note",))
    schema = change_condition(schema, "", 1, other)
    assert node_of(schema, "").conditions()[1] == other
    assert remove_condition(schema, "", 1) == small()


REFUSED = {
    "a section with fields goes": lambda: remove_section(small(), "one"),
    "a section twice": lambda: add_section(small(), "one", TEXT, TEXT),
    "a section of no key": lambda: add_section(small(), "Ü", TEXT, TEXT),
    "a field twice": lambda: add_field(small(), "", "note", spec(FieldKind.TEXT), "one"),
    "a field of no name": lambda: add_field(small(), "", "No!", spec(FieldKind.TEXT), "one"),
    "a field in no group": lambda: add_field(small(), "/shade", "x", spec(FieldKind.TEXT)),
    "a field inside of text": lambda: add_field(
        PRODUCT.schema, "/title", "x", spec(FieldKind.TEXT)
    ),
    "another kind": lambda: change_field(small(), "/shade", spec(FieldKind.DATE)),
    "the category goes": lambda: remove_field(small(), "/category"),
    "what is gone": lambda: remove_field(small(), "/gone"),
    "what is gone, moved": lambda: move_field(small(), "/levels/-/gone", 1),
    "the category under another name": lambda: rename_field(small(), "/category", "sort"),
    "a name that is taken": lambda: rename_field(small(), "/note", "shade"),
    "another name that is none": lambda: rename_field(small(), "/note", "No!"),
    "another name for what is gone": lambda: rename_field(small(), "/gone", "other"),
    "a condition on itself": lambda: add_condition(
        small(), "", Condition("colour", ("red",), ("colour",), ())
    ),
    "a condition without consequence": lambda: add_condition(
        small(), "", Condition("colour", ("red",), (), ())
    ),
    "a condition that is gone": lambda: remove_condition(small(), "", 4),
    "a number that is none": lambda: renumbered(small(), "small", 0),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_step_that_cannot_be_made_is_refused(name):
    with pytest.raises(StepRefused):
        REFUSED[name]()


def test_a_new_version_differs_in_its_name_alone():
    schema = renumbered(small(), "small", 2)
    assert schema["$id"] == "urn:touchstone:blueprint:small:2"
    expected = copy.deepcopy(small())
    expected["$id"] = schema["$id"]
    expected["properties"]["blueprint"]["const"] = "small/2"
    assert schema == expected
