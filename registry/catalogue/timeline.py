"""The public history of an entry: what happened and when, without the people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from registry.models import Entry, EntryEvent

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class PublicLine:
    """One event for `components/timeline.html`."""

    at: datetime
    label: StrOrPromise
    effective_on: date | None
    note: str


def public_lines(entry: Entry) -> list[PublicLine]:
    """The events of an entry, newest first; one query."""
    return [public_line(event) for event in entry.events.order_by("-at", "-pk")]


def public_line(event: EntryEvent) -> PublicLine:
    """One event in words; its day of effect only where that is not the day it was recorded."""
    from django.utils import timezone

    recorded_on = timezone.localdate(event.at)
    effective_on = event.effective_on if event.effective_on != recorded_on else None
    return PublicLine(event.at, event.label, effective_on, note_of(event))


def note_of(event: EntryEvent) -> str:
    """What else the event says to the public."""
    if reason := event.data.get("reason"):
        return str(reason)
    if version := event.data.get("version"):
        digest = str(event.data.get("sha256", ""))[:12]
        return _("Version %(label)s, SHA-256 %(digest)s…") % {"label": version, "digest": digest}
    return ""
