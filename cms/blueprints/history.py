"""What was done to a blueprint version, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.core.templatetags.portal import plain_day
from schemes.models import BlueprintEvent, BlueprintVersion

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

EVENT_LABELS: dict[str, StrOrPromise] = {
    "begun": _("Begun"),
    "edited": _("Edited"),
    "proposed": _("Proposed for publication"),
    "sent_back": _("Sent back to be changed"),
    "published": _("Published"),
    "last_days_set": _("Last days set"),
    "retired": _("Retired"),
    "discarded": _("Discarded"),
}
#: What an edit did, as the event keeps it before its colon.
STEP_LABELS: dict[str, StrOrPromise] = {
    "note": _("What is new was written"),
    "json": _("The JSON was edited"),
    "section-added": _("Section added"),
    "section-changed": _("Section changed"),
    "section-moved": _("Section moved"),
    "section-removed": _("Section removed"),
    "field-added": _("Field added"),
    "field-changed": _("Field changed"),
    "field-renamed": _("Field renamed"),
    "field-moved": _("Field moved"),
    "field-removed": _("Field removed"),
    "wording": _("Wording changed"),
    "wording-removed": _("Went back to the built-in wording"),
    "condition-added": _("Condition added"),
    "condition-changed": _("Condition changed"),
    "condition-removed": _("Condition removed"),
}


@dataclass(frozen=True)
class Line:
    """One line of the history."""

    at: datetime
    label: StrOrPromise
    actor: Any
    place: str
    note: str


def history(version: BlueprintVersion) -> list[Line]:
    """Everything that was done, newest first."""
    return [_line(event) for event in version.events.select_related("actor").order_by("-pk")]


def _line(event: BlueprintEvent) -> Line:
    step, _colon, place = str(event.data.get("what", "")).partition(":")
    label = STEP_LABELS.get(step) or EVENT_LABELS.get(event.event, event.event)
    note = str(event.data.get("reason") or event.data.get("from") or "")
    if event.event == "last_days_set":
        note = _days_in_words(event.data)
    return Line(event.at, label, event.actor, place, note)


def _days_in_words(data: Mapping[str, Any]) -> str:
    """Both days as they were set, those before, and why."""
    words = [_pair(data["after"])]
    if any(data["before"].values()):
        words.append(gettext("before: %(days)s") % {"days": _pair(data["before"])})
    if data.get("successor"):
        words.append(gettext("with the publication of %(ref)s") % {"ref": data["successor"]})
    if data.get("reason"):
        words.append(data["reason"])
    return gettext("; ").join(words)


def _pair(days: Mapping[str, str | None]) -> str:
    said = {name: plain_day(day) if day else "–" for name, day in days.items()}
    return gettext("drafts until %(drafts)s, filing until %(filing)s") % said
