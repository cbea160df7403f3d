"""The warnings that a body left standing and its written reasons, as they are published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from schemes.documents import name_of, to_pointer
from schemes.findings import Finding, explanation_of
from schemes.models import Version
from schemes.reports import report_of, signed_report
from schemes.waivers import answers_of, question_of


@dataclass(frozen=True, slots=True)
class PublishedWaiver:
    """One warning with its reason. `place` and `reason` are localised text."""

    code: str
    title: Any
    address: str
    place: dict[str, str]
    #: The sentence of the warning; the title of the rule where no report was kept.
    warning: Any
    reason: dict[str, str]


def published_waivers(version: Version) -> list[PublishedWaiver]:
    """What stands with a frozen version, in the order of the rules."""
    answers = answers_of(version)
    if not answers:
        return []
    findings = _findings_signed(version)
    blueprint = version.blueprint.blueprint
    return [
        PublishedWaiver(
            code=waiver.code,
            title=explanation_of(waiver.code).title,
            address=waiver.address,
            place=dict(name_of(blueprint, version.document, waiver.address)),
            warning=findings[question].sentence
            if question in findings
            else explanation_of(waiver.code).title,
            reason=waiver.reason,
        )
        for question, waiver in answers.items()
    ]


def waiver_records(version: Version) -> list[dict[str, Any]]:
    """The same as data: rule, positional JSON Pointer and reason."""
    return [
        {
            "code": waiver.code,
            "pointer": to_pointer(version.document, waiver.address),
            "reason": waiver.reason,
        }
        for waiver in answers_of(version).values()
    ]


def _findings_signed(version: Version) -> dict[tuple[str, str, str], Finding]:
    stored = signed_report(version)
    if stored is None:
        return {}
    return {question_of(finding): finding for finding in report_of(stored).warnings}
