"""No blueprint is published that no document can satisfy: the proof is a document."""

from __future__ import annotations

import copy
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.accounts.roles import Role
from portal.core.errors import RulesBroken
from schemes.blueprint_actions import Propose, Publish
from schemes.blueprint_drafts import begin_blueprint_version, save_blueprint_draft
from schemes.blueprints import Blueprint, Condition, DialectError, builtin_blueprints
from schemes.blueprints.building.conditions import add_condition, written_condition
from schemes.blueprints.building.kinds import FieldKind, FieldSpec
from schemes.blueprints.building.steps import add_field
from schemes.blueprints.witness import witness
from schemes.states import BlueprintState
from schemes.validation.provable import unprovable
from schemes.validation.shape import is_valid
from tests.factories import PersonFactory
from tests.schemes.blueprints.dialect_cases import NAMED, TEXT, schema_with

NAMES = ("a", "b", "c", "d")


def blueprint_with(part: dict[str, Any], required: bool = True) -> Blueprint:
    """The smallest blueprint that asks for such a part."""
    schema = schema_with(part)
    if required:
        schema["required"] = [*schema["required"], "it"]
    return Blueprint(key="case", version=1, schema=schema)


def record(*conditions: Condition, required: tuple[str, ...] = ()) -> dict[str, Any]:
    """An object of four yes-or-no questions with conditions between them."""
    return {
        "type": "object",
        "properties": {name: {"type": "boolean", **NAMED} for name in NAMES},
        "required": list(required),
        "additionalProperties": False,
        "allOf": [written_condition(each) for each in conditions],
    }


@pytest.mark.parametrize("blueprint", builtin_blueprints(), ids=lambda each: each.ref)
def test_each_builtin_blueprint_is_proved_by_a_document(blueprint: Blueprint) -> None:
    assert list(unprovable(blueprint)) == []


@pytest.mark.parametrize(
    "part",
    [
        {"type": "string", "pattern": "^[A-Z]{3}-[0-9]{4}$", "minLength": 8},
        {"type": "string", "pattern": "^(GB|DB[0-9]{2})/T [^/]+$", "maxLength": 30},
        {"type": "string", "minLength": 500},
        {"type": "string", "format": "uri", "pattern": "^https?://"},
        {"type": "integer", "minimum": 7},
        {"type": "number", "maximum": -0.5},
        {"type": "array", "items": {"type": "string"}, "minItems": 4, "uniqueItems": True},
        {"type": "array", "items": {"type": "integer", "minimum": 3}, "minItems": 3},
    ],
    ids=str,
)
def test_limits_of_a_value_are_met(part: dict[str, Any]) -> None:
    assert list(unprovable(blueprint_with(part))) == []


@pytest.mark.parametrize(
    "part",
    [
        {"type": "string", "minLength": 3, "maxLength": 2},
        {"type": "string", "pattern": "^[0-9]$", "minLength": 2},
        {"type": "integer", "minimum": 2, "maximum": 1},
        {
            "type": "array",
            "items": {"type": "string", "maxLength": 0},
            "minItems": 2,
            "uniqueItems": True,
        },
        record(
            Condition("a", (True, False), ("b",), ()),
            Condition("b", (True, False), ("c",), ()),
            Condition("d", (True,), (), ("c",)),
            Condition("d", (False,), (), ("b",)),
            required=("a",),
        ),
    ],
    ids=["length", "pattern", "number", "items", "conditions"],
)
def test_what_no_value_satisfies_is_named_with_its_place(part: dict[str, Any]) -> None:
    (found,) = unprovable(blueprint_with(part))
    assert found.is_fatal
    assert found.address.startswith("/it")


def test_an_answer_that_nobody_can_give_is_named() -> None:
    never = (Condition("a", (True,), ("b",), ()), Condition("c", (True,), (), ("b",)))
    also = Condition("a", (False,), (), ("c",))
    found = list(unprovable(blueprint_with(record(*never, also))))
    assert {(each.address, each.is_fatal) for each in found} == {("/it/a", False)}


conditions = st.builds(
    Condition,
    st.sampled_from(NAMES),
    st.sampled_from([(True,), (False,), (True, False)]),
    st.lists(st.sampled_from(NAMES), max_size=2, unique=True).map(tuple),
    st.lists(st.sampled_from(NAMES), max_size=2, unique=True).map(tuple),
).filter(lambda each: each.field not in (*each.requires, *each.hides))


@given(
    st.lists(conditions, min_size=1, max_size=5),
    st.lists(st.sampled_from(NAMES), max_size=3, unique=True).map(tuple),
)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_document_is_found_exactly_where_there_is_one(
    made: list[Condition], required: tuple[str, ...]
) -> None:
    blueprint = blueprint_with(record(*made, required=required))
    start = {"blueprint": "case/1", "category": "product"}
    some = [
        {**start, "it": {n: a for n, a in zip(NAMES, answers, strict=True) if a is not None}}
        for answers in product((None, False, True), repeat=len(NAMES))
    ]
    there_is_one = any(is_valid(document, blueprint) for document in some)
    fatal = [each for each in unprovable(blueprint) if each.is_fatal]
    assert bool(fatal) is not there_is_one
    if there_is_one:
        assert is_valid(witness(blueprint), blueprint)


def test_a_condition_on_a_part_that_every_document_needs_is_refused_when_it_is_written() -> None:
    schema = copy.deepcopy(builtin_blueprints()[1].schema)
    name = next(n for n in schema["required"] if n not in ("blueprint", "category"))
    with pytest.raises(DialectError) as refusal:
        add_condition(schema, "", Condition("origin", ("alliance",), (), (name,)))
    assert refusal.value.problems[0].code == "condition-required"


@pytest.mark.django_db
def test_what_no_document_can_satisfy_is_neither_proposed_nor_published() -> None:
    editor = PersonFactory(role=Role.EDITOR)
    draft = begin_blueprint_version("product", editor)
    spec = FieldSpec(FieldKind.TEXT, TEXT, TEXT, is_required=True)
    schema = add_field(draft.schema, "", "something_new", spec, "scope")
    schema["properties"]["something_new"] |= {"minLength": 9, "maxLength": 3}
    written = save_blueprint_draft(
        draft, editor, seen=draft.digest, schema=schema, note="新增内容。", what="x"
    )
    with pytest.raises(RulesBroken, match="/something_new"):
        Propose(written, editor).run()
    # As if it had been proposed before this was asked.
    written.state = BlueprintState.PROPOSED
    written.save()
    second = PersonFactory(
        role=Role.ADMINISTRATOR, organisation=editor.memberships.get().organisation
    )
    with pytest.raises(RulesBroken, match="/something_new"):
        Publish(written, second).run()
