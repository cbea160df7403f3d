"""Correction notices as their body reads them: as a page, and as the file to keep."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.accounts.doors import person
from registry.models import Notice
from registry.procedure.permissions import may_see
from registry.register.reading import note_reading
from schemes.designer.views.access import for_bodies


@for_bodies
@never_cache
@require_safe
def notice(request: HttpRequest, number: str) -> HttpResponse:
    """The notice as it was sent."""
    sent = _notice(request, number)
    return render(request, "workspace/notice.html", {"notice": sent, "words": sent.content})


@for_bodies
@never_cache
@require_safe
def notice_file(request: HttpRequest, number: str) -> HttpResponse:
    """The notice as PDF."""
    from registry.pdf.documents import notice_pdf  # loading what makes PDF files takes a second

    sent = _notice(request, number)
    return HttpResponse(
        notice_pdf(sent),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{sent.number}.pdf"'},
    )


def _notice(request: HttpRequest, number: str) -> Notice:
    """The notice with a number, for people of its body (and those who review)."""
    found = get_object_or_404(Notice.objects.select_related("filing__organisation"), number=number)
    may_see(request.user, found.filing).require_sight()
    note_reading(found, person(request))
    return found
