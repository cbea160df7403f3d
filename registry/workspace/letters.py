"""Letters of the regulator as their body reads them: as a page, and as the file to keep."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.accounts.doors import person
from registry.models import Letter
from registry.register.permissions import may_read_letter
from registry.register.reading import note_reading
from schemes.designer.views.access import for_bodies


@for_bodies
@never_cache
@require_safe
def letter(request: HttpRequest, number: str) -> HttpResponse:
    """The letter as it was sent."""
    sent = _letter(request, number)
    context = {"letter": sent, "words": sent.content, "entries": sent.entries.all()}
    return render(request, "workspace/letter.html", context)


@for_bodies
@never_cache
@require_safe
def letter_file(request: HttpRequest, number: str) -> HttpResponse:
    """The letter as PDF."""
    from registry.pdf.documents import letter_pdf  # loading what makes PDF files takes a second

    sent = _letter(request, number)
    return HttpResponse(
        letter_pdf(sent),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{sent.number}.pdf"'},
    )


def _letter(request: HttpRequest, number: str) -> Letter:
    """The letter with a number, for people of its body (and those who review)."""
    found = get_object_or_404(
        Letter.objects.select_related("organisation", "filing"), number=number
    )
    may_read_letter(request.user, found).require_sight()
    note_reading(found, person(request))
    return found
