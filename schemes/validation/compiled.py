"""What is made of a blueprint once, so that many documents can be checked by it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import jsonschema
import jsonschema_rs
from jsonschema.protocols import Validator

from schemes.blueprints import Blueprint
from schemes.validation.formats import is_day, is_uri
from schemes.validation.patterns import matches
from schemes.validation.rewriting import Rewriting
from schemes.validation.trails import Trails
from schemes.validation.uniqueness import unique_items

_MOST_KEPT = 64


@dataclass(frozen=True)
class Compiled:
    """The validators of a blueprint and its paths to ids and references.

    `certain` is the quickest and errs on one side: what it accepts `quick` accepts too. `quick`
    says exactly whether a document is valid, `thorough` also why not.
    """

    certain: jsonschema_rs.Draft202012Validator
    quick: jsonschema_rs.Draft202012Validator
    thorough: Validator
    trails: Trails


_compiled: dict[str, Compiled] = {}


def compiled(blueprint: Blueprint) -> Compiled:
    """The compiled form of a blueprint; those compiled last are kept."""
    known = _compiled.get(blueprint.digest)
    if known is None:
        if len(_compiled) >= _MOST_KEPT:
            _compiled.pop(next(iter(_compiled)), None)
        known = _compiled[blueprint.digest] = _compile(blueprint)
    return known


def _compile(blueprint: Blueprint) -> Compiled:
    return Compiled(
        certain=_rust(blueprint, certain=True),
        quick=_rust(blueprint, certain=False),
        thorough=_Thorough(blueprint.schema, format_checker=_formats),
        trails=Trails.of(blueprint),
    )


def _rust(blueprint: Blueprint, *, certain: bool) -> jsonschema_rs.Draft202012Validator:
    rewriting = Rewriting(certain)
    schema = rewriting.rewritten(blueprint.schema)
    return jsonschema_rs.Draft202012Validator(
        schema,
        formats=rewriting.formats or None,
        validate_formats=True,
        pattern_options=jsonschema_rs.RegexOptions(),
        offline=True,
    )


def _pattern(
    validator: Validator, pattern: str, instance: Any, schema: Any
) -> Iterator[jsonschema.ValidationError]:
    """Patterns run in linear time: a blueprint is written by people too."""
    if not matches(pattern, instance):
        yield jsonschema.ValidationError("the text does not have the form that is asked for")


_formats = jsonschema.FormatChecker(formats=())
_formats.checks("date")(is_day)
_formats.checks("uri")(is_uri)
_Thorough: Any = jsonschema.validators.extend(  # type: ignore[no-untyped-call]
    jsonschema.Draft202012Validator, {"pattern": _pattern, "uniqueItems": unique_items}
)
