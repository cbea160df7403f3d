"""The page of one section: show its form, save it, and carry out the buttons of its lists."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.accounts.doors import person
from schemes.designer.commands import (
    ADD,
    AUTOSAVE,
    CLEAN,
    NEXT,
    Command,
    Outcome,
    carry_out,
    put_back,
)
from schemes.designer.focus import focus_after
from schemes.designer.form import SectionForm, item_around, section_neighbours
from schemes.designer.notes import notes_on
from schemes.designer.posted import Posted
from schemes.designer.views.access import for_bodies, newest_version
from schemes.designer.views.addresses import (
    item_address,
    item_page,
    paste_page,
    rows_page,
    section_address,
)
from schemes.designer.views.conflict import conflict_page
from schemes.designer.views.forms_of import form_for, new_item_address, pages, section_of
from schemes.designer.views.saved import (
    REMOVED,
    conflict_told,
    removed_from,
    saved_quietly,
    tell,
    tell_refusals,
)
from schemes.designer.views.uploading import received_files
from schemes.documents.addresses import parse
from schemes.files.uploads import ACCEPTED
from schemes.last_days import ending_of
from schemes.models import Version
from schemes.permissions import may_edit
from schemes.reports import look_at
from schemes.saving import to_write_in, write_section


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
    at = request.GET.get("at", "")
    if item := item_around(version.blueprint.blueprint, at):
        return redirect(item_address(version, key, item, at))
    form = form_for(
        version, section_of(version, key), at or request.GET.get("row", ""), pages(request)
    )
    return _page(request, version, form)


def _page(
    request: HttpRequest, version: Version, form: SectionForm, status: int = 200
) -> HttpResponse:
    look = look_at(version)
    report, sections = look.report, look.progress
    blueprint = version.blueprint.blueprint
    findings = report.by_section(blueprint)
    form.place([*findings[form.section.key], *_of_unknown_parts(form, findings.get("", []))])
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
        "begun": next((part for part in form.section.parts if part in version.document), ""),
        "position": [s.key for s in sections].index(form.section.key) + 1,
        "before": before,
        "after": after,
        "report": report,
        "seen": form.token(version.document),
        "action": section_address(version, form.section.key),
        "item_page": item_page(version, form.section.key),
        "rows_page": rows_page(version, form.section.key),
        "paste_page": paste_page(version, form.section.key),
        "accepted_files": ACCEPTED,
        "removed": removed_from(request, version, form.parts),
    }
    return render(request, "designer/section.html", context, status=status)


def _of_unknown_parts(form: SectionForm, findings: list[Any]) -> list[Any]:
    """Findings outside all sections that are about an unknown part shown on this page."""
    return [finding for finding in findings if finding.address in form.around.places]


def _save(request: HttpRequest, version: Version, key: str) -> HttpResponse:
    with transaction.atomic():
        return _saved(request, to_write_in(version, person(request)), key)


def _saved(request: HttpRequest, version: Version, key: str) -> HttpResponse:
    """What the buttons of the form do in a version that nobody else writes in meanwhile."""
    form = form_for(version, section_of(version, key))
    command = Command.of(request.POST.get("do", ""))
    files, refusals = received_files(request, version)
    posted = Posted(request.POST, files, is_final=command.verb != AUTOSAVE)
    typed = {**_others(version, form), **form.read(posted)}
    if form.token(version.document) != request.POST.get("seen", ""):
        if not posted.is_final:
            return conflict_told(version)
        action = section_address(version, key)
        return conflict_page(request, version, form, typed, files, action)
    outcome = _carried_out(request, command, version, form, typed)
    values = {part: outcome.document[part] for part in form.parts if part in outcome.document}
    before = dict(version.set_aside)
    write_section(version, person(request), form.parts, values, form.set_aside(posted))
    if refusals:
        return _with_refusals(request, version, key, refusals)
    if not posted.is_final:
        return saved_quietly(version, form)
    tell(request, version, posted, outcome, before)
    return _onwards(version, key, command, outcome)


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
        removed = removed_from(request, version, form.parts)
        request.session.pop(REMOVED, None)
        return put_back(typed, removed) if removed else Outcome(typed)
    if command.is_structural and parse(command.address)[0] not in form.parts:
        return Outcome(typed)
    return carry_out(command, version.blueprint.blueprint, typed)


def _with_refusals(
    request: HttpRequest, version: Version, key: str, refusals: dict[str, str]
) -> HttpResponse:
    """The page again, everything saved but the files that were not taken."""
    form = form_for(version, section_of(version, key), next(iter(refusals)))
    tell_refusals(request, form, refusals)
    return _page(request, version, form, status=422)


def _onwards(version: Version, key: str, command: Command, outcome: Outcome) -> HttpResponse:
    """After saving: the next section, the place that changed, or this page again."""
    if command.verb == NEXT:
        _before, after = section_neighbours(version.blueprint.blueprint.sections, key)
        if after is None:
            return redirect("designer:report", pk=version.scheme_id)
        return redirect("designer:section", pk=version.scheme_id, key=after.key)
    address = section_address(version, key)
    if not outcome.address:
        return HttpResponseRedirect(f"{address}?saved=1")
    item = item_around(version.blueprint.blueprint, outcome.address)
    if command.verb == ADD and item:
        return redirect(new_item_address(version, section_of(version, key), item))
    if command.verb == CLEAN and item:
        return redirect(item_address(version, key, item, outcome.address))
    form = form_for(version, section_of(version, key), outcome.address)
    place = quote(outcome.address, safe="/@")
    control = quote(focus_after(command.verb, outcome.address, form), safe="/@")
    asked = "row" if item else "at"
    return HttpResponseRedirect(f"{address}?{asked}={place}&focus={control}#{control}")
