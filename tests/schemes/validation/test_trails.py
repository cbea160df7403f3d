"""What a glance says of ids and references is what the thorough search says."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from schemes.blueprints import Blueprint, builtin_blueprints
from schemes.documents import Document, duplicate_ids, walk
from schemes.validation.consistency import broken_references, is_consistent, repeated_ids
from schemes.validation.shape import is_valid
from tests.documents import valid_document, valid_names
from tests.schemes.blueprints.dialect_cases import NAMED, TEXT, schema_with

BLUEPRINTS = {blueprint.ref: blueprint for blueprint in builtin_blueprints()}


def is_sound(document: Document, blueprint: Blueprint) -> bool:
    """By the thorough search."""
    return not [*repeated_ids(document), *broken_references(document, blueprint)]


@pytest.mark.parametrize("name", valid_names())
def test_a_valid_sample_is_consistent_at_a_glance(name: str) -> None:
    document = valid_document(name)
    assert is_consistent(document, BLUEPRINTS[document["blueprint"]])


@pytest.mark.parametrize("name", valid_names())
def test_a_second_item_with_the_same_id_is_noticed_wherever_it_is(name: str) -> None:
    document = valid_document(name)
    blueprint = BLUEPRINTS[document["blueprint"]]
    first = document["basis"][0]["id"]
    records = [record for record in _records(document) if record["id"] != first]
    assert len(records) > 40
    for record in records:
        before, record["id"] = record["id"], first
        assert not is_consistent(document, blueprint), before
        assert duplicate_ids(document)
        record["id"] = before
    assert is_consistent(document, blueprint)


@pytest.mark.parametrize("name", valid_names())
def test_every_reference_that_leads_nowhere_is_noticed(name: str) -> None:
    document = valid_document(name)
    blueprint = BLUEPRINTS[document["blueprint"]]
    places = [place for place in walk(blueprint, document) if _refers(place.node)]
    # A scheme against a whole standard has no requirements that could refer to anything.
    assert places or "whole_standard" in name
    for place in places:
        spoilt = copy.deepcopy(document)
        found = next(p for p in walk(blueprint, spoilt) if p.address == place.address)
        if isinstance(found.value, list):
            found.value.append("nowhere")
        else:
            _replace(spoilt, place.value, "nowhere", place.node.name)
        assert not is_sound(spoilt, blueprint), place.address
        assert not is_consistent(spoilt, blueprint), place.address


def _refers(node: Any) -> bool:
    return bool(node.reference or ("items" in node.schema and node.item().reference))


def _replace(part: Any, old: str, new: str, name: str) -> None:
    for key, value in part.items() if isinstance(part, dict) else enumerate(part):
        if key == name and value == old:
            part[key] = new
        elif isinstance(value, dict | list):
            _replace(value, old, new, name)


def _records(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for item in value:
            if isinstance(item, dict) and "id" in item:
                yield item
            yield from _records(item)
    elif isinstance(value, dict):
        for part in value.values():
            yield from _records(part)


ID = {"type": "string", **NAMED}


def _object(properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False, **more}


def _list(**properties: Any) -> dict[str, Any]:
    item = _object({"id": ID, **properties}, required=["id"])
    return {"type": "array", "x-item": TEXT, "items": item, **NAMED}


UNUSUAL = _object(
    {
        "free": {"type": "object", "x-kind": "open", "additionalProperties": True, **NAMED},
        "levels": _list(code={"type": "string", **NAMED}),
        "chosen": {"type": "string", "x-reference": "/it/levels#code", **NAMED},
        "several": {
            "type": "array",
            "items": {"type": "string", "x-reference": "/it/levels"},
            **NAMED,
        },
        "shape": {
            **NAMED,
            "oneOf": [
                {"x-title": TEXT, **_object({"a": _list()}, required=["a"])},
                {"x-title": TEXT, **_object({"b": _list(), "c": _list()}, required=["b"])},
            ],
        },
    }
)


@pytest.mark.parametrize(
    ("part", "sound"),
    [
        ({}, True),
        ({"levels": [{"id": "a", "code": "A"}], "chosen": "A", "several": ["a"]}, True),
        ({"levels": [{"id": "a", "code": "A"}], "chosen": "a"}, False),
        ({"levels": [{"id": "a", "code": "A"}], "chosen": ""}, False),
        ({"levels": [{"id": "a"}], "chosen": "B"}, True),
        ({"levels": [{"id": "a", "code": "A"}], "several": ["a", "b"]}, False),
        ({"chosen": "A"}, False),
        ({"levels": [], "chosen": "A"}, False),
        ({"free": {"x": [{"id": "a"}, [{"id": "a"}]]}}, False),
        ({"free": {"x": [{"id": ""}, {"id": ""}, {"id": 1}, {"id": 1}]}}, True),
        ({"free": {"id": "a", "y": {"id": "a"}}, "levels": [{"id": "a"}]}, True),
        ({"free": {"x": [{"id": "a"}]}, "levels": [{"id": "a"}]}, False),
        ({"levels": [{"id": ""}, {"id": ""}]}, True),
        ({"shape": {"a": [{"id": "a"}]}, "levels": [{"id": "a"}]}, False),
        ({"shape": {"b": [{"id": "a"}], "c": [{"id": "a"}]}}, False),
        ({"shape": {"b": [{"id": "a"}], "c": [{"id": "b"}]}}, True),
    ],
)
def test_unusual_blueprints_are_gone_through_too(part: dict[str, Any], sound: bool) -> None:
    blueprint = Blueprint(key="case", version=1, schema=schema_with(UNUSUAL))
    document = {"blueprint": "case/1", "category": "product", "it": part}
    assert is_valid(document, blueprint)
    assert is_sound(document, blueprint) is sound
    assert sound or not is_consistent(document, blueprint)
