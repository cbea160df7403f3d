"""What happened to a scheme and its filing, in words, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.localised import in_language
from portal.core.models import Event
from registry.models import EntryEvent, ExpertStance, Filing, FilingEvent, OpinionKind, Stance
from registry.models.entries import ENTRY_EVENT_LABELS
from registry.procedure.grounds import Ground, grounds_by_code
from registry.publication.history import public_line
from registry.states import AnswerKind, PauseCause
from registry.tracks import Track, events_inside, events_of_tracks
from schemes.models import Scheme, VersionEvent

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: Events of versions; those of filings are their tracks'.
EVENT_LABELS: dict[str, StrOrPromise] = {
    "begun": gettext_lazy("Draft begun"),
    "written": gettext_lazy("Text written"),
    "moved": gettext_lazy("Moved to a newer version of the blueprint"),
    "imported": gettext_lazy("Imported from a file"),
    "word_brought": gettext_lazy("Word file brought"),
    "word_placed": gettext_lazy("Pieces of a Word file placed"),
    "sent_by_program": gettext_lazy("Sent in by a system of the body"),
    "warning_answered": gettext_lazy("Reason given for a warning"),
    "answer_withdrawn": gettext_lazy("Reason for a warning taken back"),
    "signed": gettext_lazy("Public commitment signed; the text is frozen"),
    "owner_changed": gettext_lazy("Went over to another certification body"),
    "members_named": gettext_lazy("Members of the alliance named as of that day"),
    "set_aside": gettext_lazy("Signed version set aside for a new draft"),
    "filed_under_licence": gettext_lazy("Filed by a licensed body"),
}
#: What the state issues bears no public commitment.
SIGNED_FOR_ISSUE = gettext_lazy("Text signed for issue and frozen")
#: The filing tells the same with more.
TOLD_BY_THE_FILING = frozenset({"submitted"})
#: Events of entries of which the history of the filing tells the same with more.
ENTERED_BY_A_FILING = frozenset(ENTRY_EVENT_LABELS) - {"taken_over"}
#: What an act on an entry leaves in the history of its filings as well; told once, of the entry.
TOLD_OF_THE_ENTRY = frozenset({"owner_changed"})
#: What the act on the entry tells as well, with its reason and who decided.
TOLD_BY_THE_ENTRY = "owner_changed"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a timeline."""

    at: datetime
    label: StrOrPromise
    actor: Any = None
    note: str = ""
    number: str = ""
    grounds: tuple[Ground, ...] = ()
    #: From when an act on an entry holds, where that is not the day on which it was recorded.
    effective_on: date | None = None
    #: What else it tells, as label and words.
    facts: Sequence[tuple[StrOrPromise, str]] = ()


def filing_timeline(filing: Filing) -> list[Line]:
    """The history of a filing, as the desk sees it."""
    return lines(filing.events.select_related("actor"))


def filing_timeline_of_body(filing: Filing) -> list[Line]:
    """The history of a filing, as its body sees it."""
    return lines(filing.events.exclude(event__in=events_inside()).select_related("actor"))


def scheme_timeline(scheme: Scheme) -> list[Line]:
    """The history of a scheme as its body sees it: versions, filings, acts on its entry."""
    acts = list(
        EntryEvent.objects.filter(entry__scheme=scheme, entry__organisation=scheme.organisation_id)
        .exclude(event__in=ENTERED_BY_A_FILING)
        .select_related("actor")
    )
    told = TOLD_BY_THE_FILING | ({event.event for event in acts} & {TOLD_BY_THE_ENTRY})
    versions = VersionEvent.objects.filter(version__scheme=scheme)
    filings = FilingEvent.objects.filter(filing__in=Filing.objects.of_owners(scheme))
    return lines(
        [
            *acts,
            *versions.exclude(event__in=told).select_related(
                "actor", "version__scheme__organisation"
            ),
            *filings.exclude(event__in=events_inside()).select_related("actor", "filing"),
        ]
    )


def lines(events: Iterable[Event]) -> list[Line]:
    """Events as lines, newest first; of two at the same moment the later written comes first."""
    ordered = sorted(events, key=lambda event: (event.at, event.pk), reverse=True)
    known = grounds_by_code(code for event in ordered for code in _reason_codes(event))
    return [_line(event, known) for event in ordered]


def event_label(event: str, track: Track | None = None) -> StrOrPromise:
    """An event of a version or a filing in words; those of the track of the filing come first."""
    own = track.events if track is not None else {}
    return own.get(event) or EVENT_LABELS.get(event) or events_of_tracks().get(event, event)


def _line(event: Event, known: Mapping[str, Ground]) -> Line:
    """One event in words."""
    if isinstance(event, EntryEvent):
        return _of_entry(event)
    return Line(
        at=event.at,
        label=SIGNED_FOR_ISSUE if _is_of_state(event) else event_label(event.event, _track(event)),
        actor=event.actor,
        note="\n".join(filter(None, [_note(event), _delegated(event)])),
        number=event.filing.number if isinstance(event, FilingEvent) else "",
        grounds=tuple(known[code] for code in _reason_codes(event)),
    )


def _of_entry(event: EntryEvent) -> Line:
    """An act on an entry, as the public reads it; who did it where it does not say itself."""
    told = public_line(event)
    actor = None if event.data.get("decided_by") else event.actor
    return Line(
        at=told.at,
        label=told.label,
        actor=actor,
        note=told.note,
        effective_on=told.effective_on,
        facts=told.facts,
    )


def _is_of_state(event: Event) -> bool:
    """Whether a text of the state was signed."""
    if not isinstance(event, VersionEvent) or event.event != "signed":
        return False
    return event.version.scheme.organisation.issues


def _delegated(event: Event) -> str:
    """By which branch, for whom, where somebody acted by delegation."""
    if "by_branch" not in event.data:
        return ""
    names = {side: in_language(event.data[side]) for side in ("by_branch", "for_regulator")}
    return _("By %(by_branch)s for %(for_regulator)s, by delegation") % names


def _track(event: Event) -> Track | None:
    return event.filing.procedure if isinstance(event, FilingEvent) else None


def _reason_codes(event: Event) -> list[str]:
    """The codes of the reasons of a proposal or a decision."""
    return list(event.data.get("reason_codes", ()))


def _note(event: Event) -> str:
    data = event.data
    if "with" in data:
        return _("Together with %(number)s") % {"number": data["with"]}
    if "version" in data:
        return _("Version %(label)s, SHA-256 %(digest)s…") % {
            "label": data["version"],
            "digest": str(data.get("sha256", ""))[:12],
        }
    if event.event in ("warning_answered", "answer_withdrawn"):
        return str(data["code"])
    if event.event == "remark_answered":
        return str(AnswerKind(data["kind"]).label)
    if event.event == "sent_by_program":
        return str(data["token"])
    if event.event == "moved":
        return f"{data['from']} → {data['to']}"
    if event.event == "signed":
        return _("SHA-256 %(digest)s…") % {"digest": str(data.get("sha256", ""))[:12]}
    if event.event == "paused" and data.get("cause") in PauseCause.values:
        why = str(PauseCause(data["cause"]).label)
        return "\n".join(filter(None, [why, in_language(data.get("reason", ""))]))
    if "officer" in data or "former" in data:
        return _change_of_officer(data)
    if event.event in ("opinion_asked", "opinion_given"):
        return _opinion(data)
    if "experts" in data:
        return _experts(data)
    return in_language(data.get("reason", ""))


def _change_of_officer(data: Mapping[str, Any]) -> str:
    """From whom to whom a case went, and why."""
    hands = " → ".join(in_language(data[side]) for side in ("former", "officer") if side in data)
    return "\n".join(filter(None, [hands, str(data.get("reason", ""))]))


def _opinion(data: Mapping[str, Any]) -> str:
    """What was asked of whom, or what the opinion came to."""
    kind = str(OpinionKind(data["kind"]).label)
    other = in_language(data["person"]) if "person" in data else str(Stance(data["stance"]).label)
    return f"{kind} · {other}"


def _experts(data: Mapping[str, Any]) -> str:
    """Of which experts, what it came to, and why."""
    names = _(", ").join(in_language(each) for each in data["experts"])
    stance = str(ExpertStance(data["stance"]).label) if "stance" in data else ""
    return "\n".join(filter(None, [names, stance, in_language(data.get("reason", ""))]))
