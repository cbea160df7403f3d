"""The shape of a document by its blueprint.

`jsonschema-rs` says whether a document is valid, a few hundred times quicker than
`jsonschema`, which is asked only about refused ones: it names every error and its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from schemes.blueprints import Blueprint
from schemes.documents import Document
from schemes.documents.budget import BUDGET, Budget
from schemes.findings import Finding
from schemes.validation.bounding import beyond
from schemes.validation.compiled import compiled
from schemes.validation.explain import Explaining

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


def is_valid(document: Any, blueprint: Blueprint) -> bool:
    """Whether the document has the shape of its blueprint; references apart."""
    validators = compiled(blueprint)
    return validators.certain.is_valid(document) or validators.quick.is_valid(document)


def shape_findings(
    document: Document, blueprint: Blueprint, budget: Budget = BUDGET
) -> list[Finding]:
    """Every way in which the document's shape is wrong, each at its place.

    Beyond the budget the search ends, and the last finding says so.
    """
    if is_valid(document, blueprint):
        return []
    findings: dict[str, Finding] = {}
    unknown = 0
    for finding in _explained(document, blueprint):
        is_new = finding.address not in findings
        unknown += is_new and finding.code == "BLUEPRINT-additionalProperties"
        if unknown > budget.unknown_parts:
            return [*findings.values(), beyond("unknown_parts", budget.unknown_parts)]
        if is_new and len(findings) >= budget.findings:
            return [*findings.values(), beyond("findings", budget.findings)]
        other = findings.setdefault(finding.address, finding)
        if _weight(finding) < _weight(other):
            findings[finding.address] = finding
    return list(findings.values())


def _explained(document: Document, blueprint: Blueprint) -> Iterator[Finding]:
    explaining = Explaining(document, blueprint)
    for error in compiled(blueprint).thorough.iter_errors(document):
        yield from explaining.explained(error)


def _weight(finding: Finding) -> int:
    """One place is told its most telling fault only: empty text has no pattern to miss."""
    keyword = finding.code.removeprefix("BLUEPRINT-")
    return _TELLING.index(keyword) if keyword in _TELLING else len(_TELLING)
