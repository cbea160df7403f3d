"""The check report, the draft by chapters, and the document as a file."""

from __future__ import annotations

import json
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.doors import person
from portal.core.errors import RulesBroken, WrongState
from portal.core.localised import document_language
from portal.reference.field_names import known_fields
from portal.reference.units import known_units
from schemes.designer.views.access import for_bodies, newest_version
from schemes.designer.views.answer_form import AnswerForm
from schemes.designer.views.forms_of import file_addresses
from schemes.designer.views.made_with import made_with, moved
from schemes.designer.views.report_rows import anchor_of, shown
from schemes.documents import section_progress
from schemes.drafts import begin_version
from schemes.findings import Finding
from schemes.last_days import ending_of
from schemes.models import StoredReport, Version
from schemes.models.files import DOCX
from schemes.permissions import may_edit, may_write
from schemes.reading import chapters
from schemes.reports import latest, make, obstacles_outside
from schemes.rules.legibility import TextsReadAsTheyStand
from schemes.validation import CheckReport
from schemes.waivers import answer, withdraw


@for_bodies
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The check report of the newest version; of a draft made now, else the newest that is kept.

    Of a rule filed on paper there is none: it has no text that a rule could judge.
    """
    version = newest_version(request, pk)
    if version.blueprint.is_paper:
        return redirect("workspace:scheme", pk=pk)
    return _page(request, version)


def _page(
    request: HttpRequest, version: Version, bound: AnswerForm | None = None, status: int = 200
) -> HttpResponse:
    stored = kept_report(version)
    last = version.blueprint.blueprint.sections[-1].key
    access = bool(may_edit(request.user, version))

    def place_of(key: str, finding: Finding) -> str:
        page = reverse("designer:section", args=[version.scheme_id, key or last])
        address = quote(finding.address, safe="/@")
        return f"{page}?at={address}#{address}"

    page = shown(stored, place_of, may_answer=access, bound=bound)
    # A draft's report is of this moment, so what matters is what moved since the one before.
    earlier = page.news.since if page.news is not None and not version.is_frozen else None
    blueprint = version.blueprint.blueprint
    context = {
        "version": version,
        "scheme": version.scheme,
        "shown": page,
        "report": page.report,
        "moved": moved(earlier or stored),
        "made_with": made_with(stored),
        "obstacles": obstacles_outside(version),
        "ending": ending_of(version),
        "may_edit": access,
        "to_clean": _places_to_clean(page.report) if access else 0,
        "may_check_again": bool(may_write(request.user, version.scheme)),
        "sections": section_progress(blueprint, version.document, page.report.findings),
    }
    return render(request, "designer/report.html", context, status=status)


def _places_to_clean(report: CheckReport) -> int:
    """How many texts would be cleaned."""
    found = [one for one in report.findings if one.code == TextsReadAsTheyStand.id]
    return len({finding.address for finding in found})


def kept_report(version: Version) -> StoredReport:
    """Of a draft a fresh report; of a frozen version the newest, so that its age can be seen."""
    if version.is_frozen:
        return latest(version) or make(version)
    return make(version)


@for_bodies
@require_POST
def check_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Check a signed version as things are today; the report of the signature stays."""
    version = newest_version(request, pk)
    may_write(request.user, version.scheme).require()
    make(version)
    messages.success(request, _("Checked again."))
    return redirect("designer:report", pk=pk)


@for_bodies
@require_POST
def answer_warning(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the reason for a warning, or change it."""
    version = newest_version(request, pk)
    may_edit(request.user, version).require()
    form = AnswerForm.posted(request.POST.dict())
    if form.is_valid():
        try:
            answer(version, person(request), form.question, form.reason)
        except (RulesBroken, WrongState) as refusal:
            form.add_error("reason_zh", str(refusal.message))
        else:
            messages.success(request, _("Your reason is written down."))
            place = reverse("designer:report", args=[pk])
            return HttpResponseRedirect(f"{place}#{anchor_of(form.question)}")
    return _page(request, version, form, status=422)


@for_bodies
@require_POST
def withdraw_answer(request: HttpRequest, pk: int, answer_pk: int) -> HttpResponse:
    """Take the reason for a warning back; the warning is open again."""
    version = newest_version(request, pk)
    withdraw(version, person(request), answer_pk)
    messages.success(request, _("The reason was removed; the warning is open again."))
    return redirect("designer:report", pk=pk)


@for_bodies
@require_safe
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest version by chapters, as it will be published."""
    version = newest_version(request, pk)
    blueprint = version.blueprint.blueprint
    context = {
        "version": version,
        "scheme": version.scheme,
        "chapters": chapters(
            blueprint, version.document, document_language(), known_units(), known_fields()
        ),
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
@require_safe
def download_word(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest version as a Word file, in the language of the page."""
    from schemes.importing.as_word import rule_as_word  # reads what writes Word files

    version = newest_version(request, pk)
    language = document_language()
    response = HttpResponse(rule_as_word(version, language), content_type=DOCX)
    name = f"scheme-{pk}-{version.sequence}-{language}.docx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@for_bodies
@require_POST
def new_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a new draft from the newest version."""
    version = newest_version(request, pk)
    begin_version(version.scheme, person(request))
    return redirect("workspace:scheme", pk=pk)
