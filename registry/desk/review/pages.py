"""The review table at the desk: one page, whose chapters open in it.

Without JavaScript each chapter is a page of its own; with it (review.js) the page asks for the
same addresses and gets the fragment that it shows.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.doors import person
from portal.accounts.models import User
from registry.desk.access import acts_at_desk, filing_under, for_officers
from registry.desk.filing import file_addresses, filing_context
from registry.desk.places import place_href
from registry.desk.review.margins import FILTERS
from registry.desk.review.neighbours import add_neighbours
from registry.desk.review.table import ReviewTable, review_table
from registry.models import ChapterRead, Filing
from registry.procedure.actions import Propose
from schemes.citations import chapter_keys

#: The fragments that the page asks for, by what they are put in place of.
PARTS = {"review": "desk/review/_table.html", "chapter": "desk/review/_chapter_alone.html"}


def part_asked(request: HttpRequest) -> str:
    """The fragment that the page asks for; empty for a whole page."""
    target = request.headers.get("HX-Target", "").partition("-")[0]
    return target if target in PARTS and "HX-Request" in request.headers else ""


@for_officers
@never_cache
@require_safe
def document(request: HttpRequest, number: str) -> HttpResponse:
    """The filed text with its first chapter open, or what `?only=` leaves of it.

    `?at=` leads to the page of a place.
    """
    filing = filing_under(request, number)
    if at := request.GET.get("at", ""):
        return redirect(place_href(filing, at))
    return _page(request, filing, "")


@for_officers
@never_cache
@require_safe
def chapter(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """The same with this chapter open; one without text yet is a place at the top."""
    filing = filing_under(request, number)
    if place := _former(filing, key):
        return redirect(place_href(filing, place))
    _must_exist(filing, key)
    return _page(request, filing, key)


@for_officers
@require_POST
def looked_at(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Note that somebody has looked at a chapter, and go on to the next; or take the note back."""
    filing = filing_under(request, number)
    _must_exist(filing, key)
    mine = ChapterRead.objects.filter(
        filing=filing, round=filing.round, chapter=key, person=person(request)
    )
    if not request.POST.get("done"):
        mine.delete()
    else:
        _note(filing, key, person(request))
    if part_asked(request):
        return _page(request, filing, key)
    keys = [one.key for one in review_table(filing, person(request)).chapters]
    later = keys[keys.index(key) + 1 :] if request.POST.get("done") and key in keys else []
    return redirect("desk:chapter", number=number, key=later[0] if later else key)


def _note(filing: Filing, key: str, user: User) -> None:
    """Two presses of the button leave one note."""
    ChapterRead.objects.get_or_create(filing=filing, round=filing.round, chapter=key, person=user)


def only_asked(request: HttpRequest) -> str:
    """What the text is narrowed down to, as the address says; empty for nothing that is known."""
    only = request.GET.get("only", "")
    return only if only in FILTERS else ""


def review_context(
    request: HttpRequest, filing: Filing, key: str = "", *, only: str = ""
) -> dict[str, Any]:
    """What the fragments of the table need."""
    table = review_table(filing, person(request), only=only, key=key)
    add_neighbours(filing, table)
    return {
        "filing": filing,
        "number": filing.number,
        "table": table,
        "open": _open(table, key),
        "may_note_reading": acts_at_desk(request.user),
        "may_remark": Propose.is_available(request.user, filing),
        "file_addresses": file_addresses(filing),
    }


def _page(request: HttpRequest, filing: Filing, key: str) -> HttpResponse:
    context = review_context(request, filing, key, only=only_asked(request))
    if part := part_asked(request):
        if part == "chapter" and context["open"] is None:
            raise Http404
        return render(request, PARTS[part], context)
    return render(
        request, "desk/document.html", filing_context(request, filing, "document") | context
    )


def _open(table: ReviewTable, key: str) -> Any:
    """The chapter of that key; the first where none is named."""
    return next((one for one in table.chapters if one.key == key or not key), None)


def _must_exist(filing: Filing, key: str) -> None:
    if key not in chapter_keys(filing.version):
        raise Http404


def _former(filing: Filing, key: str) -> str:
    """The first part of a section of the blueprint, by which chapters were called before."""
    if key in chapter_keys(filing.version):
        return ""
    sections = filing.version.blueprint.blueprint.sections
    parts = next((one.parts for one in sections if one.key == key), ())
    return next((f"/{part}" for part in parts if part in filing.version.document), "")
