"""Telling a body once what a register says now, with all of its schemes that rest on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import Membership, Organisation, User
from portal.accounts.roles import Role
from portal.core.localised import in_both_languages
from portal.core.mail import send_later
from registry.caveat import Caveat, Sentence
from registry.models import CaveatNote

#: A mail that named more schemes would not be read; the workspace lists all of them.
SHOWN = 20

#: Whose scheme, and what the register says of what: one mail.
Fact = tuple[int, str]


@transaction.atomic
def tell(day: date) -> int:
    """Mail what was noted and nobody was told of; returns how many mails to a body there are.

    A body is not told of a standard that its own document says has ended, before the transition
    period is over that the document names.
    """
    notes = (
        CaveatNote.objects.open()
        .filter(told_at__isnull=True)
        .select_related("entry__organisation", "entry__scheme")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    facts: dict[Fact, list[CaveatNote]] = defaultdict(list)
    for one in notes:
        if not _is_known_to_its_body(one.said, day):
            facts[one.entry.organisation_id, one.identity].append(one)
    for together in facts.values():
        _tell(together)
    return len(facts)


def _is_known_to_its_body(caveat: Caveat, day: date) -> bool:
    until = caveat.transition_until
    return caveat.is_declared and until is not None and day <= until


def _tell(notes: Sequence[CaveatNote]) -> None:
    organisation, caveat = notes[0].entry.organisation, notes[0].said
    people = _correspondents(organisation)
    key = f"caveat:{notes[0].pk}"
    words: dict[str, Any] = {
        "body": organisation.name_text,
        "sentence": in_both_languages(Sentence(caveat)),
        "is_approval": caveat.is_of_approval,
        "is_own": caveat.approval_no == organisation.approval_no,
        "source": caveat.source,
        "schemes": sorted(map(_scheme, notes[:SHOWN]), key=lambda one: one["number"]),
        "more": max(0, len(notes) - SHOWN),
    }
    send_later("caveat", [person.email for person in people], words, key=key)
    for one in notes:
        one.told_to.set(people)
    told = CaveatNote.objects.filter(pk__in=[one.pk for one in notes])
    told.update(told_at=timezone.now(), told_as=key)


def _correspondents(organisation: Organisation) -> list[User]:
    """Those who write and sign for a body."""
    roles = (Role.AUTHOR, Role.SIGNATORY)
    members = Membership.objects.filter(organisation=organisation, role__in=roles)
    return list(User.objects.filter(pk__in=members.values("user"), is_active=True))


def _scheme(note: CaveatNote) -> dict[str, Any]:
    entry = note.entry
    return {"number": entry.number, "title": entry.scheme.title, "rule_number": entry.rule_number}
