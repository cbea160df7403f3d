"""Letters to bodies at the desk, as they were sent."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from registry.desk.access import for_officers
from registry.models import Letter


@for_officers
@require_safe
def letter(request: HttpRequest, number: str) -> HttpResponse:
    """A letter, with the way to what it is about."""
    sent = get_object_or_404(Letter.objects.select_related("filing"), number=number)
    context = {
        "letter": sent,
        "words": sent.content,
        "entries": sent.entries.all(),
        "readings": sent.readings.select_related("person"),
    }
    return render(request, "desk/letter.html", context)


@for_officers
@require_safe
def letter_file(request: HttpRequest, number: str) -> HttpResponse:
    """The letter as PDF."""
    from registry.pdf.documents import letter_pdf  # loading what makes PDF files takes a second

    sent = get_object_or_404(Letter, number=number)
    return HttpResponse(
        letter_pdf(sent),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{sent.number}.pdf"'},
    )
