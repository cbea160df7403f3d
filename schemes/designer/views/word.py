"""Word files of a scheme: bringing one, and its original beside the blueprint."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts.doors import person
from portal.core.localised import document_language
from schemes.designer.originals import (
    NOT_TAKEN,
    TRAY,
    Chapter,
    Parts,
    Progress,
    chapters_of,
    pieces_of,
    rows_of,
)
from schemes.designer.standard_facts import facts_of
from schemes.designer.views.access import for_bodies, newest_version
from schemes.designer.views.beginning import chosen_blueprint, chosen_body
from schemes.drafts import begin_scheme
from schemes.files.uploads import MAX_BYTES
from schemes.from_word.bringing import bring, knowledge_for, read_word
from schemes.from_word.placing import Outcome, Trouble, place, put_aside
from schemes.from_word.receiving import OF_A_CHANGE, receive, told_of
from schemes.from_word.refusals import Reason, WordRefused
from schemes.last_days import BlueprintOver
from schemes.models import Placement, Standing, Version, WordImport
from schemes.permissions import may_edit

#: What the file chooser of a form offers.
ACCEPTED = ".docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@for_bodies
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a scheme from a Word file: an empty draft with the file beside it."""
    body, blueprint = chosen_body(request), chosen_blueprint(request)
    try:
        name, data = _uploaded(request)
        original = read_word(data)
        with transaction.atomic():
            scheme = begin_scheme(body, blueprint, person(request))
            brought = bring(scheme.newest, person(request), name, data, original, _facts())
    except WordRefused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("designer:new")
    except BlueprintOver as over:
        messages.error(request, str(over.message))
        return redirect("designer:new")
    return redirect("designer:word-import", pk=scheme.pk, word_pk=brought.pk)


@for_bodies
@require_http_methods(["GET", "POST"])
def files(request: HttpRequest, pk: int) -> HttpResponse:
    """The Word files of a scheme, and a form for another one."""
    version = newest_version(request, pk)
    access = may_edit(request.user, version)
    context: dict[str, Any] = {"version": version, "scheme": version.scheme, "access": access}
    status = 200
    if request.method == "POST":
        access.require()
        try:
            name, data = _uploaded(request)
            return _brought(request, version, name, data)
        except WordRefused as refusal:
            context["refusal"], status = refusal, 422
    brought_here = imports_of(version).select_related("brought_by", "file")
    context["files"] = [(one, Progress.of(one.placements.all())) for one in brought_here]
    context["accepted"] = ACCEPTED
    return render(request, "designer/word.html", context, status=status)


@for_bodies
@require_http_methods(["GET", "POST"])
def original(request: HttpRequest, pk: int, word_pk: int) -> HttpResponse:
    """One file beside the blueprint, a chapter at a time; its tray and what is not taken."""
    version = newest_version(request, pk)
    brought = get_object_or_404(imports_of(version), pk=word_pk)
    access = may_edit(request.user, version)
    page = _Page(request, version, brought)
    if request.method != "POST":
        return page.answer(can_write=bool(access))
    access.require()
    outcome = page.carried_out()
    if outcome.troubles:
        return page.answer(can_write=True, troubles=outcome.troubles, status=422)
    return HttpResponseRedirect(page.address)


def _brought(request: HttpRequest, version: Version, name: str, data: bytes) -> HttpResponse:
    """A file of this scheme that came back shows its changes, any other one its chapters."""
    read = read_word(data)
    told = told_of(version, read)
    if told is not None:
        brought = receive(version, person(request), name, data, read, told, _facts())
        return redirect("designer:word-changes", pk=version.scheme_id, word_pk=brought.pk)
    brought = bring(version, person(request), name, data, read, _facts())
    return redirect("designer:word-import", pk=version.scheme_id, word_pk=brought.pk)


def imports_of(version: Version) -> Any:
    """The files that the body of a scheme itself brought; those of an owner before stay theirs."""
    return WordImport.objects.filter(
        scheme=version.scheme, organisation=version.scheme.organisation
    )


class _Page:
    """What a request shows of a file, and what it asks for."""

    def __init__(self, request: HttpRequest, version: Version, brought: WordImport) -> None:
        self.request, self.version, self.brought = request, version, brought
        self.pieces = pieces_of(brought)
        self.parts = Parts(knowledge_for(version, _facts()).vocabulary)
        self._load()
        shown = request.GET.get("show", "")
        known = {str(chapter.number) for chapter in self.chapters} | {TRAY, NOT_TAKEN}
        if shown and shown not in known:
            raise Http404(shown)
        first = next((c for c in self.chapters if c.open), self.chapters[0])
        self.shown = shown or str(first.number)

    def _load(self) -> None:
        rows = self.brought.placements.exclude(place__startswith=OF_A_CHANGE)
        self.placements = list(rows.order_by("position"))
        if not self.placements:
            raise Http404(self.brought.pk)
        self.chapters = chapters_of(self.pieces, self.placements, _("Before the first chapter"))

    @property
    def here(self) -> list[Placement]:
        """The placements that are shown."""
        if self.shown == TRAY:
            return [one for one in self.placements if one.standing == Standing.TRAY]
        if self.shown == NOT_TAKEN:
            return [one for one in self.placements if one.standing == Standing.NOT_TAKEN]
        return next(c.placements for c in self.chapters if str(c.number) == self.shown)

    @property
    def address(self) -> str:
        """This page again, at the row that was worked on."""
        verb, _colon, key = self.request.POST.get("do", "").partition(":")
        shown = self.shown
        if verb == "confirm-all":
            after = next((c for c in self.chapters if c.number > int(shown) and c.open), None)
            shown = str(after.number) if after else shown
        query = urlencode({"show": shown})
        path = reverse("designer:word-import", args=[self.version.scheme_id, self.brought.pk])
        return f"{path}?{query}" + (f"#row-{key}" if key.isdecimal() else "")

    # --- acts -------------------------------------------------------------------------------

    def carried_out(self) -> Outcome:
        """What the pressed button asks for."""
        verb, _colon, key = self.request.POST.get("do", "").partition(":")
        by_pk = {one.pk: one for one in self.here}
        chosen = [by_pk[int(key)]] if key.isdecimal() and int(key) in by_pk else []
        if verb == "confirm-all":
            chosen = [one for one in self.here if one.standing == Standing.PROPOSED]
        if verb in ("tray", "leave"):
            standing = Standing.TRAY if verb == "tray" else Standing.NOT_TAKEN
            keys = [one.pk for one in chosen]
            outcome = put_aside(self.brought, person(self.request), keys, standing, _facts())
        else:
            outcome = self._placed(chosen)
        self._tell(outcome)
        self.version.refresh_from_db()
        self._load()
        return outcome

    def _placed(self, chosen: list[Placement]) -> Outcome:
        wanted: dict[int, str] = {}
        unknown: list[Trouble] = []
        for one in chosen:
            typed = self.request.POST.get(f"to-{one.pk}", "")
            address = self.parts.address(typed) if typed.strip() else one.address
            same = typed.strip() == self.parts.name(one.address) if one.address else False
            address = one.address if same else address
            if address:
                wanted[one.pk] = address
            else:
                unknown.append(Trouble(one, "unknown"))
        outcome = place(self.brought, person(self.request), wanted, _facts())
        outcome.troubles += unknown
        return outcome

    def _tell(self, outcome: Outcome) -> None:
        if outcome.placed:
            n = outcome.placed
            said = ngettext(
                "%(n)d piece stands in the draft now.", "%(n)d pieces stand in the draft now.", n
            )
            messages.success(self.request, said % {"n": n})

    # --- the page ---------------------------------------------------------------------------

    def answer(
        self, *, can_write: bool, troubles: list[Trouble] | None = None, status: int = 200
    ) -> HttpResponse:
        """The page, with what could not be done beside its rows."""
        typed = {k: v for k, v in self.request.POST.items() if k.startswith("to-")}
        rows = list(rows_of(self.version, self.pieces, self.here, self.parts, document_language()))
        chapter = next((c for c in self.chapters if str(c.number) == self.shown), None)
        context = {
            "version": self.version,
            "scheme": self.version.scheme,
            "brought": self.brought,
            "chapters": self.chapters,
            "shown": self.shown,
            "chapter": chapter,
            "rows": rows,
            "parts": self.parts.names.values(),
            "progress": Progress.of(self.placements),
            "can_write": can_write,
            "typed": typed,
            "troubles": {one.placement.pk: sentence_of(one) for one in troubles or ()},
            "before": self._beside(chapter, -1),
            "after": self._beside(chapter, 1),
        }
        return render(self.request, "designer/word_import.html", context, status=status)

    def _beside(self, chapter: Chapter | None, by: int) -> Chapter | None:
        if chapter is None:
            return None
        at = self.chapters.index(chapter) + by
        return self.chapters[at] if 0 <= at < len(self.chapters) else None


def sentence_of(trouble: Trouble) -> str:
    """Why a piece could not be laid, and what to do."""
    sentences: Mapping[str, str] = {
        "occupied": _(
            "Something else stands there already: “%(found)s”. Choose another part, or change it "
            "in its section."
        ),
        "changed": _(
            "It was changed in the draft since it was placed. Take it out in its section, then "
            "place it anew."
        ),
        "kind": _("These words hold nothing of the kind that this part takes. Choose another one."),
        "full": _("The list has as many entries as a list may have."),
        "first": _("Place the Chinese words of this clause first."),
        "unknown": _("Choose a part of the blueprint from the list."),
    }
    return sentences[trouble.why] % {"found": str(trouble.found)[:80]}


def _uploaded(request: HttpRequest) -> tuple[str, bytes]:
    """The name and the bytes of the file that was sent; one that is too large is not read."""
    upload = request.FILES.get("file")
    if upload is None or isinstance(upload, list):
        raise WordRefused(Reason.NO_FILE)
    if (upload.size or 0) > MAX_BYTES:
        raise WordRefused(Reason.TOO_LARGE)
    return upload.name or "", upload.read()


def _facts() -> Any:
    return partial(facts_of, day=timezone.localdate())
