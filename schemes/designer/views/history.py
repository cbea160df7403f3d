"""The history of a scheme: who changed what, every state, and bringing one back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.doors import person
from portal.accounts.models import User
from portal.core.errors import WrongState
from portal.core.listing import Column, Listing
from schemes.designer.views.access import for_bodies, newest_version
from schemes.designer.views.differing import DRAFT, Differing, differing
from schemes.documents import Document
from schemes.history.states import StateLost, change_before, last_change, state_after, state_before
from schemes.history.telling import Told, chapters_met, lines_of, told
from schemes.models import DraftChange, Version
from schemes.permissions import may_edit
from schemes.restoring import as_of_today, restore, undo
from schemes.saving import token_of

LINES = Listing(
    "history",
    (
        Column("at", gettext_lazy("When"), lambda row: timezone.localtime(row.change.at), "pk"),
        Column("by", gettext_lazy("Who"), lambda row: str(row.change.by), "by__name"),
        Column("where", gettext_lazy("Where"), lambda row: row.where),
        Column(
            "count",
            pgettext_lazy("number in a history", "Changes"),
            lambda row: row.change.count,
            "count",
            True,
            True,
        ),
        Column("cause", gettext_lazy("By what"), lambda row: row.cause, "cause"),
        Column("version", gettext_lazy("Version"), lambda row: row.version, is_shown=False),
    ),
    complete=told,
    per_page=30,
)


@for_bodies
@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Every change of the scheme's documents, newest first; by person and chapter if asked."""
    version = newest_version(request, pk)
    every = lines_of(version.scheme)
    by, chapter = request.GET.get("by", ""), request.GET.get("chapter", "")
    lines = every.filter(by=int(by)) if by.isdecimal() and len(by) < 10 else every
    lines = lines.filter(chapters__contains=f"|{chapter}|") if chapter else lines
    listing = LINES.shown(request, lines)
    if listing.is_file:
        return listing.file(name=str(pk))
    bare = DraftChange.objects.filter(version__scheme=pk).order_by()
    met = bare.values_list("chapters", flat=True).distinct()
    context = {
        "version": version,
        "scheme": version.scheme,
        "listing": listing,
        "page": listing.page,
        "lines": listing.rows,
        "people": User.objects.filter(pk__in=bare.values("by")).order_by("name", "pk"),
        "chapters": chapters_met(met, version.blueprint.blueprint),
        "by": by,
        "chapter": chapter,
        "can_undo": bool(may_edit(request.user, version)) and last_change(version) is not None,
    }
    return render(request, "designer/history.html", context)


@for_bodies
@require_safe
def state(request: HttpRequest, pk: int, change_pk: int) -> HttpResponse:
    """What one change did; with `?to=draft`, what has become different since."""
    version = newest_version(request, pk)
    change, line = _line(version, change_pk)
    is_since = request.GET.get("to") == DRAFT
    shown: Differing | None = None
    try:
        after = state_after(change)
        old, new = (after, version.document) if is_since else (state_before(change), after)
        shown = differing(request, _blueprint_of(version, change, is_since), old, new)
    except StateLost:
        pass
    earlier = None if change.is_beginning else change_before(change)
    is_newest = change.digest == _newest_digest(version)
    context = {
        "version": version,
        "scheme": version.scheme,
        "change": change,
        "line": line,
        "is_since": is_since,
        "shown": shown,
        "earlier": earlier,
        "is_newest": is_newest,
        "access": may_edit(request.user, version),
    }
    return render(request, "designer/state.html", context)


@for_bodies
@require_http_methods(["GET", "POST"])
def restore_state(request: HttpRequest, pk: int, change_pk: int) -> HttpResponse:
    """What restoring a state changes in the draft of today; then doing it."""
    version = newest_version(request, pk)
    change, line = _line(version, change_pk)
    may_edit(request.user, version).require()
    if request.method == "POST":
        try:
            restore(version, person(request), change, request.POST.get("seen", ""))
        except WrongState as refusal:
            messages.error(request, str(refusal.message))
            return redirect("designer:restore", pk=pk, change_pk=change_pk)
        messages.success(request, _("The state is restored. This, too, can be undone."))
        return redirect("designer:history", pk=pk)
    return _confirming(request, version, change, {"line": line})


@for_bodies
@require_http_methods(["GET", "POST"])
def undo_last(request: HttpRequest, pk: int) -> HttpResponse:
    """What the last change of the draft was; then taking it back."""
    version = newest_version(request, pk)
    may_edit(request.user, version).require()
    if request.method == "POST":
        try:
            undo(version, person(request), request.POST.get("seen", ""))
        except WrongState as refusal:
            messages.error(request, str(refusal.message))
            return redirect("designer:history", pk=pk)
        messages.success(request, _("The change is undone."))
        return redirect("designer:history", pk=pk)
    last = last_change(version)
    before = change_before(last) if last is not None else None
    if last is None or before is None:
        messages.info(request, _("There is nothing to undo."))
        return redirect("designer:history", pk=pk)
    _change, line = _line(version, last.pk)
    return _confirming(request, version, before, {"line": line, "is_undo": True})


def _confirming(
    request: HttpRequest, version: Version, change: DraftChange, context: dict[str, Any]
) -> HttpResponse:
    """The page that shows what would change, with the token of what would be changed."""
    try:
        state: Document | None = state_after(change)
    except StateLost:
        state = None
    if state is not None:
        wanted = as_of_today(version, change, state)
        blueprint = version.blueprint.blueprint
        context["shown"] = differing(request, blueprint, version.document, wanted)
        followed = str(state.get("blueprint") or "")
        context["followed"] = followed if followed != blueprint.ref else ""
    context |= {
        "version": version,
        "scheme": version.scheme,
        "change": change,
        "seen": token_of(version.document),
    }
    return render(request, "designer/restore.html", context)


def _line(version: Version, change_pk: int) -> tuple[DraftChange, Told]:
    """A line of the scheme, whole and in words; one of another scheme is an unknown page."""
    whole = DraftChange.objects.select_related("by", "version__blueprint")
    change = get_object_or_404(whole, pk=change_pk, version__scheme=version.scheme_id)
    change.label = change.version.label  # type: ignore[attr-defined]
    return change, told([change])[0]


def _blueprint_of(version: Version, change: DraftChange, is_since: bool) -> Any:
    return (version if is_since else change.version).blueprint.blueprint


def _newest_digest(version: Version) -> str:
    newest = version.changes.order_by("-pk").values_list("digest", flat=True).first()
    return newest or ""
