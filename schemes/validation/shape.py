"""The shape of a document by its blueprint.

`jsonschema-rs` says whether a document is valid, a few hundred times quicker than
`jsonschema`, which is asked only about refused ones: it names every error and its place.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import jsonschema_rs
import re2
from jsonschema.protocols import Validator

from schemes.blueprints import Blueprint
from schemes.documents import Document
from schemes.findings import Finding
from schemes.validation.explain import explained

_SCHEMES = ("http", "https", "urn")
_TELLING = (
    "additionalProperties",
    "else",
    "required",
    "type",
    "const",
    "enum",
    "format",
    "minLength",
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True)
class _Validators:
    """The two validators of one blueprint, compiled once."""

    quick: jsonschema_rs.Draft202012Validator
    thorough: Validator


_compiled: dict[str, _Validators] = {}


def is_valid(document: Any, blueprint: Blueprint) -> bool:
    """Whether the document has the shape of its blueprint; references apart."""
    return _validators(blueprint).quick.is_valid(document)


def shape_findings(document: Document, blueprint: Blueprint) -> list[Finding]:
    """Every way in which the document's shape is wrong, each at its place."""
    if is_valid(document, blueprint):
        return []
    findings: dict[str, Finding] = {}
    for error in _validators(blueprint).thorough.iter_errors(document):
        for finding in explained(error, document, blueprint):
            other = findings.setdefault(finding.address, finding)
            if _weight(finding) < _weight(other):
                findings[finding.address] = finding
    return list(findings.values())


def _weight(finding: Finding) -> int:
    """One place is told its most telling fault only: empty text has no pattern to miss."""
    keyword = finding.code.removeprefix("BLUEPRINT-")
    return _TELLING.index(keyword) if keyword in _TELLING else len(_TELLING)


def _validators(blueprint: Blueprint) -> _Validators:
    if blueprint.digest not in _compiled:
        _compiled[blueprint.digest] = _Validators(
            jsonschema_rs.Draft202012Validator(
                blueprint.schema,
                formats={"date": _is_day, "uri": _is_uri},
                validate_formats=True,
                pattern_options=jsonschema_rs.RegexOptions(),
                offline=True,
            ),
            _Thorough(blueprint.schema, format_checker=_formats),
        )
    return _compiled[blueprint.digest]


def _is_day(value: object) -> bool:
    if not isinstance(value, str):
        return True
    if not _DAY.fullmatch(value):
        return False
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_uri(value: object) -> bool:
    """An address that may stand in a link: no scripts, no blanks."""
    if not isinstance(value, str):
        return True
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    if parts.scheme not in _SCHEMES or re.search(r"[\s<>\"]", value):
        return False
    return bool(parts.path) if parts.scheme == "urn" else bool(parts.netloc)


def _pattern(
    validator: Validator, pattern: str, instance: Any, schema: Any
) -> Iterator[jsonschema.ValidationError]:
    """Patterns run in linear time: a blueprint is written by people too."""
    if isinstance(instance, str) and not re2.search(pattern, instance):
        yield jsonschema.ValidationError(f"{instance!r} does not match {pattern!r}")


_formats = jsonschema.FormatChecker(formats=())
_formats.checks("date")(_is_day)
_formats.checks("uri")(_is_uri)
_Thorough: Any = jsonschema.validators.extend(  # type: ignore[no-untyped-call]
    jsonschema.Draft202012Validator, {"pattern": _pattern}
)
