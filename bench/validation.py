"""The shape of a document: our check of valid ones against the validator that explains."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from bench.timing import Comparison, compare
from schemes.blueprints import Blueprint, builtin_blueprints
from schemes.validation import check
from schemes.validation.shape import shape_findings

DOCUMENTS = Path(__file__).resolve().parents[1] / "tests" / "documents" / "valid"


def comparisons() -> Iterator[Comparison]:
    """One comparison for each category, and what the rules cost on top of the shape."""
    blueprints = {blueprint.ref: blueprint for blueprint in builtin_blueprints()}
    for key in ("product", "service", "management_system"):
        document = json.loads((DOCUMENTS / f"{key}.json").read_text())
        yield from _of(document, blueprints[document["blueprint"]])


def _of(document: dict[str, Any], blueprint: Blueprint) -> Iterator[Comparison]:
    thorough = Draft202012Validator(blueprint.schema)
    yield compare(
        f"shape of a valid document, {blueprint.key}",
        ("shape_findings", lambda: shape_findings(document, blueprint)),
        ("jsonschema", lambda: list(thorough.iter_errors(document))),
    )
    yield compare(
        f"the whole check with all rules, {blueprint.key}",
        ("check", lambda: check(document, blueprint)),
        ("jsonschema alone", lambda: list(thorough.iter_errors(document))),
    )
