"""The public history of an entry: what happened and when, without the people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from registry.models import Entry, EntryEvent
from registry.register.told import facts_in

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class PublicLine:
    """One event for `components/timeline.html`."""

    at: datetime
    label: StrOrPromise
    effective_on: date | None
    note: str
    #: What else the event tells, as label and words.
    facts: Sequence[tuple[StrOrPromise, str]] = ()
    #: Who did it; on pages that the public does not see.
    actor: Any = None


def public_lines(entry: Entry) -> list[PublicLine]:
    """The events of an entry, newest first; one query."""
    return [public_line(event) for event in entry.events.order_by("-at", "-pk")]


def lines_of(entry: Entry) -> list[PublicLine]:
    """The same with the people, for the desk."""
    events = entry.events.select_related("actor").order_by("-at", "-pk")
    return [replace(public_line(event), actor=event.actor) for event in events]


def standing_event(entry: Entry) -> EntryEvent | None:
    """The event that brought an entry to the state that it has; None for one that is just listed.

    A public status that tells of a state rests on it.
    """
    brought = entry.events.filter(to_state=entry.state).exclude(from_state=entry.state)
    return brought.order_by("at", "pk").last()


def public_line(event: EntryEvent) -> PublicLine:
    """One event in words; its day of effect only where that is not the day it was recorded."""
    from django.utils import timezone

    recorded_on = timezone.localdate(event.at)
    effective_on = event.effective_on if event.effective_on != recorded_on else None
    return PublicLine(event.at, event.label, effective_on, note_of(event), facts_in(event.data))


def note_of(event: EntryEvent) -> str:
    """What else the event says to the public."""
    if reason := event.data.get("reason"):
        return str(reason)
    if paper := event.data.get("paper_number"):
        words = {"number": paper, "day": date_format(event.effective_on)}
        return _("Filed on paper on %(day)s under the number %(number)s") % words
    if version := event.data.get("version"):
        digest = str(event.data.get("sha256", ""))[:12]
        return _("Version %(label)s, SHA-256 %(digest)s…") % {"label": version, "digest": digest}
    return ""
