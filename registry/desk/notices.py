"""Correction notices at the desk, as they were sent."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from registry.desk.access import filing_under, for_officers
from registry.desk.filing import filing_context


@for_officers
@require_safe
def notice(request: HttpRequest, number: str, notice: str) -> HttpResponse:
    """A notice of the filing."""
    filing = filing_under(request, number)
    sent = get_object_or_404(filing.notices, number=notice)
    context = filing_context(request, filing, "filing") | {
        "notice": sent,
        "words": sent.content,
        "readings": sent.readings.select_related("person"),
    }
    return render(request, "desk/notice.html", context)


@for_officers
@require_safe
def notice_file(request: HttpRequest, number: str, notice: str) -> HttpResponse:
    """The notice as PDF."""
    from registry.pdf.documents import notice_pdf  # loading what makes PDF files takes a second

    sent = get_object_or_404(filing_under(request, number).notices, number=notice)
    return HttpResponse(
        notice_pdf(sent),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{sent.number}.pdf"'},
    )
