"""Why a draft changes what was filed before it: a reason for each change, and their summary."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from portal.accounts.doors import person
from portal.core.localised import LANGUAGES, in_language
from schemes.amendments import (
    Amendment,
    GivenMeanwhile,
    amendments,
    drop_reason,
    filed_before,
    give_reason,
    reasons_of,
)
from schemes.blueprints.material import Material
from schemes.comparing import ReadableChange, readable
from schemes.designer.commands import AUTOSAVE
from schemes.designer.views.access import for_bodies, newest_version
from schemes.designer.views.addresses import section_address
from schemes.documents.addresses import parse
from schemes.models import ChangeReason, Version
from schemes.permissions import may_edit
from schemes.saving import Conflict, to_write_in
from schemes.summaries import PART, can_compose, compose, entries, seen_token

PER_PAGE = 30


@dataclass(frozen=True)
class Asked:
    """A change as the page shows it, with the fields for its reason."""

    amendment: Amendment
    chapter: str
    changes: list[ReadableChange]
    #: What stands in the fields, and what stood there when they were made.
    text: dict[str, str]
    seen: dict[str, str]
    #: Whoever wrote another reason meanwhile.
    conflict: str = ""


@dataclass(frozen=True)
class Chapter:
    """A chapter with the changes in it."""

    title: str
    asked: list[Asked] = field(default_factory=list)


@for_bodies
@require_http_methods(["GET", "POST"])
def reasons(request: HttpRequest, pk: int) -> HttpResponse:
    """What the draft changes, by chapters, with a reason for each; saved at once."""
    version = newest_version(request, pk)
    before = filed_before(version)
    access = may_edit(request.user, version)
    conflicts: dict[str, str] = {}
    if request.method == "POST":
        access.require()
        if before is None:
            return redirect("designer:reasons", pk=pk)
        with transaction.atomic():
            current = to_write_in(version, person(request))
            conflicts = _given(request, current, before)
        if request.POST.get("do") == AUTOSAVE:
            return _told_quietly(conflicts)
        if not conflicts:
            return _onwards(request, pk)
    context = _page(request, version, before, conflicts) if before is not None else {}
    context |= {"version": version, "scheme": version.scheme, "before": before, "access": access}
    return render(request, "designer/reasons.html", context, status=409 if conflicts else 200)


def _given(request: HttpRequest, current: Version, before: Version) -> dict[str, str]:
    """Keep the reasons that were sent; by its place, who wrote another one meanwhile."""
    do, _colon, address = request.POST.get("do", "").partition(":")
    if do == "drop":
        drop_reason(current, address)
    conflicts = {}
    for place in request.POST.getlist("place"):
        try:
            text, seen = _sent(request, place, "text"), _sent(request, place, "was")
            give_reason(current, person(request), place, text, seen, before)
        except GivenMeanwhile as refusal:
            conflicts[place] = str(refusal.message)
    return conflicts


def _sent(request: HttpRequest, place: str, kind: str) -> dict[str, str]:
    sent = {one: request.POST.get(f"{kind}/{one}{place}", "") for one in LANGUAGES}
    words = {one: text.replace("\r\n", "\n").strip() for one, text in sent.items()}
    return {one: text for one, text in words.items() if text}


def _told_quietly(conflicts: dict[str, str]) -> JsonResponse:
    if conflicts:
        return JsonResponse({"conflict": next(iter(conflicts.values()))}, status=409)
    moment = formats.date_format(timezone.localtime(), "H:i")
    return JsonResponse({"seen": "", "words": _("Saved %(time)s") % {"time": moment}})


def _onwards(request: HttpRequest, pk: int) -> HttpResponse:
    if request.POST.get("do") == "next":
        return redirect("designer:summary", pk=pk)
    answer = redirect("designer:reasons", pk=pk)
    number = request.GET.get("page", "")
    answer["Location"] += f"?page={number}&saved=1" if number.isdecimal() else "?saved=1"
    return answer


def _page(
    request: HttpRequest, version: Version, before: Version, conflicts: dict[str, str]
) -> dict[str, Any]:
    found, given = amendments(version, before), reasons_of(version)
    asked = [one for one in found if one.material != Material.NONE]
    itself = [one for one in found if one.material == Material.NONE]
    page = Paginator(asked, PER_PAGE).get_page(request.GET.get("page"))
    places = {one.address for one in found}
    return {
        "page": page,
        "chapters": _chapters(request, version, before, list(page.object_list), given, conflicts),
        "itself": [change for one in itself for change in _shown(version, before, one)],
        "gone": [(one, in_language(one.place)) for at, one in given.items() if at not in places],
        "left": sum(one.address not in given for one in asked),
        "count": len(asked),
        "material": max((one.material for one in asked), key=_ORDER.index, default=Material.NONE),
    }


_ORDER = [Material.NONE, Material.PATCH, Material.MINOR, Material.MAJOR]


def _shown(version: Version, before: Version, one: Amendment) -> list[ReadableChange]:
    blueprint = version.blueprint.blueprint
    return readable(blueprint, one.changes, before.document, version.document)


def _chapters(
    request: HttpRequest,
    version: Version,
    before: Version,
    found: list[Amendment],
    given: dict[str, ChangeReason],
    conflicts: dict[str, str],
) -> list[Chapter]:
    sections = version.blueprint.blueprint.sections
    titles = {part: in_language(one.title) for one in sections for part in one.parts}
    chapters: dict[str, Chapter] = {}
    for one in found:
        title = titles.get(parse(one.address)[0], "")
        stored = given[one.address].text if one.address in given else {}
        is_mine = one.address in conflicts
        text = _sent(request, one.address, "text") if is_mine else stored
        asked = Asked(
            one, title, _shown(version, before, one), text, stored, conflicts.get(one.address, "")
        )
        chapters.setdefault(title, Chapter(title)).asked.append(asked)
    return list(chapters.values())


@for_bodies
@require_http_methods(["GET", "POST"])
def summary(request: HttpRequest, pk: int) -> HttpResponse:
    """What the reasons make of the summary of changes, entry by entry; then writing it."""
    version = newest_version(request, pk)
    may_edit(request.user, version).require()
    before = filed_before(version)
    if before is None or not can_compose(version.blueprint.blueprint):
        return redirect("designer:reasons", pk=pk)
    if request.method == "POST":
        chosen, seen = request.POST.getlist("take"), request.POST.get("seen", "")
        try:
            done = compose(version, person(request), before, chosen, seen)
        except Conflict as refusal:
            messages.error(request, str(refusal.message))
            return redirect("designer:summary", pk=pk)
        said = ngettext("%(n)d entry was written.", "%(n)d entries were written.", done)
        messages.success(request, said % {"n": done})
        key = next((s.key for s in version.blueprint.blueprint.sections if PART in s.parts), "")
        return redirect(f"{section_address(version, key)}?at=/{PART}")
    context = {
        "version": version,
        "scheme": version.scheme,
        "before": before,
        "entries": entries(version, before),
        "seen": seen_token(version),
    }
    return render(request, "designer/summary.html", context)
