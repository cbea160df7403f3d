"""Declaring what a corrected version changes beside what was asked for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.errors import WrongState
from registry.models import ExtraChange, Filing
from registry.procedure.corrections import Correction
from registry.procedure.permissions import may_answer
from schemes.documents import Change


def asked_places(filing: Filing) -> list[str]:
    """The places that the last notice returned."""
    return list(filing.remarks.asked().values_list("address", flat=True))


def extra_changes(filing: Filing, correction: Correction) -> list[Change]:
    """What changes beside what was asked for."""
    return correction.beside(asked_places(filing))


def declared(filing: Filing) -> dict[str, ExtraChange]:
    """What was declared for the next submission, by place."""
    rows = filing.extra_changes.filter(round=filing.round).select_related("declared_by")
    return {row.address: row for row in rows}


def undeclared(filing: Filing, correction: Correction) -> list[Change]:
    """What has to be declared before the corrected version is submitted."""
    known = declared(filing)
    return [one for one in extra_changes(filing, correction) if one.address not in known]


def declaration_token(filing: Filing) -> str:
    """A short fingerprint of what was declared, to notice that somebody declared meanwhile."""
    rows = filing.extra_changes.filter(round=filing.round).order_by("pk")
    seen = list(rows.values_list("address", "reason"))
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:16]


@transaction.atomic
def declare(filing: Filing, user: User, reasons: Mapping[str, str], seen: str | None = None) -> int:
    """Keep the reasons by place, until the version is submitted; returns how many.

    Raises:
        NotAllowed: not an author or signatory of the body.
        WrongState: no correction is asked for, or somebody declared meanwhile.
    """
    filing = Filing.objects.select_for_update(of=("self",)).get(pk=filing.pk)
    may_answer(user, filing).require()
    if not filing.awaits_correction:
        raise WrongState(_("This filing is not waiting for your answer."))
    if seen not in (None, declaration_token(filing)):
        raise WrongState(
            _("Somebody declared changes while you were writing; nothing was overwritten.")
        )
    known = declared(filing)
    given = {place: words.strip() for place, words in reasons.items() if words.strip()}
    new = {
        place: words
        for place, words in given.items()
        if place not in known or known[place].reason != words
    }
    for place, words in new.items():
        ExtraChange.objects.update_or_create(
            filing=filing,
            round=filing.round,
            address=place,
            defaults={"reason": words, "declared_by": user, "declared_at": timezone.now()},
        )
    if new:
        filing.record_event(
            event="extra_declared",
            from_state=filing.state,
            to_state=filing.state,
            actor=user,
            data={"places": sorted(new)},
        )
    return len(new)
