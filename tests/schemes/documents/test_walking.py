"""The walk sees every place once, in the order of the blueprint."""

from typing import Any

import pytest

from schemes.blueprints import Blueprint, builtin_blueprints
from schemes.documents import name_of, reading, walk
from schemes.documents.addresses import child, numbered
from schemes.validation import find_blueprint
from tests.documents import valid_document, valid_names


def blueprint_of(document: dict[str, Any]) -> Blueprint:
    blueprint = find_blueprint(document, builtin_blueprints())
    assert blueprint is not None
    return blueprint


def leaves(value: Any, address: str = "") -> list[str]:
    if isinstance(value, dict):
        return [a for name, part in value.items() for a in leaves(part, child(address, name))]
    if isinstance(value, list):
        return [a for step, part in numbered(value) for a in leaves(part, child(address, step))]
    return [address]


@pytest.mark.parametrize("name", valid_names())
def test_every_leaf_of_a_sample_lies_at_or_below_a_leaf_of_the_walk(name: str) -> None:
    document = valid_document(name)
    walked = [place.address for place in walk(blueprint_of(document), document) if place.is_leaf]
    for leaf in leaves(document):
        assert any(leaf == address or leaf.startswith(f"{address}/") for address in walked), leaf


@pytest.mark.parametrize("name", valid_names())
def test_no_place_is_walked_twice(name: str) -> None:
    document = valid_document(name)
    addresses = [place.address for place in walk(blueprint_of(document), document)]
    assert len(addresses) == len(set(addresses))


def test_parts_come_in_the_order_of_the_blueprint() -> None:
    document = valid_document()
    blueprint = blueprint_of(document)
    expected = [node.name for node in blueprint.root.children() if node.name in document]
    turned = dict(reversed(document.items()))
    assert [p.node.name for p in walk(blueprint, turned) if p.depth == 0] == expected


def test_parts_unknown_to_the_blueprint_and_wrong_shapes_are_no_obstacle() -> None:
    document = {"blueprint": "product/1", "colour": 1, "basis": {"a": 1}, "fees": ["x"], "mark": 3}
    places = {p.address: p.value for p in walk(blueprint_of(document), document)}
    assert places["/fees/0"] == "x"
    assert "/colour" not in places


def test_reading_shows_only_chapters_with_content_and_numbers_them() -> None:
    document = valid_document()
    blueprint = blueprint_of(document)
    for part in ("risk", "fees"):
        del document[part]
    chapters = reading(blueprint, document)
    assert [chapter.number for chapter in chapters] == list(range(1, len(chapters) + 1))
    shown = {entry.place.node.name for chapter in chapters for entry in chapter.entries}
    assert shown == {name for name in document if name != "blueprint"}


@pytest.mark.parametrize(
    ("address", "zh"),
    [
        ("/basis/@bs-2/title", "认证依据 第2项 标准名称"),
        ("/basis/@bs-2/colour", "认证依据 第2项 colour"),
        ("/mark/colours/@co-1/srgb", "认证标志 标准色 第1项"),
        ("", ""),
    ],
)
def test_places_have_names_that_people_read(address: str, zh: str) -> None:
    document = valid_document()
    assert name_of(blueprint_of(document), document, address)["zh"].startswith(zh)
