"""What happened to a scheme and its filing, in words, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.models import Event
from registry.models import Filing, FilingEvent
from registry.states import AnswerKind
from schemes.models import Scheme, VersionEvent

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

EVENT_LABELS: dict[str, StrOrPromise] = {
    "begun": gettext_lazy("Draft begun"),
    "written": gettext_lazy("Text written"),
    "moved": gettext_lazy("Moved to a newer version of the blueprint"),
    "imported": gettext_lazy("Imported from a file"),
    "warning_answered": gettext_lazy("Reason given for a warning"),
    "answer_withdrawn": gettext_lazy("Reason for a warning taken back"),
    "signed": gettext_lazy("Public commitment signed; the text is frozen"),
    "set_aside": gettext_lazy("Signed version set aside for a new draft"),
    "submitted": gettext_lazy("Submitted; the filing took effect"),
    "resubmitted": gettext_lazy("Corrected version submitted"),
    "taken_up": gettext_lazy("Taken up for review"),
    "proposed": gettext_lazy("Outcome proposed to the decider"),
    "handed_back": gettext_lazy("Handed back to the officer"),
    "remark_answered": gettext_lazy("Remark answered"),
    "correction_requested": gettext_lazy("Correction requested"),
    "no_objection": gettext_lazy("Review ended without objection"),
    "ended": gettext_lazy("Ended: the scheme was deregistered"),
}
#: Between officers and deciders; the body hears the decision.
INSIDE_THE_REGULATOR = frozenset({"proposed", "handed_back"})
#: The filing tells the same with more.
TOLD_BY_THE_FILING = frozenset({"submitted"})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a timeline."""

    at: datetime
    label: StrOrPromise
    actor: Any = None
    note: str = ""
    number: str = ""


def filing_timeline(filing: Filing) -> list[Line]:
    """The history of a filing, as the desk sees it."""
    return lines(filing.events.select_related("actor"))


def filing_timeline_of_body(filing: Filing) -> list[Line]:
    """The history of a filing, as its body sees it."""
    return lines(filing.events.exclude(event__in=INSIDE_THE_REGULATOR).select_related("actor"))


def scheme_timeline(scheme: Scheme) -> list[Line]:
    """The history of all versions of a scheme and of all its filings, as its body sees it."""
    versions = VersionEvent.objects.filter(version__scheme=scheme)
    filings = FilingEvent.objects.filter(filing__scheme=scheme)
    return lines(
        [
            *versions.exclude(event__in=TOLD_BY_THE_FILING).select_related("actor"),
            *filings.exclude(event__in=INSIDE_THE_REGULATOR).select_related("actor", "filing"),
        ]
    )


def lines(events: Iterable[Event]) -> list[Line]:
    """Events as lines, newest first; of two at the same moment the later written comes first."""
    ordered = sorted(events, key=lambda event: (event.at, event.pk), reverse=True)
    return [line(event) for event in ordered]


def line(event: Event) -> Line:
    """One event in words."""
    return Line(
        at=event.at,
        label=EVENT_LABELS.get(event.event, event.event),
        actor=event.actor,
        note=_note(event),
        number=event.filing.number if isinstance(event, FilingEvent) else "",
    )


def _note(event: Event) -> str:
    data = event.data
    if "version" in data:
        return _("Version %(label)s, SHA-256 %(digest)s…") % {
            "label": data["version"],
            "digest": str(data.get("sha256", ""))[:12],
        }
    if event.event in ("warning_answered", "answer_withdrawn"):
        return str(data["code"])
    if event.event == "remark_answered":
        return str(AnswerKind(data["kind"]).label)
    if event.event == "moved":
        return f"{data['from']} → {data['to']}"
    if event.event == "signed":
        return _("SHA-256 %(digest)s…") % {"digest": str(data.get("sha256", ""))[:12]}
    return ""
