"""What is made of a blueprint once, so that many documents can be checked by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
        thorough=_thorough(blueprint),
        trails=Trails.of(blueprint),
    )


def _rust(blueprint: Blueprint, *, certain: bool) -> jsonschema_rs.Draft202012Validator:
    rewriting = Rewriting(certain)
    return _validator(rewriting.rewritten(blueprint.schema), rewriting)


def _validator(schema: Any, rewriting: Rewriting) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(
        schema,
        formats=rewriting.formats or None,
        validate_formats=True,
        pattern_options=jsonschema_rs.RegexOptions(),
        offline=True,
    )


def _thorough(blueprint: Blueprint) -> Validator:
    """Looks thoroughly only into the parts of a document that are not valid."""
    parts = _Parts(blueprint)

    def properties(
        validator: Validator, properties: Mapping[str, Any], instance: Any, schema: Any
    ) -> Iterator[jsonschema.ValidationError]:
        if schema is blueprint.schema and isinstance(instance, dict):
            instance = {
                name: part
                for name, part in instance.items()
                if name in properties and not parts.is_valid(name, part)
            }
        yield from _all_properties(validator, properties, instance, schema)

    kind = jsonschema.validators.extend(_Thorough, {"properties": properties})  # type: ignore[no-untyped-call]
    return kind(blueprint.schema, format_checker=_formats)


class _Parts:
    """The quick validators of the parts of a document, by name; made as they are asked for."""

    def __init__(self, blueprint: Blueprint) -> None:
        self._rewriting = Rewriting(certain=True)
        self._schema = self._rewriting.rewritten(blueprint.schema)
        self._validators: dict[str, jsonschema_rs.Draft202012Validator] = {}

    def is_valid(self, name: str, part: Any) -> bool:
        """Whether a part is certainly valid."""
        found = self._validators.get(name)
        if found is None:
            found = self._validators[name] = self._made(name)
        return found.is_valid(part)

    def _made(self, name: str) -> jsonschema_rs.Draft202012Validator:
        part = self._schema["properties"][name]
        schema = {"$defs": self._schema.get("$defs", {}), "allOf": [part]}
        return _validator(schema, self._rewriting)


def _pattern(
    validator: Validator, pattern: str, instance: Any, schema: Any
) -> Iterator[jsonschema.ValidationError]:
    """Patterns run in linear time: a blueprint is written by people too."""
    if not matches(pattern, instance):
        yield jsonschema.ValidationError("the text does not have the form that is asked for")


_formats = jsonschema.FormatChecker(formats=())
_formats.checks("date")(is_day)
_formats.checks("uri")(is_uri)
_all_properties: Any = jsonschema.Draft202012Validator.VALIDATORS["properties"]
_Thorough: Any = jsonschema.validators.extend(  # type: ignore[no-untyped-call]
    jsonschema.Draft202012Validator, {"pattern": _pattern, "uniqueItems": unique_items}
)
