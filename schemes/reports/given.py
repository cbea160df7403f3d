"""All that the check of a version is given, and the name of it.

What a check finds follows from what it is given and from nothing else, since rules know neither
the database nor the clock. So what was found once is found again where the name is the same
(docs/adr/0030).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from portal.core.fonts import Coverage
from portal.core.release import release
from portal.reference.changes import current_token
from schemes.blueprints import Blueprint
from schemes.documents import Document
from schemes.documents.budget import overrun
from schemes.facts_source import facts_for, reference_facts, with_searches
from schemes.marks.artworks import artworks
from schemes.models import GateState, StoredFile, Version
from schemes.reports.states import ReportState, state_of
from schemes.rules import Facts
from schemes.validation import CheckReport, check

#: What only the signature brings; a draft does not lack it.
SIGNED_PART = "/commitment"


@dataclass(frozen=True)
class Given:
    """A version on a day with what is known of it; the gates have not searched yet.

    `name` is a SHA-256 over all of it and over the state of what the gates will search: of two
    checks with one name the second finds what the first has found.
    """

    version: Version
    state: ReportState
    document: Document
    facts: Facts
    name: str

    def checked(self) -> CheckReport:
        """The whole check: the searches of the gates, then the blueprint and all rules."""
        facts, version = self.facts, self.version
        if overrun(self.document) is None:
            body = version.scheme.organisation
            facts = with_searches(facts, body, self.state.day, self.document, version)
        report = check(self.document, version.blueprint.blueprint, facts)
        return without_signature(version, report)


def given_to(version: Version, day: date | None = None) -> Given:
    """What the check of a version is given on a day, today by default."""
    state = state_of(version, day)
    document = document_to_check(version, state.day)
    known = document if overrun(document) is None else None
    body = version.scheme.organisation
    # Named before it is read: what moves meanwhile is found newer than its name, never older.
    around = {
        "release": release(),
        "registers": str(current_token()),
        "gates": GateState.name(),
        "files": _files(known),
        # The body was read before, with the version.
        "body": [body.pk, body.approval_no, body.name_zh],
    }
    shared = reference_facts(state.day)
    facts = facts_for(body, state.day, known, version, registers=(), shared=shared)
    told = {"day": state.day, "key": state.key, "document": document, **around}
    name = _named({**told, "facts": _beside(facts, shared)})
    return Given(version, state, document, facts, name)


def document_to_check(version: Version, day: date) -> Document:
    """What is checked of a version; of a body's draft, as if it were signed on that day.

    What counts back from the signature (SCH-020) would otherwise be found only after it.
    """
    if version.is_frozen or version.scheme.organisation.issues:
        as_it_is: Document = version.document
        return as_it_is
    return {**version.document, "commitment": {"signed_at": day.isoformat()}}


def without_signature(version: Version, report: CheckReport) -> CheckReport:
    """The report of a draft without what only the signature will bring; others as they are."""
    if version.is_frozen:
        return report
    told = [finding for finding in report.findings if not finding.address.startswith(SIGNED_PART)]
    return CheckReport(findings=tuple(told), blueprint=report.blueprint)


def _files(document: Document | None) -> list[Any]:
    """The files kept of the document's artwork, which the mark gate compares."""
    digests = [artwork.sha256 for artwork in artworks(document)]
    kept = StoredFile.objects.filter(sha256__in=digests).order_by("pk") if digests else ()
    return [[file.pk, file.fingerprint] for file in kept]


def _beside(facts: Facts, shared: Facts) -> dict[str, Any]:
    """The facts about one document, beside those of a day that all documents share."""
    own = ((one.name, getattr(facts, one.name)) for one in fields(Facts))
    return {name: value for name, value in own if value is not getattr(shared, name)}


def _named(told: Mapping[str, Any]) -> str:
    """SHA-256 of values in one order; unlike a digest of a document it tells 1 from 1.0."""
    written = json.dumps(told, sort_keys=True, default=_plain)
    return hashlib.sha256(written.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """A value that JSON does not have; one with a digest of its own is named by that.

    Raises:
        TypeError: there is no telling by what it could be named.
    """
    if isinstance(value, (Blueprint, Coverage)):
        return value.digest
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no name")
