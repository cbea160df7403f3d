"""The certificate: how long it is valid, how it is watched, how it ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from schemes.documents.addresses import Document
from schemes.documents.language import normalised, text
from schemes.findings import Finding, Severity
from schemes.rules.base import Rule
from schemes.rules.facts import Facts, certificate_field_names
from schemes.rules.lenient import (
    Record,
    at,
    category,
    codes,
    is_batch,
    is_one_off,
    number,
    record,
    records,
    word,
)

_VALIDITY = "/certificate/validity_months"
_SURVEILLANCE = "/process/surveillance"
_SUSPENSION = "/certificate/suspension"


class CertificateValidity(Rule):
    """A certificate has a validity; for a batch it has none (CNCA-QMS-01:2025)."""

    id = "SCH-010"
    title = _("The validity of certificates is within the limits")
    source = _("CNCA-QMS-01:2025; practice of voluntary certification")
    also = (Severity.WARNING,)
    messages: ClassVar = {
        "range": _("The validity must be between %(least)d and %(most)d months."),
        "missing": _("The validity is missing. Only batch certificates have none."),
        "batch": _("Certificates for a batch have no validity in months."),
        "surveillance": _(
            "A validity of more than %(limit)d months needs surveillance at least once a year."
        ),
        "management_system": _(
            "Certificates of management systems are usually valid for %(limit)d months."
        ),
    }
    gaps = frozenset({"missing"})
    help = _("Correct the validity, or give a reason for it.")
    reads = ("limits",)
    limits = (
        "certificate_months_least",
        "certificate_months_most",
        "certificate_months_without_yearly_surveillance",
        "management_system_months",
    )

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Judge presence and range, then what is unusual."""
        certificate = record(document, "certificate")
        months = number(certificate.get("validity_months"))
        if months is None:
            null = "validity_months" in certificate and certificate["validity_months"] is None
            if null and not is_batch(document):
                yield self.finding(_VALIDITY, "missing")
            return
        limits = facts.limits
        least, most = limits.certificate_months_least, limits.certificate_months_most
        if is_batch(document):
            yield self.finding(_VALIDITY, "batch")
        elif not least <= months <= most:
            yield self.finding(_VALIDITY, "range", least=least, most=most)
        else:
            yield from self._unusual(document, facts, months)

    def _unusual(self, document: Document, facts: Facts, months: float) -> Iterator[Finding]:
        usual = facts.limits.management_system_months
        if category(document) == "management_system" and months != usual:
            yield self.warning(_VALIDITY, "management_system", limit=usual)
        limit = facts.limits.certificate_months_without_yearly_surveillance
        interval = number(at(document, "process", "surveillance", "interval_months"))
        # Where surveillance is due but not laid down, SCH-011 or the blueprint says so.
        seldom = is_one_off(document) if interval is None else interval > 12
        if months > limit and seldom:
            yield self.warning(_VALIDITY, "surveillance", limit=limit)


class SurveillanceInterval(Rule):
    """The first surveillance within 12 months, then every 12 months (CNCA-QMS-01:2025, 5.4.1.4)."""

    id = "SCH-011"
    title = _("Surveillance is often enough")
    source = _("CNCA-QMS-01:2025, 5.4.1.4; Certification and Accreditation Regulations, Article 26")
    also = (Severity.WARNING,)
    messages: ClassVar = {
        "missing": _(
            "It is not laid down when surveillance takes place. Only batch and type 1a schemes "
            "need none."
        ),
        "first": _(
            "The first surveillance must take place within %(limit)d months of the certificate."
        ),
        "interval": _("The interval between surveillances must not exceed %(limit)d months."),
        "count": _(
            "Surveillances for which there is room within the validity: %(count)d; needed at "
            "least: %(least)d."
        ),
    }
    gaps = frozenset({"missing"})
    help = _("Shorten the time to the first surveillance or the interval.")
    reads = ("limits",)
    version = 2
    limits = ("first_surveillance_months", "surveillance_interval_months")

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """An error for management systems, a warning otherwise."""
        if is_one_off(document):
            return
        weight = Severity.ERROR if category(document) == "management_system" else Severity.WARNING
        part = at(document, "process", "surveillance")
        if part is None:
            yield self.finding(_SURVEILLANCE, "missing", weight)
            return
        spoken = False
        for name, case, limit in (
            ("first_within_months", "first", facts.limits.first_surveillance_months),
            ("interval_months", "interval", facts.limits.surveillance_interval_months),
        ):
            months = number(record(document, "process", "surveillance").get(name))
            if months is not None and months > limit:
                spoken = True
                yield self.finding(f"{_SURVEILLANCE}/{name}", case, weight, limit=limit)
        if not spoken:
            yield from self._too_few(document, weight)

    def _too_few(self, document: Document, weight: Severity) -> Iterator[Finding]:
        first = number(at(document, "process", "surveillance", "first_within_months"))
        interval = number(at(document, "process", "surveillance", "interval_months"))
        validity = number(at(document, "certificate", "validity_months"))
        if first is None or interval is None or validity is None or interval <= 0:
            return
        count = max(0, -int((first - validity) // interval))
        least = int(validity // 12) - 1
        if count < least:
            address = f"{_SURVEILLANCE}/interval_months"
            yield self.finding(address, "count", weight, count=count, least=least)


class SuspensionEnds(Rule):
    """Suspension ends in time, by reinstatement or by revocation (code lists of the register)."""

    id = "SCH-012"
    title = _("A suspension has an end")
    source = _("Reasons for revocation in the register: suspension expired (0201)")
    also = (Severity.WARNING,)
    messages: ClassVar = {
        "long": _("A suspension should not last longer than %(limit)d months."),
        "validity": _("A suspension should be shorter than the validity of the certificate."),
        "revocation": _(
            "The conditions for revocation do not say that a certificate is revoked when its "
            "suspension ends without remedy."
        ),
    }
    help = _("Shorten the suspension; add the reason “suspension expired” to the revocation.")
    reads = ("limits",)
    limits = ("suspension_months",)

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Not judged where there is no suspension; empty revocations are SCH-013's."""
        if not isinstance(at(document, "certificate", "suspension"), dict):
            return
        months = number(at(document, "certificate", "suspension", "max_months"))
        validity = number(at(document, "certificate", "validity_months"))
        limit = facts.limits.suspension_months
        if months is not None and months > limit:
            yield self.warning(f"{_SUSPENSION}/max_months", "long", limit=limit)
        elif months is not None and validity is not None and months >= validity:
            yield self.warning(f"{_SUSPENSION}/max_months", "validity")
        conditions = records(document, "certificate", "revocation", "conditions")
        reasons = {word(condition.get("code")) for _address, condition in conditions}
        if conditions and "suspension_expired" not in reasons:
            yield self.finding("/certificate/revocation/conditions", "revocation")


class EndingsAreDistinct(Rule):
    """Suspension, deregistration and revocation each have conditions of their own (Article 26)."""

    id = "SCH-013"
    title = _("Suspension, deregistration and revocation are distinct")
    source = _("Certification and Accreditation Regulations, Article 26")
    messages: ClassVar = {
        "empty": _("At least one condition is needed."),
        "reinstatement": _("It is not described how a suspended certificate is reinstated."),
        "code": _("The same reason already stands among the conditions for %(other)s."),
        "text": _("The same condition already stands among the conditions for %(other)s."),
    }
    gaps = frozenset({"empty", "reinstatement"})
    help = _("One condition can have one consequence only; say which.")

    _names: ClassVar = {
        "suspension": {"zh": "暂停", "en": "suspension"},
        "deregistration": {"zh": "注销", "en": "deregistration"},
        "revocation": {"zh": "撤销", "en": "revocation"},
    }

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Compare by reason code (except “other”) and by normalised text."""
        needed = [name for name in self._names if self._needed(document, name)]
        for name in needed:
            if not records(document, "certificate", name, "conditions"):
                yield self.finding(self._missing_at(document, name), "empty")
        suspension = at(document, "certificate", "suspension")
        if isinstance(suspension, dict) and not text(suspension.get("reinstatement")).strip():
            yield self.finding(f"{_SUSPENSION}/reinstatement", "reinstatement")
        yield from self._overlaps(document, needed)

    def _needed(self, document: Document, name: str) -> bool:
        absent = at(document, "certificate", name) is None
        return not (absent and name == "suspension" and is_one_off(document))

    def _missing_at(self, document: Document, name: str) -> str:
        part = at(document, "certificate", name)
        return f"/certificate/{name}" + ("/conditions" if isinstance(part, dict) else "")

    def _overlaps(self, document: Document, names: Sequence[str]) -> Iterator[Finding]:
        first_code: dict[str, str] = {}
        first_text: dict[str, str] = {}
        for name in names:
            for address, condition in records(document, "certificate", name, "conditions"):
                code, words = _reason(condition), normalised(condition.get("text"))
                if first_code.setdefault(code, name) != name and code:
                    other = self._names[first_code[code]]
                    yield self.finding(f"{address}/code", "code", other=other)
                elif first_text.setdefault(words, name) != name and words:
                    other = self._names[first_text[words]]
                    yield self.finding(f"{address}/text", "text", other=other)


class CertificateContents(Rule):
    """A certificate states what the Measures on certificates and marks list (Articles 7 to 9)."""

    id = "SCH-021"
    title = _("The certificate states what the law lists")
    source = _("Measures for the Administration of Certificates and Marks, Articles 7 to 9")
    messages: ClassVar = {"": _("The certificate does not state: %(missing)s.")}
    help = _("Tick the missing contents of the certificate.")
    reads = ("certificate-contents",)

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Name what is missing for the category."""
        stated = at(document, "certificate", "fields")
        if not isinstance(stated, list):
            return
        required = facts.certificate_fields.get(category(document), ())
        missing = [code for code in required if code not in codes(stated)]
        if missing:
            names = certificate_field_names()
            yield self.finding(
                "/certificate/fields",
                missing=[dict(names.get(code, {"zh": code})) for code in missing],
            )


def _reason(condition: Record) -> str:
    code = condition.get("code")
    return code if isinstance(code, str) and code != "other" else ""
