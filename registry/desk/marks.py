"""The marks of a filing beside those that they resemble."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from registry.desk.access import filing_under, for_officers
from registry.desk.filing import filing_context
from schemes.marks.gate import look
from schemes.marks.pairs import FilePicture, shown
from schemes.marks.serving import known_mark_response


@for_officers
@require_safe
def marks(request: HttpRequest, number: str) -> HttpResponse:
    """What the mark gate finds today, and what the body has recorded of its own search."""
    filing = filing_under(request, number)
    document = filing.version.document
    found = look(
        document,
        organisation=filing.organisation,
        on=timezone.localdate(),
        exclude_scheme_id=filing.scheme_id,
    )
    context = filing_context(request, filing, "marks") | {
        "artworks": shown(found, filed_picture(number), known_picture),
        "recorded": (document.get("mark") or {}).get("similarity"),
    }
    return render(request, "desk/marks.html", context)


@for_officers
@require_safe
def picture(request: HttpRequest, table: str, pk: int) -> HttpResponseBase:
    """The picture of a protected or filed mark."""
    return known_mark_response(table, pk)


def filed_picture(number: str) -> FilePicture:
    """Where the pictures of a filing's files are."""

    def address(sha256: str) -> str:
        return f"{reverse('desk:file', args=[number, sha256])}?preview=1"

    return address


def known_picture(table: str, pk: int) -> str:
    """Where the picture of a protected or filed mark is."""
    return reverse("desk:mark-picture", args=[table, pk])
