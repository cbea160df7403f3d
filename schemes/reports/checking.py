"""Running the check of a version: a draft is judged as if it were signed on that day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.dispatch import Signal
from django.utils import timezone

from schemes.documents import Document
from schemes.documents.budget import overrun
from schemes.facts_source import facts_for
from schemes.models import Version
from schemes.validation import CheckReport, check

#: What only the signature brings; a draft does not lack it.
SIGNED_PART = "/commitment"

#: Asks packages above, with `version`, what stands in the way of filing besides the document.
#: A receiver gives back a list of sentences for the author.
obstacles_asked = Signal()


def check_version(version: Version, day: date | None = None) -> CheckReport:
    """The check report of a version with what the register knows on a day, today by default."""
    day = day or timezone.localdate()
    document = document_to_check(version, day)
    known = document if overrun(document) is None else None
    facts = facts_for(version.scheme.organisation, day, known, version)
    return without_signature(version, check(document, version.blueprint.blueprint, facts))


def document_to_check(version: Version, day: date) -> Document:
    """What is checked of a version; of a draft, as if it were signed on that day.

    What counts back from the signature (SCH-020) would otherwise be found only after it.
    """
    if version.is_frozen:
        frozen: Document = version.document
        return frozen
    return {**version.document, "commitment": {"signed_at": day.isoformat()}}


def without_signature(version: Version, report: CheckReport) -> CheckReport:
    """The report of a draft without what only the signature will bring; others as they are."""
    if version.is_frozen:
        return report
    told = [finding for finding in report.findings if not finding.address.startswith(SIGNED_PART)]
    return CheckReport(findings=tuple(told), blueprint=report.blueprint)


def report_on(version: Version) -> CheckReport:
    """The check report of a signed version, with what the register knows today."""
    assert version.is_frozen, "A draft is checked as if it were signed: `report_before_signing`."
    return check_version(version)


def report_before_signing(version: Version) -> CheckReport:
    """The check report of a draft as if it were signed today."""
    assert not version.is_frozen, "What is signed is checked as it is: `report_on`."
    return check_version(version)


def obstacles_outside(version: Version) -> list[Any]:
    """What else would stop the filing of a version, in sentences; see `obstacles_asked`."""
    answers = obstacles_asked.send(sender=Version, version=version)
    return [sentence for _receiver, sentences in answers for sentence in sentences or ()]
