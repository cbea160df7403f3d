"""Dates, records and versions of a scheme."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from schemes.documents.addresses import Document
from schemes.findings import Finding, Severity
from schemes.rules.base import Rule
from schemes.rules.facts import Facts
from schemes.rules.reading import at, day, number, record, records, years_later


class DatesAreInOrder(Rule):
    """A scheme is issued before it takes effect and reviewed in time (Standardisation Law, 29)."""

    id = "SCH-025"
    title = _("The dates are in order")
    source = _("Standardisation Law, Article 29 (by analogy)")
    messages: ClassVar = {
        "order": _("The scheme takes effect on %(effective)s, before it is issued on %(issued)s."),
        "review": _("The review is due more than %(limit)d years after the scheme is issued."),
    }
    help = _("Correct the dates.")

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

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Compare the retention with the validity; batches have none."""
        kept = number(at(document, "records", "retention_months"))
        validity = number(at(document, "certificate", "validity_months"))
        extra = facts.limits.retention_months_after_validity
        if kept is not None and validity is not None and kept < validity + extra:
            yield self.finding("/records/retention_months", least=validity + extra, extra=extra)


class ChangesAreSummarised(Rule):
    """A new version says what changed (UN Transparency Protocol, criterion version)."""

    id = "SCH-036"
    title = _("A new version says what changed")
    source = _("UN Transparency Protocol, criterion version")
    messages: ClassVar = {
        "": _("The document names a previous version, but the summary of changes is empty.")
    }
    help = _("List the changes against the previous version.")

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Ask for a summary where a previous version is named."""
        if at(document, "previous_version") and not records(document, "change_summary"):
            yield self.finding("/change_summary")
