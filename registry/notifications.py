"""Words to people about filings; every message leaves through the outbox."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from portal.accounts.models import Membership, Organisation, User
from portal.accounts.roles import OrganisationKind, Role
from portal.core.mail import send_later
from registry.clock import Clock, clock_of
from registry.models import Entry, Filing, ReasonCode


def people_of(organisation: Organisation, *roles: Role) -> list[str]:
    """Mail addresses of the people who have one of these roles in an organisation."""
    rows = Membership.objects.filter(
        organisation=organisation, role__in=roles, user__is_active=True
    )
    return list(rows.values_list("user__email", flat=True))


def officers() -> Iterable[str]:
    """Mail addresses of the regulator's officers."""
    rows = Membership.objects.filter(
        organisation__kind=OrganisationKind.REGULATOR, role=Role.OFFICER, user__is_active=True
    )
    return rows.values_list("user__email", flat=True)


def _words(filing: Filing, **more: Any) -> dict[str, Any]:
    """What every mail about a filing says."""
    return {
        "filing": filing.number,
        "title": filing.version.document.get("title", {}),
        "rule_number": filing.version.document.get("rule_number", ""),
        "version": filing.version.label,
        "body": filing.organisation.name_text,
        **more,
    }


def decision_words(
    filing: Filing,
    outcome: str,
    reasons: str,
    reason_codes: Iterable[str],
    remarks: int = 0,
    clock: Clock | None = None,
) -> dict[str, Any]:
    """What the mail about a decision says; the decider sees the same words before deciding."""
    rows = ReasonCode.objects.filter(code__in=list(reason_codes))
    return _words(
        filing,
        outcome=str(outcome),
        reasons=reasons,
        grounds=[
            {
                "name": {"zh": row.name_zh, "en": row.name_en},
                "basis": {"zh": row.basis_zh, "en": row.basis_en},
            }
            for row in rows
        ],
        remarks=remarks,
        answer_due=clock.due.isoformat() if clock else "",
        is_provisional=clock is not None and clock.is_provisional,
    )


def tell_submitted(filing: Filing, entry: Entry) -> None:
    """Receipt to the body, notice to the officers."""
    words = _words(filing, entry=entry.number, round=filing.round, sha256=filing.version.digest)
    body = people_of(filing.organisation, Role.AUTHOR, Role.SIGNATORY)
    send_later("receipt", body, words, key=f"receipt:{filing.number}:{filing.round}")
    send_later("filing_received", officers(), words, key=f"received:{filing.number}:{filing.round}")


def deciders() -> Iterable[str]:
    """Mail addresses of the regulator's deciders."""
    rows = Membership.objects.filter(
        organisation__kind=OrganisationKind.REGULATOR, role=Role.DECIDER, user__is_active=True
    )
    return rows.values_list("user__email", flat=True)


def tell_proposed(filing: Filing, by: User) -> None:
    """Notice to the deciders, without the outcome: they read it at the desk."""
    number = filing.proposals.count()
    words = _words(filing, by=by.name)
    others = [address for address in deciders() if address != by.email]
    send_later("filing_proposed", others, words, key=f"proposed:{filing.number}:{number}")


def tell_handed_back(filing: Filing, by: User, reason: str) -> None:
    """Notice to the officer who proposed."""
    proposal = filing.proposals.select_related("proposed_by").order_by("-pk")[0]
    words = _words(filing, by=by.name, reason=reason)
    key = f"handed_back:{filing.number}:{proposal.pk}"
    send_later("filing_handed_back", [proposal.proposed_by.email], words, key=key)


def tell_decided(
    filing: Filing, outcome: str, reasons: str, reason_codes: Iterable[str], remarks: int = 0
) -> None:
    """The outcome to the body."""
    words = decision_words(filing, outcome, reasons, reason_codes, remarks, clock_of(filing))
    body = people_of(filing.organisation, Role.AUTHOR, Role.SIGNATORY)
    send_later("decision", body, words, key=f"decision:{filing.number}:{filing.round}")


def tell_calendar_missing(year: int) -> None:
    """To the regulator, once for each year: its limits are provisional until the calendar is in."""
    roles = (Role.OFFICER, Role.EDITOR, Role.ADMINISTRATOR)
    people = Membership.objects.filter(
        organisation__kind=OrganisationKind.REGULATOR, role__in=roles, user__is_active=True
    ).values_list("user__email", flat=True)
    send_later("calendar_missing", people, {"year": str(year)}, key=f"calendar:{year}")


def tell_deregistered(entry: Entry) -> None:
    """Confirmation to the body and notice to the officers."""
    words = {
        "entry": entry.number,
        "title": entry.version.document.get("title", {}),
        "rule_number": entry.rule_number,
        "body": entry.organisation.name_text,
        "ended_on": entry.ended_on.isoformat() if entry.ended_on else "",
        "reasons": entry.end_reason,
    }
    people = [*people_of(entry.organisation, Role.AUTHOR, Role.SIGNATORY), *officers()]
    send_later("deregistered", people, words, key=f"deregistered:{entry.number}")
