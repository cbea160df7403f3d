"""The bases of a certification: standards that exist, can be obtained, and are used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from schemes.documents.addresses import Document
from schemes.documents.language import text
from schemes.findings import Finding
from schemes.rules.base import Rule
from schemes.rules.facts import Facts
from schemes.rules.reading import Record, at, category, day, record, records, word
from schemes.rules.standard_number import normal_form, read


class BasisIsIdentified(Rule):
    """Each basis has number, title, issuer, year, status, and is in force (Notice 2025 No. 9)."""

    id = "SCH-014"
    title = _("Each basis is identified and in force")
    source = _("CNCA Notice 2025 No. 9; Notice 2015 No. 18 (list of what is filed)")
    messages: ClassVar = {
        "number": _("“%(ref)s” is not a number of the chosen kind of standard (%(type)s)."),
        "no_year": _("The basis is dated, but its number has no year."),
        "year_differs": _("The year %(year)s is not the year of the number “%(ref)s”."),
        "undated_year": _("The basis is undated, so no year belongs here."),
        "title": _("The title of the basis is missing."),
        "issuer": _("The issuer of the basis is missing."),
        "year": _("The year of the basis is missing."),
        "status": _("The status of the basis is missing."),
        "ended": _("The basis is no longer in force, and no transition period covers it."),
        "effective": _("A basis that is not yet in force needs the day on which it will be."),
        "too_late": _("The basis comes into force on %(basis)s, after the scheme on %(scheme)s."),
    }
    help = _("Look the standard up in the national information platform and correct the entry.")

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Judge each basis by itself."""
        for address, basis in records(document, "basis"):
            yield from self._presence(address, basis)
            yield from self._number(address, basis, facts)
            yield from self._status(address, basis, document, facts)

    def _presence(self, address: str, basis: Record) -> Iterator[Finding]:
        for name in ("title", "issuer"):
            if not text(basis.get(name)).strip():
                yield self.finding(f"{address}/{name}", name)
        if basis.get("status") in (None, ""):
            yield self.finding(f"{address}/status", "status")
        if basis.get("dated") is True and basis.get("year") is None:
            yield self.finding(f"{address}/year", "year")
        if basis.get("dated") is False and basis.get("year") is not None:
            yield self.finding(f"{address}/year", "undated_year")

    def _number(self, address: str, basis: Record, facts: Facts) -> Iterator[Finding]:
        ref, type_ = word(basis.get("ref")), word(basis.get("type"))
        shape = facts.number_patterns.get(type_)
        if not ref or shape is None:
            return
        dated = basis.get("dated") is not False
        read_number = read(ref, type_, shape, dated=dated)
        year = basis.get("year")
        if read_number is None:
            undated = dated and read(ref, type_, shape, dated=False) is not None
            yield self.finding(
                f"{address}/ref", "no_year" if undated else "number", ref=ref, type=type_
            )
        elif not dated and read_number.years:
            yield self.finding(f"{address}/ref", "undated_year")
        elif dated and not read_number.years:
            yield self.finding(f"{address}/ref", "no_year")
        elif dated and isinstance(year, int) and year not in read_number.years:
            yield self.finding(f"{address}/year", "year_differs", year=year, ref=ref)

    def _status(
        self, address: str, basis: Record, document: Document, facts: Facts
    ) -> Iterator[Finding]:
        status = basis.get("status")
        lifecycle = record(document, "lifecycle")
        if status in ("withdrawn", "replaced"):
            if not _in_transition(day(lifecycle.get("transition_until")), facts.today):
                yield self.finding(f"{address}/status", "ended")
        elif status == "upcoming":
            starts, scheme = day(basis.get("effective")), day(lifecycle.get("effective"))
            if basis.get("effective") in (None, ""):
                yield self.finding(f"{address}/effective", "effective")
            elif starts and scheme and starts > scheme:
                yield self.finding(
                    f"{address}/effective",
                    "too_late",
                    basis=starts.isoformat(),
                    scheme=scheme.isoformat(),
                )


class BasisIsAvailable(Rule):
    """The full text of each basis, or the way to obtain it, is filed (Notice 2025 No. 9)."""

    id = "SCH-015"
    title = _("Each basis can be obtained")
    source = _("CNCA Notice 2025 No. 9: full text of the bases or the way to obtain them")
    messages: ClassVar = {
        "": _("Neither the full text nor a way to obtain the basis is given."),
    }
    help = _("Add the file, an address, or where the text can be bought.")

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Ask each basis for one of the three ways."""
        for address, basis in records(document, "basis"):
            ways = record(basis, "availability")
            if not any(ways.get(way) for way in ("full_text", "url", "purchase_info")):
                yield self.finding(f"{address}/availability")


class CompulsoryCertification(Rule):
    """Products of the CCC catalogue are not certified against CCC standards (2016 No. 24, 1.6)."""

    id = "SCH-016"
    title = _("Compulsory certification is left alone")
    source = _("CNCA Notice 2016 No. 24, 1.6")
    messages: ClassVar = {
        "standard": _(
            "The products are in the CCC catalogue, and “%(ref)s” is a standard of compulsory "
            "certification."
        ),
        "catalogue": _("The products are in the catalogue of compulsory certification (CCC)."),
    }
    help = _("State what the scheme certifies beyond compulsory certification.")

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Warn of the catalogue; refuse the standard."""
        overlap = at(document, "scope", "ccc_overlap", "in_ccc_catalogue") is True
        if category(document) != "product" or not overlap:
            return
        yield self.warning("/scope/ccc_overlap/in_ccc_catalogue", "catalogue")
        known = {normal_form(ref) for ref in facts.ccc_standards or ()}
        for address, basis in records(document, "basis"):
            if normal_form(word(basis.get("ref"))) in known:
                yield self.finding(f"{address}/ref", "standard", ref=word(basis.get("ref")))


class RequirementsRestOnBases(Rule):
    """Each requirement has a basis clause or a method, each certification basis is used (6.5.1)."""

    id = "SCH-027"
    title = _("Requirements and bases belong together")
    source = _("ISO/IEC 17067 (GB/T 27067-2017), 6.5.1")
    messages: ClassVar = {
        "requirement": _("The requirement names neither a clause of a basis nor a method."),
        "basis": _("No requirement uses this certification basis."),
        "none": _(
            "There are no requirements. Only schemes that certify against a whole standard need "
            "none."
        ),
    }
    help = _("Name the clause or the method; or say that the whole standard applies.")

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Satisfied where the whole standard is the basis."""
        bases = [
            (address, basis)
            for address, basis in records(document, "basis")
            if basis.get("role") == "certification_basis"
        ]
        whole = {
            word(basis.get("id")) for _a, basis in bases if basis.get("whole_standard") is True
        }
        requirements = records(document, "requirements")
        if not requirements:
            if any(word(basis.get("id")) not in whole for _address, basis in bases):
                yield self.finding("/requirements", "none")
            return
        used = set()
        for address, requirement in requirements:
            basis_ref, method = word(requirement.get("basis_ref")), requirement.get("method_ref")
            used |= {basis_ref, word(method)}
            clause = basis_ref and word(requirement.get("clause"))
            if not (clause or method or basis_ref in whole):
                yield self.finding(address, "requirement")
        for address, basis in bases:
            if word(basis.get("id")) not in used | whole:
                yield self.finding(address, "basis")


def _in_transition(until: dt.date | None, today: dt.date | None) -> bool:
    return until is not None and (today is None or today <= until)
