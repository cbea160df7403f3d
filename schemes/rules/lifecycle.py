"""Dates, records and versions of a scheme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from schemes.blueprints import Blueprint
from schemes.documents.addresses import Document
from schemes.findings import Finding, Severity
from schemes.rules.base import Rule
from schemes.rules.facts import Facts
from schemes.rules.lenient import at, day, number, record, records, years_later
from schemes.rules.version_step import Step, step_between, step_needed


class DatesAreInOrder(Rule):
    """A scheme is issued before it takes effect and reviewed in time (Standardisation Law, 29)."""

    id = "SCH-025"
    title = _("The dates are in order")
    source = _("Standardisation Law, Article 29 (by analogy)")
    also = (Severity.WARNING,)
    messages: ClassVar = {
        "order": _("The scheme takes effect on %(effective)s, before it is issued on %(issued)s."),
        "review": _("The review is due more than %(limit)d years after the scheme is issued."),
    }
    help = _("Correct the dates.")
    reads = ("limits",)
    limits = ("review_years",)

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Compare the days that are there."""
        lifecycle = record(document, "lifecycle")
        issued, effective = day(lifecycle.get("issued")), day(lifecycle.get("effective"))
        due = day(lifecycle.get("review_due"))
        if issued and effective and issued > effective:
            yield self.finding(
                "/lifecycle/effective",
                "order",
                issued=issued.isoformat(),
                effective=effective.isoformat(),
            )
        limit = facts.limits.review_years
        if issued and due and due > years_later(issued, limit):
            yield self.warning("/lifecycle/review_due", "review", limit=limit)


class RecordsAreKept(Rule):
    """Records are kept two years after the certificate ends (Measures on certification bodies)."""

    id = "SCH-026"
    title = _("Records outlast the certificate")
    source = _("Measures for the Administration of Certification Bodies")
    severity = Severity.WARNING
    messages: ClassVar = {
        "": _(
            "Records should be kept for at least %(least)d months: the validity and %(extra)d "
            "months more."
        )
    }
    help = _("Lengthen the retention of records.")
    reads = ("limits",)
    limits = ("retention_months_after_validity",)

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Compare the retention with the validity; batches have none."""
        kept = number(at(document, "records", "retention_months"))
        validity = number(at(document, "certificate", "validity_months"))
        extra = facts.limits.retention_months_after_validity
        if kept is not None and validity is not None and kept < validity + extra:
            yield self.finding("/records/retention_months", least=validity + extra, extra=extra)


class ChangesAreSummarised(Rule):
    """A new version says what changed, and its number says how much (UNTP, criterion version).

    MAJOR when requirements, thresholds, the type or the mark change, MINOR when procedure or fees
    do, PATCH for what is editorial; of each part the blueprint says which. A longer step than
    needed is nobody's harm.
    """

    id = "SCH-036"
    title = _("A new version says what changed")
    source = _("UN Transparency Protocol, criterion version")
    messages: ClassVar = {
        "": _("The document names a previous version, but the summary of changes is empty."),
        "known": _(
            "The register has version %(previous)s of this scheme, but the summary of changes is "
            "empty."
        ),
        "not_higher": _(
            "The version must be higher than the previous one, %(previous)s; it is %(version)s."
        ),
        "major": _(
            "What the scheme promises has changed, so the first part of the version must rise: "
            "after %(previous)s comes %(next)s or higher, not %(version)s."
        ),
        "minor": _(
            "The procedure or the fees have changed, so the second part of the version must rise: "
            "after %(previous)s comes %(next)s or higher, not %(version)s."
        ),
    }
    gaps = frozenset({"", "known"})
    help = _("List the changes against the previous version, and number the version accordingly.")
    version = 2

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Ask for a summary; with the previous document known, compare the version with it."""
        if not records(document, "change_summary"):
            if at(document, "previous_version"):
                yield self.finding("/change_summary")
            elif facts.previous is not None:
                before = facts.previous.get("version")
                yield self.finding("/change_summary", "known", previous=before)
        if facts.previous is not None and facts.blueprint is not None:
            yield from self._step(document, facts.previous, facts.blueprint)

    def _step(
        self, document: Document, previous: Mapping[str, Any], blueprint: Blueprint
    ) -> Iterator[Finding]:
        before, version = previous.get("version"), document.get("version")
        taken = step_between(before, version)
        if taken is None:
            return
        words = {"previous": before, "version": version}
        if taken is Step.NONE:
            yield self.finding("/version", "not_higher", **words)
            return
        needed, place = step_needed(blueprint, previous, document)
        if taken < needed:
            first, second = str(before).split(".")[:2]
            following = (
                f"{int(first) + 1}.0.0" if needed is Step.MAJOR else f"{first}.{int(second) + 1}.0"
            )
            case = needed.name.lower()
            yield self.finding("/version", case, next=following, changed=place, **words)
