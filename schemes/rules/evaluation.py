"""How conformity is evaluated: remote audits and the modes of service evaluation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from schemes.documents.addresses import Document
from schemes.findings import Finding, Severity
from schemes.rules.base import Rule
from schemes.rules.facts import Facts
from schemes.rules.lenient import category, codes, number, record

_MODES = "/process/service_evaluation/modes"


class RemoteAuditShare(Rule):
    """Remote audits stay within the share that the regulator sets."""

    id = "SCH-038"
    title = _("Remote audits stay within the limit")
    source = _("Guidance of the regulator on remote audits")
    severity = Severity.WARNING
    messages: ClassVar = {"": _("The share of remote audits should not exceed %(limit)d percent.")}
    help = _("Lower the share, or give a reason for it.")
    reads = ("limits",)
    limits = ("remote_audit_percent",)

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Compare the share with the limit where remote audits are allowed."""
        remote = record(document, "process", "audit", "remote")
        share = number(remote.get("max_share"))
        limit = facts.limits.remote_audit_percent
        if remote.get("allowed") is not False and share is not None and share > limit:
            yield self.finding("/process/audit/remote/max_share", limit=limit)


class ServiceModesFit(Rule):
    """Services are inspected or surveyed, and their design or management audited (GB/T 27207)."""

    id = "SCH-039"
    title = _("The modes of service evaluation fit the service")
    source = _("GB/T 27207-2020")
    severity = Severity.WARNING
    messages: ClassVar = {
        "results": _("At least one of the modes A to F is needed: inspection, testing or survey."),
        "management": _("Mode H (design of the service) or I (management) is needed."),
        "mystery": _(
            "Where people serve people, a mode with a mystery customer (B or D) is advisable."
        ),
    }
    doubt = _(
        "The nine modes are known from secondary sources; nobody has compared them with the "
        "standard."
    )
    help = _("Add the missing mode, or give a reason.")

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Judge the modes of a service scheme that names them."""
        part = record(document, "process", "service_evaluation")
        if category(document) != "service" or not isinstance(part.get("modes"), list):
            return
        modes = set(codes(part.get("modes")))
        if not modes & set("ABCDEF"):
            yield self.finding(_MODES, "results")
        if not modes & set("HI"):
            yield self.finding(_MODES, "management")
        if part.get("contact_type") == "person_person" and not modes & set("BD"):
            yield self.finding(_MODES, "mystery")
