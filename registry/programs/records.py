"""Filings as data for the body's own systems: what its people see in the workspace, no more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from portal.core.localised import in_both_languages
from registry.models import Entry, Filing, Remark
from registry.opendata.records import absolute
from registry.procedure.clock import clock_of
from registry.procedure.grounds import Ground, with_grounds
from registry.procedure.running_clock import WHY, Clock
from registry.procedure.timeline import event_label
from registry.procedure.turns import Pause
from registry.states import Outcome
from registry.tracks import events_inside
from schemes.documents import Numbering, signing_digest, to_pointer
from schemes.models import Version


def draft_record(version: Version) -> dict[str, Any]:
    """A draft that waits for a signatory."""
    return {
        "act": "draft",
        "scheme": version.scheme_id,
        "id": version.document.get("id", ""),
        "rule_number": str(version.document.get("rule_number", "")),
        "version": version.label,
        "sha256": signing_digest(version.document),
        "sign": absolute(reverse("workspace:sign", args=[version.scheme_id])),
    }


def summary_record(filing: Filing, clock: Clock | None) -> dict[str, Any]:
    """A filing in a list."""
    document = filing.version.document
    return {
        "number": filing.number,
        "track": filing.track,
        "scheme": filing.scheme_id,
        "id": document.get("id", ""),
        "rule_number": str(document.get("rule_number", "")),
        "title": document.get("title") or {},
        "version": filing.version.label,
        "sha256": filing.version.digest,
        "round": filing.round,
        "state": state_record(filing),
        "clock": _clock(clock),
        "submitted_at": filing.submitted_at,
        "received_at": filing.received_at,
        "closed_at": filing.closed_at,
        "address": address_of(filing),
    }


def filing_record(filing: Filing) -> dict[str, Any]:
    """A filing with its remarks, decisions and history."""
    entries = Entry.objects.filter(scheme=filing.scheme, organisation=filing.organisation)
    entry = entries.first()
    public = absolute(reverse("register:scheme", args=[entry.number])) if entry else None
    return {
        **summary_record(filing, clock_of(filing)),
        "entry": entry.number if entry else None,
        "public_address": public,
        "receipt": f"{address_of(filing)}/receipt",
        "remarks": _remarks(filing),
        "decisions": _decisions(filing),
        "events": _events(filing),
    }


def address_of(filing: Filing) -> str:
    """Where the API tells of it."""
    return absolute(reverse("api-1:filing", args=[filing.number]))


def state_record(filing: Filing) -> dict[str, Any]:
    """Where a filing stands for its body: what officers do among themselves is no state of it."""
    standing = filing.standing
    told = (one for one in filing.procedure.states if one.to_body == standing.to_body)
    return {
        "code": str(next(told).key),
        "label": in_both_languages(filing.applicant_label),
        "is_closed": standing.is_closed,
    }


def _clock(clock: Clock | None) -> dict[str, Any] | None:
    if clock is None:
        return None
    return {
        "waits_for": clock.waits_for,
        "due": clock.due,
        "working_days_left": clock.left,
        "is_overdue": clock.is_overdue,
        "is_provisional": clock.is_provisional,
        "unit": "working_days" if clock.rule.in_working_days else "days",
        "days_used": clock.used,
        "days_in_all": clock.total,
        "days_by_extension": clock.extended,
        "is_fast": clock.is_fast,
        "is_paused": clock.is_paused,
        "pauses": [_pause(one) for one in clock.pauses],
    }


def _pause(pause: Pause) -> dict[str, Any]:
    """A time that did not count, in the words for the body."""
    return {
        "cause": pause.cause,
        "label": in_both_languages(WHY[pause.cause][1]),
        "began": pause.began,
        "ended": pause.ended,
        "days": pause.days,
    }


def _remarks(filing: Filing) -> list[dict[str, Any]]:
    """What was sent to the body; each with its place in the document that it is about."""
    numbering = Numbering()
    submitted = filing.submissions.select_related("version")
    documents = {one.round: one.version.document for one in submitted}
    rows = with_grounds(filing.remarks.sent().order_by("round", "pk"))
    told = []
    for remark in rows:
        document = documents.get(remark.round, filing.version.document)
        pointer = to_pointer(document, remark.address, numbering) if remark.address else ""
        told.append(
            {**_remark(remark), "pointer": pointer, "is_answerable": _waits(filing, remark)}
        )
    return told


def _remark(remark: Remark) -> dict[str, Any]:
    answer = {"kind": remark.answer_kind, "text": remark.answer, "at": remark.answered_at}
    grounds = _grounds(remark.reason_codes, remark.grounds)
    return {
        "id": remark.pk,
        "round": remark.round,
        "address": remark.address,
        "kind": remark.kind,
        "text": remark.text,
        "reason": grounds[0] if grounds else None,
        "sent_at": remark.sent_at,
        "answer": answer if remark.is_answered else None,
    }


def _waits(filing: Filing, remark: Remark) -> bool:
    return filing.awaits_correction and remark.round == filing.round


def _decisions(filing: Filing) -> list[dict[str, Any]]:
    return [
        {
            "round": one.round,
            "outcome": one.outcome,
            "label": in_both_languages(Outcome(one.outcome).label),
            "reasons": one.reasons,
            "grounds": _grounds(one.reason_codes, one.grounds),
            "decided_at": one.decided_at,
        }
        for one in with_grounds(filing.decisions.order_by("round"))
    ]


def _grounds(codes: Iterable[str], grounds: Iterable[Ground]) -> list[dict[str, str]]:
    pairs = zip(codes, grounds, strict=True)
    return [{"code": code, "name": one.name, "basis": one.basis} for code, one in pairs]


def _events(filing: Filing) -> list[dict[str, Any]]:
    told = filing.events.exclude(event__in=events_inside()).order_by("at", "pk")
    return [
        {"event": one.event, "label": in_both_languages(event_label(one.event)), "at": one.at}
        for one in told
    ]
