"""The receipt of a submission: one page that says what was handed in, and what that means."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from portal.core.localised import in_language
from registry.models import Submission
from registry.pdf.pictures import public_address, qr_code
from registry.pdf.rule import INTERFACE, in_groups, page_words
from registry.register.amending import conversion_to, pilot_told
from schemes.documents import text


def receipt_html(submission: Submission, language: str) -> str:
    """The page that the receipt is made of."""
    with override(INTERFACE[language]):
        return render_to_string("pdf/receipt.html", _context(submission, language))


def _context(submission: Submission, language: str) -> dict[str, Any]:
    filing, version = submission.filing, submission.version
    track = filing.procedure
    # A receipt says what submission brought about; what an act lists later is no part of it.
    entry = filing.entry if track.lists_on_submission else None
    address = public_address(entry.number) if entry is not None else ""
    return {
        **page_words(language),
        "regulator": in_language(settings.REGULATOR_NAME, language),
        "submission": submission,
        "filing": filing,
        "entry": entry,
        "track": track,
        "body": text(filing.organisation.name_text, language),
        "title": text(version.document.get("title"), language),
        "rule_number": text(version.document.get("rule_number")),
        "effective": date.fromisoformat(version.document["lifecycle"]["effective"]),
        "version": version.label,
        "conversion": conversion_to(version, filing.entry),
        "pilot": pilot_told(submission),
        "sha256_in_groups": in_groups(submission.sha256),
        "is_demonstration": filing.scheme.is_demonstration,
        "public_address": address,
        "qr": qr_code(address) if address else "",
    }
