"""What a certification body's people see first: what waits, their schemes, their filings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.permissions import authors_of, organisations_where, permissions_of
from portal.accounts.roles import Permission
from portal.core.localised import in_language
from registry.alliances.leading import TakeLead
from registry.alliances.waiting import standing_memberships, texts_waiting_for
from registry.licences.standing import texts_to_file
from registry.models import Entry, EntryCondition, EntryEvent, Filing, FilingEvent, OwnerChange
from registry.models.filings import answered_by
from registry.procedure.clock import Deadlines, clocks_of
from registry.procedure.readiness import obstacles_to_submitting, refusals_to_licensed
from registry.procedure.running_clock import Clock
from registry.procedure.timeline import ENTERED_BY_A_FILING, TOLD_OF_THE_ENTRY, Line, lines
from registry.states import IssueState, MembershipState, OwnerChangeState
from registry.tracks import all_tracks, events_inside
from registry.workspace.acts import place_of
from schemes.documents import digest
from schemes.last_days import Ending, ending_of
from schemes.models import Scheme, StoredReport, Version
from schemes.reports import latest, make, report_of, staleness
from schemes.states import VersionState
from schemes.waivers import unanswered

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: How long before its end a scheme is named on the dashboard.
EXPIRES_SOON = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for the person: what, for which scheme, where to do it, until when."""

    label: StrOrPromise
    title: str
    href: str
    due: date | None = None
    clock: Clock | None = None


def waiting_for(
    user: User, deadlines: Deadlines | None = None, known: Mapping[int, Clock] | None = None
) -> list[Waiting]:
    """What the person can do next, the most urgent first.

    `deadlines` and clocks of filings, by primary key, where the page has read them already.
    """
    return [
        *_corrections(user, deadlines, known or {}),
        *_of_alliances(user),
        *_schemes_offered(user),
        *_of_ministries(user),
        *_licensed(user),
        *_ending(user),
        *_unsubmitted(user),
        *_complete(user),
        *_expiring(user),
        *_pilots(user),
        *_conditions(user),
    ]


def _corrections(
    user: User, deadlines: Deadlines | None, known: Mapping[int, Clock]
) -> Iterable[Waiting]:
    writers = organisations_where(user, Permission.EDIT)
    filings = list(
        Filing.objects.filter(answered_by(writers))
        .waiting_for_body()
        .cases()
        .select_related("scheme")
        .longest_turn_first()
    )
    others = [filing for filing in filings if filing.pk not in known]
    clocks = {**known, **(clocks_of(others, deadlines=deadlines) if others else {})}
    for filing in filings:
        yield Waiting(
            _("Answer the remarks of the regulator and correct"),
            str(filing.scheme),
            reverse("workspace:filing", args=[filing.number]),
            clock=clocks.get(filing.pk),
        )


def _of_alliances(user: User) -> Iterable[Waiting]:
    """Invitations to answer, and joint texts to counter-sign."""
    members = standing_memberships(user)
    for member in members:
        if member.state == MembershipState.INVITED:
            place = reverse("workspace:alliance", args=[member.alliance_id])
            label = _("Say whether your body joins the alliance")
            yield Waiting(label, str(member.alliance), place)
        elif TakeLead.is_available(user, member):
            place = reverse("workspace:alliance", args=[member.alliance_id])
            label = _("Say whether your body takes the lead of the alliance")
            yield Waiting(label, str(member.alliance), place)
    for member, version in texts_waiting_for(user, members):
        place = reverse("workspace:counter-sign", args=[member.alliance_id, version.pk])
        yield Waiting(_("Counter-sign the joint text"), str(version.scheme), place)


def _schemes_offered(user: User) -> Iterable[Waiting]:
    """Schemes that other bodies ask one's own to take over."""
    signers = organisations_where(user, Permission.SIGN)
    asked = OwnerChange.objects.filter(state=OwnerChangeState.ASKED, to_body__in=signers)
    for change in asked.select_related("entry__scheme"):
        place = reverse("workspace:owner-change", args=[change.pk])
        yield Waiting(
            _("Say whether your body takes the scheme over"), str(change.entry.scheme), place
        )


def _of_ministries(user: User) -> Iterable[Waiting]:
    """Texts to which a ministry of the person has to agree before they are issued."""
    signers = organisations_where(user, Permission.SIGN)
    waiting = Filing.objects.filter(
        state=IssueState.PROPOSED,
        co_issuers__round=F("round"),
        co_issuers__organisation__in=signers,
        co_issuers__agreement=None,
    )
    for filing in waiting.select_related("scheme").distinct():
        place = reverse("workspace:filing", args=[filing.number])
        yield Waiting(_("Say whether your ministry agrees to the issue"), str(filing.scheme), place)


def _licensed(user: User) -> Iterable[Waiting]:
    """Texts of scheme owners that a licensed body has still to file."""
    for licence, version in texts_to_file(user):
        if any(refusals_to_licensed(licence, version)):
            continue
        place = reverse("workspace:file-under", args=[licence.pk])
        yield Waiting(_("Sign and file the text of the scheme owner"), str(version.scheme), place)


def _ending(user: User) -> Iterable[Waiting]:
    """What is not filed yet and follows a blueprint that has a last day for filing."""
    writers = organisations_where(user, Permission.EDIT)
    versions = (
        Version.objects.unsubmitted()
        .filter(scheme__organisation__in=writers, blueprint__filing_until__isnull=False)
        .select_related("scheme", "blueprint")
        .defer("document", "blueprint__schema")
    )
    for version in versions.order_by("blueprint__filing_until", "pk"):
        ending = ending_of(version)
        if ending is not None:
            can_move = ending.newer is not None and not version.is_frozen
            place = "designer:move" if can_move else "workspace:scheme"
            yield Waiting(
                _what_to_do(ending),
                str(version.scheme),
                reverse(place, args=[version.scheme_id]),
                version.blueprint.filing_until,
            )


def _what_to_do(ending: Ending) -> str:
    names = {"ref": ending.blueprint.ref, "newer": ending.newer.ref if ending.newer else ""}
    if ending.is_over:
        return _("Blueprint %(ref)s can no longer be filed by: go on with its successor") % names
    if ending.newer is None or ending.version.is_frozen:
        return _("File it: blueprint %(ref)s ends") % names
    return _("File it by blueprint %(ref)s, or move the draft to %(newer)s") % names


def _unsubmitted(user: User) -> Iterable[Waiting]:
    signers = organisations_where(user, Permission.SIGN)
    versions = Version.objects.filter(
        scheme__organisation__in=signers, state=VersionState.FROZEN
    ).select_related("scheme__organisation", "blueprint")
    is_any_closed = any(track.closed_since for track in all_tracks())
    for version in versions.order_by("frozen_at"):
        label, page = _("Submit the filing: it is signed already"), "workspace:file"
        if is_any_closed and any(obstacles_to_submitting(version)):
            label = _("Signed, and cannot be submitted today: see why")
            page = "workspace:scheme"
        yield Waiting(label, str(version.scheme), reverse(page, args=[version.scheme_id]))


def _complete(user: User) -> Iterable[Waiting]:
    """Drafts whose text was checked as it is, and has no error today.

    Warnings without an answer wait for who can answer them; what has none, for the signatory. A
    report that the registers have overtaken is made anew, so that nobody is told of an old one.
    """
    granted = permissions_of(user)
    writers = {body for body, codename in granted if codename == Permission.EDIT.value}
    signers = {body for body, codename in granted if codename == Permission.SIGN.value}
    reports = StoredReport.objects.filter(version=OuterRef("pk")).order_by("-pk")
    drafts = (
        Version.objects.drafts()
        .filter(scheme__organisation__in=writers | signers)
        .annotate(errors_found=Subquery(reports.values("errors")[:1]))
        .filter(errors_found=0)
        .select_related("scheme")
    )
    for draft in drafts.order_by("updated_at"):
        stored = latest(draft)
        if stored is None or stored.document_digest != digest(draft.document):
            continue
        report = report_of(make(draft) if staleness(stored).is_stale else stored)
        if report.errors:
            continue
        body, title = draft.scheme.organisation_id, str(draft.scheme)
        if unanswered(report, draft):
            if body in writers:
                place = reverse("designer:report", args=[draft.scheme_id])
                yield Waiting(_("Answer the warnings of the check"), title, place)
        elif body in signers:
            place = reverse("workspace:sign", args=[draft.scheme_id])
            yield Waiting(_("The document is complete: sign it"), title, place)


def _expiring(user: User) -> Iterable[Waiting]:
    today = timezone.localdate()
    entries = (
        Entry.objects.listed()
        .filter(
            organisation__in=authors_of(user),
            expires_on__range=(today, today + EXPIRES_SOON),
        )
        .select_related("scheme__organisation")
    )
    for entry in entries.order_by("expires_on"):
        yield Waiting(
            _("The scheme expires: amend it, or let it end"),
            str(entry.scheme),
            place_of(user, entry.scheme),
            entry.expires_on,
        )


def _pilots(user: User) -> Iterable[Waiting]:
    """Pilots that end soon, or have ended, and do not go on yet."""
    entries = Entry.objects.listed().filter(
        organisation__in=authors_of(user),
        pilot_until__lte=timezone.localdate() + EXPIRES_SOON,
    )
    for entry in entries.select_related("scheme__organisation").order_by("pilot_until"):
        yield Waiting(
            _("The pilot ends: submit the scheme for good, or let it end"),
            str(entry.scheme),
            place_of(user, entry.scheme),
            entry.pilot_until,
        )


def _conditions(user: User) -> Iterable[Waiting]:
    """Conditions of entries for which the person can hand evidence in."""
    signers = organisations_where(user, Permission.SIGN)
    waiting = EntryCondition.objects.unanswered().filter(entry__organisation__in=signers)
    for condition in waiting.select_related("entry__scheme").order_by("due_on", "pk"):
        yield Waiting(
            _("Hand in evidence for a condition"),
            str(condition.entry.scheme),
            reverse("workspace:entry-act", args=[condition.entry.number, "hand_in_evidence"]),
            condition.due_on,
        )


def schemes_of(user: User) -> QuerySet[Any]:
    """The person's schemes with the state of their newest version, last filing and entry."""
    versions = Version.objects.filter(scheme=OuterRef("pk")).order_by("-sequence")
    reports = StoredReport.objects.filter(version__scheme=OuterRef("pk")).order_by(
        "-version__sequence", "-pk"
    )
    own = {"scheme": OuterRef("pk"), "organisation": OuterRef("organisation")}
    filings = Filing.objects.filter(**own).order_by("-submitted_at", "-pk")
    entries = Entry.objects.filter(**own)
    told: Any = entries.with_status(timezone.localdate())
    annotated: QuerySet[Any] = (
        Scheme.objects.visible_to(user)
        .select_related("organisation")
        .annotate(
            newest_state=Subquery(versions.values("state")[:1]),
            newest_label=Subquery(
                versions.annotate(said=KT("document__version")).values("said")[:1]
            ),
            last_saved=Subquery(versions.values("updated_at")[:1]),
            checked_at=Subquery(reports.values("made_at")[:1]),
            errors_found=Subquery(reports.values("errors")[:1]),
            warnings_found=Subquery(reports.values("warnings")[:1]),
            filing_number=Subquery(filings.values("number")[:1]),
            filing_state=Subquery(filings.values("state")[:1]),
            entry_number=Subquery(entries.values("number")[:1]),
            entry_status=Subquery(told.values("status_code")[:1]),
        )
        .order_by("-last_saved", "-pk")
    )
    return annotated


def counts_by_state(user: User) -> list[tuple[str, StrOrPromise, int]]:
    """How many schemes have their newest version in each state."""
    rows = schemes_of(user).order_by().values_list("newest_state").annotate(Count("pk"))
    counts = dict(rows)
    return [
        (state.value, state.label, counts.get(state.value, 0))
        for state in (VersionState.DRAFT, VersionState.FROZEN, VersionState.SUBMITTED)
    ]


@dataclass(frozen=True, slots=True)
class Recent:
    """A recent event with the scheme that it belongs to."""

    line: Line
    title: str
    href: str


def recent_events(user: User, limit: int = 8) -> list[Recent]:
    """The newest events of the filings and entries that concern the person's bodies."""
    filings = FilingEvent.objects.filter(filing__in=Filing.objects.concerning(user))
    entries = EntryEvent.objects.filter(entry__organisation__in=authors_of(user))
    newest = ("-at", "-pk")
    filings = filings.exclude(event__in=TOLD_OF_THE_ENTRY)
    told = filings.exclude(event__in=events_inside()).select_related("actor", "filing__scheme")
    acts = entries.exclude(event__in=ENTERED_BY_A_FILING).select_related(
        "actor", "entry__scheme__organisation"
    )
    found: list[FilingEvent | EntryEvent] = [
        *told.order_by(*newest)[:limit],
        *acts.order_by(*newest)[:limit],
    ]
    shown = sorted(found, key=lambda event: (event.at, event.pk), reverse=True)[:limit]
    said = lines(shown)
    return [Recent(line, *_about(user, one)) for line, one in zip(said, shown, strict=True)]


def _about(user: User, event: FilingEvent | EntryEvent) -> tuple[str, str]:
    """What an event is about, and where the person reads on."""
    if isinstance(event, EntryEvent):
        scheme = event.entry.scheme
        return in_language(scheme.title) or event.entry.number, place_of(user, scheme)
    filing = event.filing
    return in_language(filing.scheme.title), reverse("workspace:filing", args=[filing.number])
