"""Letters to bodies at the desk, as they were sent."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from registry.desk.access import for_officers, is_of_branch
from registry.models import Letter
from registry.procedure.permissions import may_see
from registry.register.permissions import may_read_letter


@for_officers
@require_safe
def letter(request: HttpRequest, number: str) -> HttpResponse:
    """A letter, with the way to what it is about."""
    sent = _letter(request, number)
    context = {
        "letter": sent,
        "of_branch": is_of_branch(request.user),
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

    sent = _letter(request, number)
    return HttpResponse(
        letter_pdf(sent),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{sent.number}.pdf"'},
    )


def _letter(request: HttpRequest, number: str) -> Letter:
    """The letter; people of a branch read those of their territory alone."""
    letters = Letter.objects.select_related("filing", "organisation")
    sent = get_object_or_404(letters, number=number)
    if is_of_branch(request.user) and sent.filing is not None:
        may_see(request.user, sent.filing).require_sight()
    else:
        may_read_letter(request.user, sent).require_sight()
    return sent
