"""The correction notice: what a body is told to correct, written down as it is sent.

Every word is copied into the notice in both languages, so that it says for ever what was sent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import outbox
from portal.core.errors import RulesBroken
from portal.core.localised import in_both_languages
from registry.models import Decision, Filing, Notice, NoticeItem, ReasonCode, Remark
from registry.models.remarks import ITEM_EVENTS
from registry.procedure.clock import clock_of
from registry.procedure.filed_places import place_in_both_languages
from registry.procedure.running_clock import Clock
from registry.register.letters import contact_of, matter_of
from registry.register.numbers import NOTICE_SERIES, allocate_number
from registry.states import RemarkKind
from schemes.documents import canonical


def require_reason_for_another(filing: Filing, again_because: str) -> None:
    """Where a track asks once, a further notice needs a reason that stands on the record.

    Source: Administrative Licensing Law, article 32 (all that is needed is told at one time).

    Raises:
        RulesBroken: the body was asked before, and no reason is given.
    """
    if asked_before(filing) and not again_because:
        raise RulesBroken(
            _(
                "A correction notice was sent in this case before, and all that has to be "
                "corrected is told at once. Say why a further one is needed; the reason stands "
                "on the record."
            )
        )


def asked_before(filing: Filing) -> bool:
    """Whether a further notice has to say why there is one."""
    return filing.procedure.corrected_once and filing.notices.exists()


def send_notice(
    decision: Decision, remarks: Iterable[Remark], again_because: str = "", note: str = ""
) -> Notice:
    """Number the remarks and keep the notice as it is sent; the worker makes its files.

    Call it when the body's clock runs: the notice names the last day.
    """
    filing, now = decision.filing, timezone.now()
    number = allocate_number(NOTICE_SERIES, timezone.localdate(now).year)
    remarks, clock = list(remarks), clock_of(filing)
    assert clock is not None, "The body's clock runs from the decision on."
    content = _content(decision, remarks, clock, number, again_because, note)
    notice = Notice.objects.create(
        number=number,
        filing=filing,
        decision=decision,
        round=decision.round,
        content=content,
        sha256=hashlib.sha256(canonical(content)).hexdigest(),
        signed_by=decision.decided_by,
        sent_at=now,
    )
    NoticeItem.objects.bulk_create(
        NoticeItem(notice=notice, number=item["number"], remark=remark)
        for item, remark in zip(content["items"], remarks, strict=True)
    )
    for language in ("zh", "en"):
        outbox.put("notice", {"notice": notice.pk, "language": language})
    return notice


def preview_notice(
    decision: Decision, clock: Clock, again_because: str = "", note: str = ""
) -> Notice:
    """The notice as it would be sent now, without its number; neither it nor `decision` is kept."""
    remarks = list(decision.filing.remarks.to_send().order_by("pk"))
    content = _content(decision, remarks, clock, "", again_because, note)
    return Notice(filing=decision.filing, round=decision.round, content=content)


def _content(
    decision: Decision,
    remarks: list[Remark],
    clock: Clock,
    number: str,
    again_because: str,
    note: str,
) -> dict[str, Any]:
    """Every word of a notice, in both languages."""
    filing = decision.filing
    return {
        **_head(decision, number, clock),
        **matter_of(filing),
        "round": filing.round,
        "again_because": again_because if asked_before(filing) else "",
        "note": note,
        "remedy": decision.remedy,
        "items": _items(filing, remarks),
    }


def _head(decision: Decision, number: str, clock: Clock) -> dict[str, Any]:
    """Number, day, last day, reasons, and who signs and answers for it."""
    codes = decision.reason_codes
    known = _grounds(codes)
    signs = decision.decided_by if decision.decided_by_id else None
    return {
        "number": number,
        "sent_on": timezone.localdate().isoformat(),
        "due": clock.due.isoformat(),
        "is_provisional": clock.is_provisional,
        "closes_on": clock.closes_on.isoformat() if clock.closes_on else "",
        "reasons": decision.reasons,
        "grounds": [known[code] for code in codes],
        "signed_by": in_both_languages(signs) if signs else {},
        "position": signs.position if signs else "",
        "delegation": decision.filing.told_of_delegation(signs),
        "contact": contact_of(decision.filing),
    }


def _items(filing: Filing, remarks: list[Remark]) -> list[dict[str, Any]]:
    known = _grounds({remark.reason_code for remark in remarks} - {""})
    return [
        {
            "number": number,
            "remark": remark.pk,
            "place": place_in_both_languages(filing.version, remark.address),
            "address": remark.address,
            "kind": str(remark.kind),
            "kind_name": in_both_languages(RemarkKind(remark.kind).label),
            "text": remark.text,
            "ground": known.get(remark.reason_code),
            "satisfied_by": remark.satisfied_by,
            "before": _before(remark),
            "quote": remark.quote,
            "legal_basis": remark.legal_basis,
        }
        for number, remark in enumerate(remarks, start=1)
    ]


def _before(remark: Remark) -> list[dict[str, Any]]:
    """How an item that was reopened was answered and judged until now."""
    told = [event for event in remark.events.order_by("pk") if event.event in ITEM_EVENTS]
    return [
        {
            "what": in_both_languages(event),
            "words": event.words,
            "on": timezone.localdate(event.at).isoformat(),
        }
        for event in told
    ]


def _grounds(codes: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Reasons with their clause of the law, by code, in both languages."""
    codes = list(codes)
    rows = ReasonCode.objects.in_bulk(codes)
    return {
        code: {
            "code": code,
            "name": {"zh": rows[code].name_zh, "en": rows[code].name_en},
            "basis": {"zh": rows[code].basis_zh, "en": rows[code].basis_en},
        }
        if code in rows
        else {"code": code, "name": {"zh": code, "en": code}, "basis": {"zh": "", "en": ""}}
        for code in codes
    }
