"""A scheme's own page: its state, its next step, its sections, versions, people and history."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.accounts.permissions import authors_of
from registry.models import Entry, EntryCondition, Filing, Letter, Submission
from registry.procedure.readiness import missing_files
from registry.procedure.timeline import scheme_timeline
from registry.public_status import PublicStatus
from registry.workspace.acts import offered
from registry.workspace.next_step import next_step
from registry.workspace.owners import offered_changes
from registry.workspace.suspension import suspension_of
from schemes.designer.views.access import for_bodies, newest_version
from schemes.designer.views.report import kept_report
from schemes.documents import SectionProgress, section_progress
from schemes.last_days import ending_of, successor_of
from schemes.models import BlueprintVersion, Version
from schemes.reports import obstacles_outside, report_of, staleness
from schemes.states import VersionState
from schemes.waivers import unanswered


@for_bodies
@require_safe
def scheme(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the scheme stands and what comes next."""
    version = newest_version(request, pk)
    scheme = version.scheme
    own = {"organisation": scheme.organisation_id}
    filing = Filing.objects.of_owners(scheme).order_by("-submitted_at", "-pk").first()
    entry = scheme.entries.filter(**own).select_related("publication").first()
    caveats = entry.caveats_today if entry is not None else []
    conditions = conditions_of(entry)
    stored = kept_report(version)
    report = report_of(stored)
    open_warnings = unanswered(report, version)
    sections = section_progress(version.blueprint.blueprint, version.document, report.findings)
    context = {
        "scheme": scheme,
        "version": version,
        "is_draft": version.state == VersionState.DRAFT,
        "filing": filing,
        # Of a scheme owner's text the licensed bodies have filings of their own.
        "own": set(authors_of(request.user).values_list("pk", flat=True)),
        "entry": entry,
        "state": _state(version, filing, entry),
        "newer_blueprint": _newer_blueprint(version),
        "ending": ending_of(version),
        "caveats": caveats,
        "suspension": suspension_of(request.user, entry),
        "step": next_step(
            request.user,
            version,
            filing,
            report,
            sections,
            open_warnings,
            has_caveats=entry is not None and bool(caveats) and not entry.status.is_over,
            conditions=conditions,
        ),
        "sections": [_task(version, section) for section in sections],
        "complete": sum(section.is_complete for section in sections),
        "report": report,
        "unanswered": open_warnings if version.state == VersionState.DRAFT else [],
        "report_is_stale": version.is_frozen and staleness(stored).is_stale,
        "obstacles": obstacles_outside(version),
        "missing_files": missing_files(version),
        "versions": _versions(version),
        "people": scheme.organisation.memberships.select_related("user"),
        "timeline": scheme_timeline(scheme),
        "acts": [*offered(request.user, entry), *offered_changes(request.user, entry)],
        "letters": Letter.objects.about(scheme.pk, scheme.organisation_id),
        "conditions": conditions,
    }
    return render(request, "workspace/scheme.html", context)


def conditions_of(entry: Entry | None) -> list[EntryCondition]:
    """What the body has to show about its entry, with the evidence."""
    if entry is None:
        return []
    return list(
        entry.conditions.select_related(
            "decision__filing", "decision__decided_by"
        ).prefetch_related("evidence__handed_in_by")
    )


def _newer_blueprint(version: Version) -> BlueprintVersion | None:
    """The blueprint version that the draft could be moved to."""
    is_draft = version.state == VersionState.DRAFT
    return successor_of(version.blueprint) if is_draft else None


def _state(version: Version, filing: Filing | None, entry: Entry | None) -> dict[str, Any]:
    """One state: of the draft, of the filing under way, of an entry, else what its filing came to.

    Beside it the page tells the public status, where the entry is not simply in force.
    """
    if version.state in (VersionState.DRAFT, VersionState.FROZEN):
        return {"code": version.state, "label": VersionState(version.state).label}
    if filing is not None and filing.awaits_correction:
        return {"code": filing.state, "label": filing.applicant_label}
    if entry is not None and entry.status != PublicStatus.IN_FORCE:
        return {"code": entry.status.value, "label": entry.status.label}
    if version.state == VersionState.SUBMITTED and filing is not None:
        return {"code": filing.state, "label": filing.applicant_label}
    if version.state == VersionState.SUBMITTED and entry is not None:
        return {"code": entry.state, "label": _("In effect; filed on paper")}
    return {"code": version.state, "label": VersionState(version.state).label}


def _task(version: Version, section: SectionProgress) -> dict[str, Any]:
    """A row of the task list: into the form of a draft, into the text of a frozen version."""
    if version.state == VersionState.DRAFT:
        href = reverse("designer:section", args=[version.scheme_id, section.key])
    else:
        parts = version.blueprint.blueprint.section(section.key).parts
        begun = next((f"#/{part}" for part in parts if part in version.document), "")
        href = reverse("designer:read", args=[version.scheme_id]) + begun
    return {"section": section, "href": href}


def _versions(version: Version) -> list[Version]:
    """All versions, newest first; each knows the submission that it went with, of its owner."""
    own = Submission.objects.filter(filing__in=Filing.objects.of_owners(version.scheme))
    handed_in = Prefetch("submissions", own.select_related("filing"), to_attr="handed_in")
    rows = version.scheme.versions.select_related("frozen_by").prefetch_related(handed_in)
    return list(rows.order_by("-sequence"))
