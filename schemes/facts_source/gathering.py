"""The facts for one document: what all documents share, its body's approvals, and the gates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from portal.accounts.models import ApprovedField, Organisation
from portal.core.folding import identity
from portal.core.fonts import printable_code_points
from schemes.documents import Document
from schemes.facts_source.history import previous_version, signature_holds
from schemes.facts_source.names import operators_in
from schemes.facts_source.reference import reference_facts
from schemes.marks.gate import similar_marks
from schemes.models import Version
from schemes.rules import Facts
from schemes.rules.facts import NeighbourFact
from schemes.rules.lenient import at, codes
from schemes.similarity import neighbours_of


def facts_for(
    organisation: Organisation | None,
    on: dt.date,
    document: Any = None,
    version: Version | None = None,
    *,
    registers: Collection[str] | None = None,
    shared: Facts | None = None,
) -> Facts:
    """What the register knows on a day, for a document that this body files.

    With the document, also what its operators are approved for and what resembles it; with the
    version that holds it, also the version before it and whether its signature holds. Without a
    body the approved fields are unknown.

    `registers` are the keys of the registers that the rules at hand read: the searches for
    similar schemes and marks are left out where nobody asks for them. None means all rules.
    `shared` stands for `reference_facts(on)` where many documents are judged by registers that
    are not the present ones.
    """
    facts = reference_facts(on) if shared is None else shared
    facts = replace(facts, printable=printable_code_points())
    numbers = operators_in(document)
    approvals = _approvals(organisation, numbers, on)
    if organisation is not None:
        own = approvals.get(organisation.approval_no, {})
        facts = replace(
            facts,
            own_approval_no=organisation.approval_no,
            issues=organisation.issues,
            approved_fields=frozenset(own),
            full_time_staff=own,
        )
    if organisation is not None and not organisation.is_body:
        # Nobody is approved to write: who certifies by it is asked when it is carried out.
        facts = replace(facts, approved_fields=frozenset(codes(at(document, "domains"))))
    if _has_others(organisation, numbers):
        known = {number: frozenset(fields) for number, fields in approvals.items()}
        facts = replace(facts, fields_of_bodies=known)
    if not isinstance(document, dict):
        return facts
    facts = with_searches(facts, organisation, on, document, version, registers=registers)
    return _with_history(facts, organisation, document, version)


def facts_for_approval(approval_no: str, on: dt.date, document: Any = None) -> Facts:
    """The same for a body named by its approval number; one not in the register is unknown."""
    bodies = Organisation.objects.filter(approval_no=identity(approval_no)) if approval_no else None
    return facts_for(bodies.first() if bodies is not None else None, on, document)


def approval_number_in(document: Any) -> str:
    """The approval number under which the document says that it is owned, or operated."""
    if not isinstance(document, dict):
        return ""
    owner = document.get("owner")
    owned = owner.get("approval_no") if isinstance(owner, dict) else None
    if isinstance(owned, str) and owned:
        return identity(owned)
    return next(iter(operators_in(document)), "")


def _approvals(
    organisation: Organisation | None, numbers: Collection[str], on: dt.date
) -> Mapping[str, Mapping[str, int | None]]:
    """By approval number of each body that is known, its approved fields with their staff."""
    found: dict[str, dict[str, int | None]] = {}
    if _has_others(organisation, numbers):
        bodies = Organisation.objects.filter(approval_no__in={*numbers})
        found = {number: {} for number in bodies.values_list("approval_no", flat=True)}
    if organisation is not None:
        found.setdefault(organisation.approval_no, {})
    if not found:
        return found
    rows = ApprovedField.objects.on(on).filter(organisation__approval_no__in=found)
    for number, field, staff in rows.values_list(
        "organisation__approval_no", "field_id", "full_time_staff"
    ):
        told = [count for count in (found[number].get(field), staff) if count is not None]
        found[number][field] = max(told, default=None)
    return found


def _has_others(organisation: Organisation | None, numbers: Collection[str]) -> bool:
    """Whether somebody else than the body that files operates the scheme."""
    own = organisation.approval_no if organisation is not None else None
    return any(number != own for number in numbers)


def with_searches(
    facts: Facts,
    organisation: Organisation | None,
    on: dt.date,
    document: Document,
    version: Version | None,
    *,
    registers: Collection[str] | None = None,
) -> Facts:
    """The facts with what the searches for similar schemes and marks find.

    For those who have gathered the others first, with no register at all (`registers=()`).
    """
    itself = version.scheme_id if version is not None else None
    if registers is None or "national-schemes" in registers:
        facts = replace(facts, neighbours=_neighbours(document, organisation, on, itself))
    if registers is None or "protected-marks" in registers:
        alike = similar_marks(document, organisation=organisation, on=on, exclude_scheme_id=itself)
        if alike is None and version is None:
            alike = ()  # a document on disk brings no files, so there was nothing to compare
        facts = replace(facts, similar_marks=alike)
    return facts


def _neighbours(
    document: Document, organisation: Organisation | None, on: dt.date, itself: int | None
) -> tuple[NeighbourFact, ...]:
    """What resembles it; the state unifies rules, and need not say how its own differ."""
    if organisation is not None and organisation.issues:
        return ()
    return neighbours_of(document, organisation=organisation, on=on, exclude_scheme_id=itself)


def _with_history(
    facts: Facts, organisation: Organisation | None, document: Document, version: Version | None
) -> Facts:
    if version is not None:
        former = frozenset(map(identity, version.scheme.former_owners))
        facts = replace(facts, former_approval_nos=former) if former else facts
    before = previous_version(document, organisation, version)
    if before is not None:
        shape = (version or before).blueprint.blueprint
        facts = replace(facts, previous=before.document, blueprint=shape)
    return replace(facts, signature_holds=signature_holds(document, version))
