"""Marks that look like the draft's own: shown side by side, and recorded as searched for."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.doors import person
from portal.core.localised import LANGUAGES
from schemes.designer.views.access import for_bodies, newest_version
from schemes.marks.gate import MOST, Looked, look
from schemes.marks.pairs import shown
from schemes.marks.record import record_of
from schemes.marks.serving import known_mark_response
from schemes.models import Version
from schemes.permissions import may_edit
from schemes.saving import Conflict, save_section, section_token

#: The one part that recording changes.
PARTS = ("mark",)


@for_bodies
@require_safe
def similar_marks(request: HttpRequest, pk: int) -> HttpResponse:
    """The marks of others that the newest version's artwork resembles today."""
    version = newest_version(request, pk)
    found = _found(version)
    mark = version.document.get("mark")
    context = {
        "version": version,
        "scheme": version.scheme,
        "has_mark": isinstance(mark, dict),
        "artworks": shown(found, partial(_own_picture, pk), _known_picture),
        "most": MOST,
        "recorded": mark.get("similarity") if isinstance(mark, dict) else None,
        "today": timezone.localdate().isoformat(),
        "may_edit": bool(may_edit(request.user, version)),
        "may_record": bool(found) and all(looked.similar is not None for looked in found),
        "seen": section_token(version.document, PARTS),
        "section": _section_with_mark(version),
    }
    return render(request, "designer/similar_marks.html", context)


@for_bodies
@require_POST
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the search of today into the draft, unless the mark was changed meanwhile."""
    version = newest_version(request, pk)
    may_edit(request.user, version).require()
    found = _found(version)
    if not found or any(looked.similar is None for looked in found):
        messages.error(request, _("The artwork cannot be compared, so nothing was recorded."))
        return redirect("designer:similar-marks", pk=pk)
    mark = version.document["mark"]
    similarity = record_of(found, timezone.localdate(), _languages(version.document))
    values = {"mark": {**mark, "similarity": similarity}}
    try:
        save_section(version, person(request), PARTS, values, request.POST.get("seen", ""))
    except Conflict:
        messages.error(
            request, _("The mark was changed meanwhile. Nothing was recorded; look again.")
        )
    else:
        messages.success(request, _("The search of today is recorded in the draft."))
    return redirect("designer:similar-marks", pk=pk)


@for_bodies
@require_safe
def picture(request: HttpRequest, table: str, pk: int) -> HttpResponseBase:
    """The picture of a protected or filed mark."""
    return known_mark_response(table, pk)


def _found(version: Version) -> tuple[Looked, ...]:
    return look(
        version.document,
        organisation=version.scheme.organisation,
        on=timezone.localdate(),
        exclude_scheme_id=version.scheme_id,
    )


def _languages(document: dict[str, Any]) -> tuple[str, ...]:
    """The languages in which the document is written."""
    written = document.get("language")
    known = tuple(lang for lang in LANGUAGES if isinstance(written, list) and lang in written)
    return known or ("zh",)


def _section_with_mark(version: Version) -> str:
    """The key of the section in which the mark is edited; empty where the blueprint has none."""
    sections = version.blueprint.blueprint.sections
    return next((section.key for section in sections if "mark" in section.parts), "")


def _own_picture(pk: int, sha256: str) -> str:
    return f"{reverse('designer:file', args=[pk, sha256])}?preview=1"


def _known_picture(table: str, pk: int) -> str:
    return reverse("designer:mark-picture", args=[table, pk])
