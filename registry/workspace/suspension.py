"""What a suspension means for the body: why, until when, who decided, and what ends it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.permissions import Visitor
from registry.catalogue.standing import sentence, standing_facts
from registry.models import Entry
from registry.publication.history import standing_event
from registry.register.acts.conditions import HandInEvidence
from registry.register.acts.suspending import SUSPENDED, GoOn
from registry.states import EntryState

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Suspension:
    """A suspension that lasts, and what the person can do to have it ended."""

    said: str
    facts: Sequence[tuple[StrOrPromise, str]]
    how: StrOrPromise
    label: StrOrPromise = ""
    href: str = ""


def suspension_of(user: Visitor, entry: Entry | None) -> Suspension | None:
    """The suspension of an entry today; None where it is not suspended."""
    if entry is None or entry.status != SUSPENDED or entry.published is None:
        return None
    said, facts = sentence(entry.published), standing_facts(entry.published)
    if entry.state == EntryState.PAUSED:
        return _by_its_body(user, entry, said, facts)
    how = _(
        "The regulator reinstates the scheme when what the reason names is put right; otherwise "
        "the suspension ends by itself with its last day. Where the text is the reason, submit a "
        "new version."
    )
    if HandInEvidence.is_available(user, entry):
        place = reverse("workspace:entry-act", args=[entry.number, HandInEvidence.name])
        return Suspension(said, facts, how, HandInEvidence.label, place)
    return Suspension(said, facts, how)


def _by_its_body(
    user: Visitor, entry: Entry, said: str, facts: Sequence[tuple[StrOrPromise, str]]
) -> Suspension:
    """Its own signatories end it; who suspended it is told to its people alone."""
    brought = standing_event(entry)
    if brought is not None and brought.actor is not None:
        facts = [*facts, (_("Decided by"), str(brought.actor))]
    if GoOn.is_available(user, entry):
        how = _("Your body suspended it and can end that today; else it ends with its last day.")
        place = reverse("workspace:entry-act", args=[entry.number, GoOn.name])
        return Suspension(said, facts, how, GoOn.label, place)
    how = _("A signatory of your body can end the suspension; else it ends with its last day.")
    return Suspension(said, facts, how)
