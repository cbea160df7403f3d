"""Compulsory certification: what voluntary schemes leave alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from portal.core.standard_numbers import in_series, numbers_in, spelled
from schemes.documents.addresses import Document
from schemes.findings import Finding, Severity
from schemes.rules.base import Rule
from schemes.rules.facts import Facts
from schemes.rules.lenient import at, category, records, word


class CompulsoryCertification(Rule):
    """Products of the CCC catalogue are not certified against CCC standards (2016 No. 24, 1.6)."""

    id = "SCH-016"
    title = _("Compulsory certification is left alone")
    source = _("CNCA Notice 2016 No. 24, 1.6")
    also = (Severity.WARNING,)
    messages: ClassVar = {
        "standard": _(
            "The products are in the CCC catalogue, and “%(ref)s” is a standard of compulsory "
            "certification."
        ),
        "catalogue": _("The products are in the catalogue of compulsory certification (CCC)."),
        "not_said": _(
            "“%(ref)s” is a standard of compulsory certification, but the scheme says that its "
            "products are not in the CCC catalogue."
        ),
        "series": _(
            "“%(ref)s” has the number of %(compulsory)s, a standard of compulsory certification; "
            "GB, GB/T and GB/Z are numbered in one series."
        ),
    }
    help = _("State what the scheme certifies beyond compulsory certification.")
    version = 4
    reads = ("ccc-items",)

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Warn of the catalogue; refuse the standard, whatever its edition.

        Where the scheme says that its products are not in the catalogue, only warn of the
        standard: it may cover other products as well.
        """
        if category(document) != "product":
            return
        overlap = at(document, "scope", "ccc_overlap", "in_ccc_catalogue")
        if overlap is True:
            yield self.warning("/scope/ccc_overlap/in_ccc_catalogue", "catalogue")
        known = facts.ccc_standards
        if not known or not isinstance(overlap, bool):
            return
        for address, basis in records(document, "basis"):
            ref = word(basis.get("ref"))
            if not any(number.name in known for number in numbers_in(ref)):
                yield from self._same_series(f"{address}/ref", ref, known)
            elif overlap:
                yield self.finding(f"{address}/ref", "standard", ref=ref)
            else:
                yield self.warning(f"{address}/ref", "not_said", ref=ref)

    def _same_series(self, address: str, ref: str, known: frozenset[str]) -> Iterator[Finding]:
        """National standards have one series of numbers, so another kind of one is a doubt."""
        series = {in_series(name): name for name in sorted(known)}
        for number in sorted({number.series for number in numbers_in(ref)}):
            if number in series:
                compulsory = spelled(series[number])
                yield self.warning(address, "series", ref=ref, compulsory=compulsory)
