"""Running the whole check of one document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from schemes.blueprints import Blueprint
from schemes.documents import Document, Numbering, name_of
from schemes.documents.addresses import parent
from schemes.documents.progress import part_of
from schemes.findings import Finding, Severity
from schemes.rules import ALL_RULES, Facts, Rule, run
from schemes.validation.bounding import capped, too_large
from schemes.validation.consistency import broken_references, is_consistent, repeated_ids
from schemes.validation.report import CheckReport
from schemes.validation.shape import shape_findings

# These speak of a part that has no node or no value: the place is what it is missing from.
_ABOUT_THE_PARENT = ("BLUEPRINT-required", "BLUEPRINT-additionalProperties", "BLUEPRINT-else")


def check(
    document: Document,
    blueprint: Blueprint,
    facts: Facts | None = None,
    rules: Sequence[Rule] = ALL_RULES,
) -> CheckReport:
    """Check a document by its blueprint and by the rules.

    Where both refuse the same place, the rule speaks and the blueprint stays silent. Below a
    part that is missing as a whole, only that is said. A document that is larger than its budget
    is not looked at further.
    """
    if (excess := too_large(document)) is not None:
        return CheckReport(blueprint.ref, tuple(_placed([excess], document, blueprint)))
    facts = _with(blueprint, facts or Facts.unknown())
    shape = shape_findings(document, blueprint)
    missing = {finding.address for finding in shape if finding.code == "BLUEPRINT-required"}
    if not shape and is_consistent(document, blueprint):
        found = findings_of_rules(rules, document, blueprint, facts)
        return CheckReport(blueprint.ref, found)
    by_rules = [
        finding
        for finding in run(rules, document, facts)
        if not any(above in missing for above in _above(finding.address))
        # A rule that only warns adds nothing where the blueprint refuses.
        and not (finding.severity is Severity.WARNING and finding.address in missing)
    ]
    refused = {finding.address for finding in by_rules if finding.severity is Severity.ERROR}
    by_blueprint = [
        *shape,
        *broken_references(document, blueprint, missing | refused),
        *repeated_ids(document),
    ]
    spoken = [finding for finding in by_blueprint if finding.address not in refused]
    placed = _placed([*spoken, *by_rules], document, blueprint)
    return CheckReport(blueprint.ref, capped(in_document_order(placed, blueprint)))


def findings_of_rules(
    rules: Sequence[Rule], document: Document, blueprint: Blueprint, facts: Facts
) -> tuple[Finding, ...]:
    """What the rules say of a document that has the shape of its blueprint, in its order."""
    findings = run(rules, document, _with(blueprint, facts))
    if not findings:
        return ()
    return capped(in_document_order(_placed(findings, document, blueprint), blueprint))


def _with(blueprint: Blueprint, facts: Facts) -> Facts:
    """The facts with the blueprint by which the document is judged, where none is named."""
    return facts if facts.blueprint is not None else replace(facts, blueprint=blueprint)


def in_document_order(findings: Iterable[Finding], blueprint: Blueprint) -> tuple[Finding, ...]:
    """The findings in the order of the blueprint's parts; of one part, in the order given."""
    order = [part for section in blueprint.sections for part in section.parts]
    position = {part: index for index, part in enumerate(order)}
    return tuple(sorted(findings, key=lambda finding: position.get(part_of(finding), -1)))


def find_blueprint(
    document: Any, blueprints: Iterable[Blueprint], key: str = ""
) -> Blueprint | None:
    """The blueprint that the document names, or that the key (`product`, `product/1`) chooses.

    A key without a version means the newest version.
    """
    named = key or (document.get("blueprint") if isinstance(document, dict) else None)
    fitting = [
        blueprint
        for blueprint in blueprints
        if named == blueprint.ref or (key and key == blueprint.key)
    ]
    return max(fitting, key=lambda blueprint: blueprint.version, default=None)


def unknown_blueprint(document: Document, blueprints: Iterable[Blueprint]) -> Finding:
    """What is said about a document whose blueprint nobody knows."""
    address = "/blueprint"
    place = {"place": {"zh": "备案模板", "en": "Blueprint"}}
    if "blueprint" not in document:
        field = {"zh": "备案模板", "en": "Blueprint"}
        return Finding("BLUEPRINT-required", Severity.ERROR, address, {"field": field})
    known = ", ".join(blueprint.ref for blueprint in blueprints)
    named = str(document["blueprint"])[:100]
    return Finding(
        "BLUEPRINT-unknown", Severity.ERROR, address, {**place, "value": named, "known": known}
    )


def _above(address: str) -> Iterator[str]:
    while address := parent(address):
        yield address


def _placed(
    findings: Iterable[Finding], document: Document, blueprint: Blueprint
) -> Iterable[Finding]:
    numbering = Numbering()
    for finding in findings:
        about = parent(finding.address) if finding.code in _ABOUT_THE_PARENT else finding.address
        place = name_of(blueprint, document, about, numbering)
        yield replace(finding, params={**finding.params, "place": place})
