"""The bases of a certification: standards that exist, can be obtained, and are used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from portal.core.standard_numbers import NATIONAL_TYPES
from schemes.documents.addresses import Document, find
from schemes.documents.language import text
from schemes.findings import Finding, Severity
from schemes.rules.base import Rule
from schemes.rules.facts import Facts, StandardFact
from schemes.rules.known_standards import known_of
from schemes.rules.leaving import ALLOWED, case_of, left_behind, words_of
from schemes.rules.lenient import Record, at, day, record, records, word
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
        "leaving": _(
            "“%(ref)s” is in the transition to “%(new)s” (%(notice)s): new certificates may be "
            "issued by it until %(issue_until)s, and certificates by it hold until %(until)s."
        ),
        "leaving_held": _(
            "No new certificates are issued by “%(ref)s” (%(notice)s). Those that were issued by "
            "it hold until %(until)s; after that “%(new)s” alone is a basis."
        ),
        "leaving_no_new": _(
            "No new certificates are issued by “%(ref)s” since %(issue_until)s has passed "
            "(%(notice)s). Take “%(new)s” as the basis, or call “%(ref)s” replaced where it "
            "stands for certificates that are held until %(until)s."
        ),
        "left": _(
            "The transition from “%(ref)s” to “%(new)s” was over on %(until)s (%(notice)s). Only "
            "“%(new)s” is a basis now."
        ),
        "outlasts": _(
            "The transition period of the scheme ends after that of “%(ref)s”, by which "
            "certificates hold until %(until)s alone (%(notice)s)."
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
    version = 6
    reads = ("number-patterns", "standards", "standard-transitions")
    watches = (_TRANSITION_ENDS,)

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Judge each basis by itself."""
        for address, basis in records(document, "basis"):
            yield from self._presence(address, basis)
            yield from self._number(address, basis, facts)
            yield from self._status(address, basis, document, facts)
            yield from self._in_register(address, basis, document, facts)
        yield from self._outlasting(document, facts)

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
            elif starts and scheme and starts > scheme and not _usable(basis, scheme, facts):
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

        It is told all the same, and the register's word with it. An announced transition goes
        before that of the scheme, and needs none.
        """
        leaving = [fact for fact in known_of(basis, facts) if fact.leaving]
        if leaving:
            for fact in leaving:
                yield from self._leaving(address, fact, is_called_ended=True)
            return
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
                if known.leaving is not None:
                    yield from self._leaving(address, known, is_called_ended=False)
                else:
                    yield from self._registered(address, basis, document, known)

    def _leaving(
        self, address: str, known: StandardFact, *, is_called_ended: bool
    ) -> Iterator[Finding]:
        """An old edition in an announced transition: both editions, then the new one alone."""
        if known.leaving is None:
            return
        case = case_of(known.leaving, is_called_ended=is_called_ended)
        tell = self.warning if case in ALLOWED else self.finding
        yield tell(f"{address}/status", case, **words_of(known, known.leaving))

    def _outlasting(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """The transition of a scheme is no longer than the announced one that it is about."""
        until = day(find(document, _TRANSITION_ENDS))
        for known, leaving in left_behind(document, facts):
            if until is not None and until > leaving.held_until:
                words = words_of(known, leaving)
                yield self.finding(_TRANSITION_ENDS, "outlasts", **words)

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
        if known.starts is None or scheme is None:
            return
        if min(known.starts, known.usable_from or known.starts) <= scheme:
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


def _usable(basis: Record, on: dt.date, facts: Facts) -> bool:
    """Whether a transition lets what a basis names be used on a day, though not yet in force."""
    days = [fact.usable_from for fact in known_of(basis, facts)]
    return bool(days) and all(first is not None and first <= on for first in days)


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
