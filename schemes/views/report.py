"""The check report, the draft by chapters, and the document as a file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.core.localised import document_language, in_language
from schemes.actions import report_before_signing, report_on
from schemes.designer.fields import is_missing
from schemes.documents import section_progress
from schemes.drafts import begin_version
from schemes.findings import Finding, Severity
from schemes.models import Version
from schemes.permissions import may_edit
from schemes.reading import chapters
from schemes.states import VersionState
from schemes.validation import CheckReport
from schemes.views.access import for_bodies, newest_version, person
from schemes.views.forms_of import file_addresses

_ORDER = (Severity.ERROR, Severity.WARNING, Severity.UNCHECKED)


@dataclass(frozen=True)
class Group:
    """The findings of one section, errors first."""

    title: str
    key: str
    count: int
    #: What is there and wrong, each with the address of its field.
    findings: list[tuple[Finding, str]]
    #: What is only still to be filled in.
    gaps: list[tuple[Finding, str]]


@for_bodies
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """What the check says about the newest version, by section, each with a link to its place."""
    version = newest_version(request, pk)
    checked = _report_of(version)
    blueprint = version.blueprint.blueprint
    context = {
        "version": version,
        "scheme": version.scheme,
        "report": checked,
        "groups": list(_groups(version, checked)),
        "may_edit": bool(may_edit(request.user, version)),
        "sections": section_progress(blueprint, version.document, checked.findings),
    }
    return render(request, "designer/report.html", context)


def _report_of(version: Version) -> CheckReport:
    """The check report; of a draft without what only the signature will bring."""
    is_draft = version.state == VersionState.DRAFT
    return report_before_signing(version) if is_draft else report_on(version)


def _groups(version: Version, checked: CheckReport) -> Iterator[Group]:
    blueprint = version.blueprint.blueprint
    found = checked.by_section(blueprint)
    titles = {section.key: in_language(section.title) for section in blueprint.sections}
    last = blueprint.sections[-1].key
    for key in ["", *titles]:
        findings = sorted(found.get(key, ()), key=lambda f: _ORDER.index(f.severity))
        if findings:
            page = reverse("designer:section", args=[version.scheme_id, key or last])
            pairs = [(finding, _place(page, finding)) for finding in findings]
            yield Group(
                title=titles.get(key) or _("The document as a whole"),
                key=key,
                count=len(findings),
                findings=[pair for pair in pairs if not is_missing(pair[0])],
                gaps=[pair for pair in pairs if is_missing(pair[0])],
            )


def _place(page: str, finding: Finding) -> str:
    address = quote(finding.address, safe="/@")
    return f"{page}?at={address}#{address}"


@for_bodies
@require_safe
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest version by chapters, as it will be published."""
    version = newest_version(request, pk)
    blueprint = version.blueprint.blueprint
    context = {
        "version": version,
        "scheme": version.scheme,
        "chapters": chapters(blueprint, version.document, document_language()),
        "file_addresses": file_addresses(version, version.document),
        "may_edit": bool(may_edit(request.user, version)),
        "first_section": blueprint.sections[0].key,
    }
    return render(request, "designer/read.html", context)


@for_bodies
@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest version's document as a JSON file, to keep or to import elsewhere."""
    version = newest_version(request, pk)
    content = json.dumps(version.document, ensure_ascii=False, indent=2)
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="scheme-{pk}-{version.sequence}.json"'
    return response


@for_bodies
@require_POST
def new_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a new draft from the newest version."""
    version = newest_version(request, pk)
    begin_version(version.scheme, person(request))
    return redirect("workspace:scheme", pk=pk)
