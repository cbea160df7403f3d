"""The bases of a certification: standards that exist, can be obtained, and are used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from portal.core.standard_numbers import NATIONAL_TYPES, in_series, numbers_in, spelled
from schemes.documents.addresses import Document, find
from schemes.documents.language import text
from schemes.findings import Finding, Severity
from schemes.rules.base import Rule
from schemes.rules.facts import Facts, StandardFact
from schemes.rules.known_standards import known_of
from schemes.rules.lenient import Record, at, category, day, record, records, word
from schemes.rules.number_shapes import read

_KINDS = sorted(NATIONAL_TYPES)
_TRANSITION_ENDS = "/lifecycle/transition_until"
#: The words of a document and of the register for what is no longer in force.
_ENDED = ("withdrawn", "replaced")


class BasisIsIdentified(Rule):
    """Each basis has number, title, issuer, year, status, and is in force (Notice 2025 No. 9)."""

    id = "SCH-014"
    title = _("Each basis is identified and in force")
    source = _("CNCA Notice 2025 No. 9; Notice 2015 No. 18 (list of what is filed)")
    messages: ClassVar = {
        "number": _("“%(ref)s” is not a number of the chosen kind of standard (%(type)s)."),
        "national": _("“%(ref)s” is the number of a national standard, but the type is %(type)s."),
        "shape": _(
            "The register does not know numbers that look like “%(ref)s” (%(type)s). Check it; "
            "if it is right, tell the regulator, who adds the shape."
        ),
        "no_year": _("The basis is dated, but its number has no year."),
        "year_differs": _("The year %(year)s is not the year of the number “%(ref)s”."),
        "undated_year": _("The basis is undated, so no year belongs here."),
        "title": _("The title of the basis is missing."),
        "issuer": _("The issuer of the basis is missing."),
        "year": _("The year of the basis is missing."),
        "status": _("The status of the basis is missing."),
        "ended": _("The basis is no longer in force, and no transition period covers it."),
        "excused": _(
            "The document calls “%(ref)s” no longer in force. The transition period of the scheme "
            "covers it until %(until)s."
        ),
        "excused_register": _(
            "According to the register of standards, too, “%(ref)s” is no longer in force. The "
            "transition period of the scheme covers it until %(until)s."
        ),
        "effective": _("A basis that is not yet in force needs the day on which it will be."),
        "too_late": _("The basis comes into force on %(basis)s, after the scheme on %(scheme)s."),
        "register_too_late": _(
            "According to the register of standards, “%(ref)s” comes into force only on "
            "%(basis)s, after the scheme on %(scheme)s."
        ),
        "register_ended": _(
            "According to the register of standards, “%(ref)s” is no longer in force."
        ),
        "register_ended_since": _(
            "According to the register of standards, “%(ref)s” has not been in force since "
            "%(since)s."
        ),
        "register_replaced": _(
            "According to the register of standards, “%(ref)s” has been replaced by "
            "%(replaced_by)s."
        ),
        "register_replaced_since": _(
            "According to the register of standards, “%(ref)s” has been replaced by "
            "%(replaced_by)s since %(since)s."
        ),
        "register_upcoming": _(
            "According to the register of standards, “%(ref)s” comes into force only on %(starts)s."
        ),
        "register_not_yet": _(
            "According to the register of standards, “%(ref)s” is not yet in force."
        ),
    }
    gaps = frozenset({"title", "issuer", "year", "status", "effective"})
    also = (Severity.WARNING,)
    help = _("Look the standard up in the national information platform and correct the entry.")
    version = 5
    reads = ("number-patterns", "standards")
    watches = (_TRANSITION_ENDS,)

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Judge each basis by itself."""
        for address, basis in records(document, "basis"):
            yield from self._presence(address, basis)
            yield from self._number(address, basis, facts)
            yield from self._status(address, basis, document, facts)
            yield from self._in_register(address, basis, document, facts)

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
        if not ref:
            return
        if shape is None:
            if _is_national(ref, facts):
                yield self.finding(f"{address}/ref", "national", ref=ref, type=type_)
            return
        dated = basis.get("dated") is not False
        read_number = read(ref, type_, shape, dated=dated)
        year = basis.get("year")
        if read_number is None:
            if dated and read(ref, type_, shape, dated=False) is not None:
                yield self.finding(f"{address}/ref", "no_year")
            elif type_ in NATIONAL_TYPES or _is_of_another_kind(ref, facts):
                yield self.finding(f"{address}/ref", "number", ref=ref, type=type_)
            else:
                yield self.warning(f"{address}/ref", "shape", ref=ref, type=type_)
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
        if status in _ENDED:
            yield from self._declared(address, basis, document, facts)
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

    def _declared(
        self, address: str, basis: Record, document: Document, facts: Facts
    ) -> Iterator[Finding]:
        """A basis that the document itself calls ended: the transition is about such, until then.

        It is told all the same, and the register's word with it.
        """
        place, until = f"{address}/status", day(find(document, _TRANSITION_ENDS))
        if until is None or self.has_passed(_TRANSITION_ENDS, document, facts):
            yield self.finding(place, "ended")
            return
        ref = word(basis.get("ref"))
        known = next((fact for fact in known_of(basis, facts) if fact.status in _ENDED), None)
        case = "excused" if known is None else "excused_register"
        yield self.warning(place, case, ref=ref, until=until.isoformat())

    def _in_register(
        self, address: str, basis: Record, document: Document, facts: Facts
    ) -> Iterator[Finding]:
        """Where the document calls in force what the register does not; silent on the unknown.

        The transition of the scheme excuses nothing here: it is the time in which certificates
        of the version before are converted, and this version does not know that its basis ended.
        """
        if basis.get("status") not in _ENDED:
            for known in known_of(basis, facts):
                yield from self._registered(address, basis, document, known)

    def _registered(
        self, address: str, basis: Record, document: Document, known: StandardFact
    ) -> Iterator[Finding]:
        status, ref, place = basis.get("status"), known.number, f"{address}/status"
        if known.status in _ENDED:
            since = known.since.isoformat() if known.since else None
            case = "register_replaced" if known.replaced_by else "register_ended"
            case = f"{case}_since" if since else case
            successors = ", ".join(known.replaced_by)
            yield self.finding(place, case, ref=ref, since=since, replaced_by=successors)
        elif known.status == "upcoming" and status == "current":
            case = "register_upcoming" if known.starts else "register_not_yet"
            starts = known.starts.isoformat() if known.starts else None
            yield self.finding(place, case, ref=ref, starts=starts)
        elif known.status == "upcoming" and status == "upcoming":
            yield from self._starts_too_late(address, basis, document, known)

    def _starts_too_late(
        self, address: str, basis: Record, document: Document, known: StandardFact
    ) -> Iterator[Finding]:
        """The register's day counts beside that of the author; said once where both are late."""
        said, scheme = day(basis.get("effective")), day(at(document, "lifecycle", "effective"))
        if known.starts is None or scheme is None or known.starts <= scheme:
            return
        if said is None or said <= scheme:
            yield self.finding(
                f"{address}/effective",
                "register_too_late",
                ref=known.number,
                basis=known.starts.isoformat(),
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
    gaps = frozenset({""})
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


def _is_of_another_kind(ref: str, facts: Facts) -> bool:
    """Whether a number has a shape that the register knows, of whatever kind."""
    return any(
        read(ref, type_, shape, dated=False) is not None
        for type_, shape in facts.number_patterns.items()
    )


def _is_national(ref: str, facts: Facts) -> bool:
    """Whether a reference is the number of a national standard and nothing else."""
    shapes = ((type_, facts.number_patterns.get(type_)) for type_ in _KINDS)
    return any(shape and read(ref, type_, shape, dated=False) for type_, shape in shapes)
