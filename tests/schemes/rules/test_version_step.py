"""What a change to each part of the built-in blueprints asks of the version number."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from schemes.blueprints import Blueprint, Node, builtin_blueprints, load_blueprint, material_at
from schemes.blueprints.building.kinds import FieldKind, FieldSpec
from schemes.blueprints.building.steps import add_field
from schemes.blueprints.compatibility.report import compatibility
from schemes.blueprints.structure import places
from schemes.rules.version_step import step_needed

TEXT = {"zh": "甲", "en": "A"}
BUILT_IN = builtin_blueprints()
PRODUCT = next(each for each in BUILT_IN if each.key == "product")
#: By blueprint and step the addresses of its parts; `-` stands for an item, `move` for its moving.
STEPS = json.loads(Path(__file__).with_name("version_steps.json").read_text("utf-8"))


def all_steps(blueprint: Blueprint) -> dict[str, list[str]]:
    """By step the places where a document of this blueprint can change."""
    found: dict[str, list[str]] = {}
    for address, before, after in changes(blueprint.root, ""):
        step, _place = step_needed(blueprint, before, after)
        found.setdefault(step.name.lower(), []).append(address)
    return found


def changes(node: Node, at: str) -> Iterator[tuple[str, Any, Any]]:
    """For each place from a node down the smallest two values that differ there alone."""
    if at:
        yield at, {"old": 1}, {"new": 1}
    if node.kind == "records":
        one, two = {"id": "aaaa"}, {"id": "bbbb"}
        yield f"{at}/-", [], [one]
        yield f"{at}/-/move", [one, two], [two, one]
        for address, before, after in changes(node.item(), f"{at}/-"):
            if address != f"{at}/-":
                yield address, [{**one, **before}], [{**one, **after}]
    elif node.kind == "variant":
        for shape in node.variants():
            needed = dict.fromkeys(shape.schema.get("required", ()), 0)
            for address, before, after in changes(shape, at):
                if address != at:
                    yield address, {**needed, **before}, {**needed, **after}
    elif node.kind in ("object", "commitment"):
        for part in node.children():
            for address, before, after in changes(part, f"{at}/{part.name}"):
                yield address, {part.name: before}, {part.name: after}


@pytest.mark.parametrize("blueprint", BUILT_IN, ids=lambda each: each.ref)
def test_each_place_of_a_built_in_blueprint_asks_for_its_step(blueprint: Blueprint) -> None:
    assert all_steps(blueprint) == STEPS[blueprint.ref]


def older(blueprint: Blueprint) -> Blueprint:
    """The blueprint as it was before `x-material` had words: `true`, or nothing."""
    schema = copy.deepcopy(blueprint.schema)
    for place in places(schema):
        if place.schema.get("x-material") == "major":
            place.schema["x-material"] = True
        else:
            place.schema.pop("x-material", None)
    return load_blueprint(schema)


@pytest.mark.parametrize("blueprint", BUILT_IN, ids=lambda each: each.ref)
def test_a_version_that_is_older_than_the_words_asks_for_the_same_steps(
    blueprint: Blueprint,
) -> None:
    assert all_steps(older(blueprint)) == STEPS[blueprint.ref]
    assert compatibility(older(blueprint), blueprint) == []


#: Of a part that is named as one of the built-in blueprint, and of one inside it.
WORDS = [
    # of the root, of /fees, of /fees/-/more; then the steps of /fees and of /fees/-/more
    (None, None, None, "minor", "minor"),
    (None, True, None, "major", "major"),
    (None, "patch", "major", "patch", "major"),
    ("patch", None, None, "patch", "patch"),
    ("major", None, "none", "major", "none"),
    ("none", "minor", None, "minor", "minor"),
]


@pytest.mark.parametrize(("whole", "part", "inside", "step", "step_inside"), WORDS)
def test_the_nearest_word_counts(
    whole: Any, part: Any, inside: Any, step: str, step_inside: str
) -> None:
    schema = add_field(PRODUCT.schema, "/fees/-", "more", FieldSpec(FieldKind.LINE, TEXT, TEXT))
    fees = schema["properties"]["fees"]
    said = {"": schema, "/fees": fees, "/fees/-/more": fees["items"]["properties"]["more"]}
    for place, word in zip(said.values(), (whole, part, inside), strict=True):
        place.pop("x-material", None)
        if word is not None:
            place["x-material"] = word
    blueprint = load_blueprint(schema)
    assert material_at(blueprint, ["fees"]) == step
    assert material_at(blueprint, ["fees", "@f1", "more"]) == step_inside
    assert material_at(blueprint, ["unheard", "of"]) == (whole or "patch")
