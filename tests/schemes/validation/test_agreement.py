"""`jsonschema-rs` and `jsonschema`, as we configure them, agree on what is valid."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemes.blueprints import Blueprint, builtin_blueprints, check_dialect
from schemes.validation.compiled import compiled
from tests.documents import BROKEN, VALID, valid_document, valid_names
from tests.schemes.blueprints.dialect_cases import CASES, Case, schema_with

BLUEPRINTS = {blueprint.key: blueprint for blueprint in builtin_blueprints()}
SAMPLES = {key: [n for n in valid_names() if n.startswith(key)] for key in BLUEPRINTS}

#: A thousand mutated documents in all.
PARTS, EXAMPLES = 2, 167

ODD_TEXTS = (
    *("", " ", "\n", "\t", "\u000b", "\u00a0", "\u3000", "\u2028", "\ufeff", "\u0000", "\u007f"),
    *("１２", "٣", "é", "e\u0301", "\u212a", "ſ", "ß", "İ", "𝟘", "😀", "汉", "\ue000", "\u0378"),
)
ODD_VALUES = (
    *(None, True, False, 0, 1, -1, 1.0, 0.0, -0.0, 1.5, 1e300),
    *(2**31, 2**53, 2**53 + 1, 2**64, 2**64 + 1, -(2**63) - 1, 10**30, 5e-324, 1e-7),
    *("", "true", "1", "null", "2026-02-29", "2026-02-28", "0000-01-01", "９９９９-01-01"),
    *("https://a.example", "https://a\u3000b", "HTTPS://a", "urn:x", "https://[::1]/", "http://["),
    *([], {}, [[]], [{}], [None], {"zh": ""}, {"zh": "汉", "en": 1}, {"id": "a"}),
)


def agree(document: Any, blueprint: Blueprint) -> bool:
    """Ask all validators; the verdict that they share."""
    validators = compiled(blueprint)
    exact = validators.quick.is_valid(document)
    assert validators.thorough.is_valid(document) is exact
    assert exact or not validators.certain.is_valid(document)
    return exact


@pytest.mark.parametrize("path", [*VALID, *BROKEN], ids=lambda path: path.stem)
@pytest.mark.parametrize("key", BLUEPRINTS)
def test_they_agree_on_every_sample(path: Path, key: str) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    agree(document, BLUEPRINTS[key])


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_a_valid_sample_is_certainly_valid(path: Path) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    blueprint = BLUEPRINTS[document["blueprint"].partition("/")[0]]
    assert agree(document, blueprint)
    assert compiled(blueprint).certain.is_valid(document)


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("key", BLUEPRINTS)
def test_they_agree_on_mutated_documents(key: str, part: int) -> None:
    verdicts = []

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(mutated(SAMPLES[key][part::PARTS] or SAMPLES[key]))
    def try_one(document: dict[str, Any]) -> None:
        verdicts.append(agree(document, BLUEPRINTS[key]))

    try_one()
    assert verdicts.count(True) > EXAMPLES // 20
    assert verdicts.count(False) > EXAMPLES // 2


@pytest.mark.parametrize(
    ("schema", "value", "valid"),
    [(case.schema, value, valid) for case in CASES for value, valid in case.values],
    ids=[f"{case.name}-{json.dumps(value)[:40]}" for case in CASES for value, _v in case.values],
)
def test_they_agree_on_the_dialect_s_own_cases(
    schema: dict[str, Any], value: Any, valid: bool
) -> None:
    blueprint = Blueprint(key="case", version=1, schema=schema_with(schema))
    assert agree({"blueprint": "case/1", "category": "product", "it": value}, blueprint) is valid


@st.composite
def mutated(draw: st.DrawFn, names: list[str]) -> dict[str, Any]:
    """A valid sample in which one to three places have been spoilt, or only touched."""
    document = valid_document(draw(st.sampled_from(names)))
    for _ in range(draw(st.integers(1, 3))):
        places = list(_places(document))
        container, key = places[draw(st.integers(0, len(places) - 1))]
        _MUTATIONS[draw(st.sampled_from(list(_MUTATIONS)))](draw, container, key, document)
    return document


def _places(value: Any) -> Any:
    for key, part in list(value.items() if isinstance(value, dict) else enumerate(value)):
        yield value, key
        if isinstance(part, dict | list):
            yield from _places(part)


def _drop(draw: st.DrawFn, container: Any, key: Any, _document: Any) -> None:
    del container[key]


def _replace(draw: st.DrawFn, container: Any, key: Any, _document: Any) -> None:
    container[key] = copy.deepcopy(draw(st.sampled_from(ODD_VALUES)))


def _retype(draw: st.DrawFn, container: Any, key: Any, _document: Any) -> None:
    """The same value as another type: 1 as 1.0, as true, as "1"; a part as a list of itself."""
    value = container[key]
    others: list[Any] = [str(value), [value], {"id": "x", "value": value}, None]
    if isinstance(value, bool | int | float):
        others += [float(value), int(value), bool(value)]
    container[key] = draw(st.sampled_from(others))


def _bend(draw: st.DrawFn, container: Any, key: Any, _document: Any) -> None:
    """A number next to where it was; a text with something odd in it."""
    value = container[key]
    if isinstance(value, str):
        at = draw(st.integers(0, len(value)))
        odd = draw(st.one_of(st.sampled_from(ODD_TEXTS), st.characters(codec="utf-8")))
        container[key] = value[:at] + odd + value[at + draw(st.integers(0, 1)) :]
    elif isinstance(value, int | float) and not isinstance(value, bool):
        container[key] = value + draw(st.sampled_from([1, -1, 0.5, 0.0, 1e-9, 60, -60, 2**53]))
    elif isinstance(value, list):
        container[key] = draw(st.sampled_from([[], value * 2, value[:1], value[::-1], value * 30]))
    elif isinstance(value, dict):
        container[key] = {**value, draw(st.sampled_from(["colour", "id", "zh", "en", ""])): "x"}


def _transplant(draw: st.DrawFn, container: Any, key: Any, document: Any) -> None:
    """What stands elsewhere in the document: another enum's code, another variant's object."""
    places = list(_places(document))
    other, place = places[draw(st.integers(0, len(places) - 1))]
    container[key] = copy.deepcopy(other[place])


_MUTATIONS = {
    function.__name__: function for function in (_drop, _replace, _retype, _bend, _transplant)
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_cases_are_of_the_dialect(case: Case) -> None:
    assert [str(problem) for problem in check_dialect(schema_with(case.schema))] == []


def test_each_keyword_that_judges_has_a_case() -> None:
    told = json.dumps([case.schema for case in CASES])
    judging = (
        *("$ref", "type", "properties", "required", "additionalProperties", "items", "minItems"),
        *("maxItems", "uniqueItems", "minLength", "maxLength", "pattern", "format", "minimum"),
        *("maximum", "enum", "const", "oneOf", "allOf", "if", "then", "else"),
    )
    assert [keyword for keyword in judging if f'"{keyword}":' not in told] == []
