"""The page of one section: show its form, save it, and carry out the buttons of its lists."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts.doors import person
from portal.core.localised import in_language
from schemes.designer.commands import AUTOSAVE, NEXT, Command, Outcome, Removed, carry_out, put_back
from schemes.designer.focus import focus_after
from schemes.designer.form import SectionForm, section_neighbours
from schemes.designer.notes import notes_on
from schemes.designer.posted import Posted
from schemes.designer.views.access import for_bodies, newest_version
from schemes.designer.views.cleaning import tell_cleaned
from schemes.designer.views.conflict import conflict_page
from schemes.designer.views.forms_of import form_for, section_of
from schemes.designer.views.uploading import received_files
from schemes.documents import section_progress
from schemes.documents.addresses import parse
from schemes.documents.budget import BUDGET
from schemes.files.uploads import ACCEPTED
from schemes.last_days import ending_of
from schemes.models import Version
from schemes.permissions import may_edit
from schemes.reports import report_before_signing
from schemes.saving import Conflict, save_section, section_token

REMOVED = "designer_removed"


@for_bodies
@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """A section of the draft; a version that can no longer be changed is shown for reading."""
    version = newest_version(request, pk)
    access = may_edit(request.user, version)
    if request.method == "POST":
        access.require()
        return _save(request, version, key)
    if not access:
        messages.info(request, str(access.reason))
        return redirect("designer:read", pk=pk)
    form = form_for(version, section_of(version, key), request.GET.get("at", ""))
    return _page(request, version, form)


def _page(
    request: HttpRequest, version: Version, form: SectionForm, status: int = 200
) -> HttpResponse:
    report = report_before_signing(version)
    blueprint = version.blueprint.blueprint
    findings = report.by_section(blueprint)
    form.place([*findings[form.section.key], *_of_unknown_parts(form, findings.get("", []))])
    sections = section_progress(blueprint, version.document, report.findings)
    before, after = section_neighbours(blueprint.sections, form.section.key)
    context = {
        "version": version,
        "ending": ending_of(version),
        "scheme": version.scheme,
        "form": form,
        "section": form.section,
        "notes": notes_on(version, form.section),
        "sections": sections,
        "progress": next(s for s in sections if s.key == form.section.key),
        "position": [s.key for s in sections].index(form.section.key) + 1,
        "before": before,
        "after": after,
        "report": report,
        "seen": section_token(version.document, form.parts),
        "accepted_files": ACCEPTED,
        "removed": _removed(request, version, form),
    }
    return render(request, "designer/section.html", context, status=status)


def _of_unknown_parts(form: SectionForm, findings: list[Any]) -> list[Any]:
    """Findings outside all sections that are about an unknown part shown on this page."""
    return [finding for finding in findings if finding.address in form.around.places]


def _save(request: HttpRequest, version: Version, key: str) -> HttpResponse:
    form = form_for(version, section_of(version, key))
    command = Command.of(request.POST.get("do", ""))
    files, refusals = received_files(request, version)
    posted = Posted(request.POST, files, is_final=command.verb != AUTOSAVE)
    typed = {**_others(version, form), **form.read(posted)}
    outcome = _carried_out(request, command, version, form, typed)
    values = {part: outcome.document[part] for part in form.parts if part in outcome.document}
    try:
        saved = save_section(
            version,
            person(request),
            form.parts,
            values,
            request.POST.get("seen", ""),
            form.set_aside(posted),
        )
    except Conflict as conflict:
        if not posted.is_final:
            return JsonResponse({"conflict": str(conflict.message)}, status=409)
        version.refresh_from_db()
        return conflict_page(request, version, form, typed, files)
    saved.scheme.organisation = version.scheme.organisation
    if refusals:
        return _with_refusals(request, saved, key, refusals)
    if not posted.is_final:
        return _saved_quietly(saved, form)
    _tell(request, version, posted, outcome)
    return _onwards(saved, key, command, outcome)


def _others(version: Version, form: SectionForm) -> dict[str, Any]:
    """The document without the parts of this section."""
    return {name: part for name, part in version.document.items() if name not in form.parts}


def _carried_out(
    request: HttpRequest,
    command: Command,
    version: Version,
    form: SectionForm,
    typed: dict[str, Any],
) -> Outcome:
    """The document after the button of a list; buttons of other sections do nothing here."""
    if request.POST.get("do") == "put-back":
        removed = _removed(request, version, form)
        request.session.pop(REMOVED, None)
        return put_back(typed, removed) if removed else Outcome(typed)
    if command.is_structural and parse(command.address)[0] not in form.parts:
        return Outcome(typed)
    return carry_out(command, version.blueprint.blueprint, typed)


def _removed(request: HttpRequest, version: Version, form: SectionForm) -> Removed | None:
    """The item of this section that was taken out last, so that it can be put back."""
    kept = request.session.get(REMOVED)
    if not kept or kept["version"] != version.pk:
        return None
    if parse(kept["list_address"])[0] not in form.parts:
        return None
    return Removed(kept["list_address"], kept["position"], kept["item"])


def _tell(request: HttpRequest, version: Version, posted: Posted, outcome: Outcome) -> None:
    tell_cleaned(request, version, outcome.cleanings)
    if outcome.removed is not None:
        request.session[REMOVED] = {"version": version.pk, **asdict(outcome.removed)}
    if outcome.is_full:
        messages.error(
            request,
            _(
                "Nothing was added: one list may have %(limit)d entries at most. What else you "
                "typed is saved. Split the list, or put what is long into an annex."
            )
            % {"limit": BUDGET.items},
        )
    if posted.kept_as:
        kept = {"kept": _(", ").join(dict.fromkeys(posted.kept_as))}
        messages.info(request, _("Saved as %(kept)s.") % kept)
    titles = [
        title for name, title in posted.titles.items() if title and name not in version.set_aside
    ]
    if titles:
        names = _(", ").join(in_language(title) for title in titles)
        messages.info(
            request,
            _(
                "Set aside while another answer on this page excludes it, and here again with "
                "the answer that asks for it: %(names)s."
            )
            % {"names": names},
        )


def _saved_quietly(version: Version, form: SectionForm) -> JsonResponse:
    moment = formats.date_format(timezone.localtime(version.updated_at), "H:i")
    return JsonResponse(
        {
            "seen": section_token(version.document, form.parts),
            "words": _("Saved %(time)s") % {"time": moment},
        }
    )


def _with_refusals(
    request: HttpRequest, version: Version, key: str, refusals: dict[str, str]
) -> HttpResponse:
    """The page again, everything saved but the files that were not taken."""
    form = form_for(version, section_of(version, key), next(iter(refusals)))
    for name, refusal in refusals.items():
        for field in form.around.places.values():
            if field.name == name:
                field.refusal = refusal  # type: ignore[attr-defined]
    messages.error(request, " ".join(refusals.values()))
    return _page(request, version, form, status=422)


def _onwards(version: Version, key: str, command: Command, outcome: Outcome) -> HttpResponse:
    """After saving: the next section, the place that changed, or this page again."""
    if command.verb == NEXT:
        _before, after = section_neighbours(version.blueprint.blueprint.sections, key)
        if after is None:
            return redirect("designer:report", pk=version.scheme_id)
        return redirect("designer:section", pk=version.scheme_id, key=after.key)
    address = reverse("designer:section", args=[version.scheme_id, key])
    if not outcome.address:
        return HttpResponseRedirect(f"{address}?saved=1")
    form = form_for(version, section_of(version, key), outcome.address)
    place = quote(outcome.address, safe="/@")
    control = quote(focus_after(command.verb, outcome.address, form), safe="/@")
    return HttpResponseRedirect(f"{address}?at={place}&focus={control}#{control}")
