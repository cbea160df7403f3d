"""No breaking change of a blueprint is left untold: blueprints changed by chance show it."""

from __future__ import annotations

import copy
import random
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from schemes.blueprints import builtin_blueprints, check_dialect, load_blueprint
from schemes.blueprints.compatibility.report import compatibility
from schemes.validation.shape import is_valid
from tests.valid_documents import DOCUMENTS, valid_document

TEXT = {"zh": "甲", "en": "A"}


def _places(value: Any, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every schema inside a schema."""
    if isinstance(value, dict):
        if value.keys() & {"type", "enum", "const", "oneOf", "$ref"}:
            found.append(value)
        for key, part in value.items():
            if not key.startswith("x-"):
                _places(part, found)
    elif isinstance(value, list):
        for part in value:
            _places(part, found)
    return found


def _mutated(schema: dict[str, Any], seed: int) -> dict[str, Any]:
    """The schema with a few random changes of the kinds that editors make."""
    chance = random.Random(seed)
    schema = copy.deepcopy(schema)
    for _ in range(chance.randint(1, 3)):
        place = chance.choice(_places(schema, []))
        chance.choice(_MUTATIONS)(place, chance)
    return schema


def _limit(place: dict[str, Any], chance: random.Random) -> None:
    keyword = chance.choice(
        ["minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum"]
    )
    if "$ref" not in place:
        place[keyword] = chance.choice([0, 1, 2, 5, 40, 100])


def _unlimit(place: dict[str, Any], chance: random.Random) -> None:
    for keyword in ("minLength", "minItems", "pattern", "format", "maximum", "uniqueItems"):
        place.pop(keyword, None)


def _require(place: dict[str, Any], chance: random.Random) -> None:
    names = sorted(place.get("properties", {}))
    if names:
        place["required"] = sorted({*place.get("required", ()), chance.choice(names)})


def _release(place: dict[str, Any], chance: random.Random) -> None:
    if place.get("required"):
        place["required"] = place["required"][1:]


def _drop(place: dict[str, Any], chance: random.Random) -> None:
    names = [n for n in place.get("properties", {}) if n not in place.get("required", ())]
    if names:
        del place["properties"][chance.choice(names)]


def _recode(place: dict[str, Any], chance: random.Random) -> None:
    codes = place.get("enum")
    if codes and len(codes) > 1 and chance.random() < 0.5:
        place["x-labels"].pop(codes.pop())
    elif codes:
        codes.append("new_code")
        place["x-labels"]["new_code"] = TEXT


def _retype(place: dict[str, Any], chance: random.Random) -> None:
    if isinstance(place.get("type"), str) and place["type"] in ("string", "integer", "number"):
        place["type"] = chance.choice([[place["type"], "null"], "number", "string"])


def _uncondition(place: dict[str, Any], chance: random.Random) -> None:
    if place.get("allOf"):
        place["allOf"].pop(0)


def _reshape(place: dict[str, Any], chance: random.Random) -> None:
    if len(place.get("oneOf", ())) > 2:
        place["oneOf"].pop(0)


def _uniquely(place: dict[str, Any], chance: random.Random) -> None:
    if place.get("type") == "array":
        place["uniqueItems"] = True


_MUTATIONS = (
    _limit,
    _unlimit,
    _require,
    _release,
    _drop,
    _recode,
    _retype,
    _uncondition,
    _reshape,
    _uniquely,
)


SAMPLES = [valid_document(path.stem) for path in sorted(DOCUMENTS.glob("*.json"))]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9), which=st.integers(0, 2))
def test_without_a_breaking_change_every_document_stays_valid(seed, which):
    before = builtin_blueprints()[which]
    schema = _mutated(before.schema, seed)
    assume(not check_dialect(schema))
    after = load_blueprint(schema)
    assume(after.ref == before.ref)
    documents = [d for d in SAMPLES if d["blueprint"] == before.ref]
    broken = [d["title"] for d in documents if not is_valid(d, after)]
    if broken:
        assert any(change.is_breaking for change in compatibility(before, after))
