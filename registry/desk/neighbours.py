"""Schemes that a filed one resembles, with the body's answers, and side by side with each."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from registry.desk.access import filing_under, for_officers
from registry.desk.filing import filing_context
from schemes.similarity.answers import searched_on
from schemes.similarity.gate import compared, search
from schemes.similarity.neighbours import comparison, shown


@for_officers
@require_safe
def neighbours(request: HttpRequest, number: str) -> HttpResponse:
    """What the duplicate gate finds today, with what the body says about each."""
    filing = filing_under(request, number)
    document = filing.version.document
    found = search(
        document,
        organisation=filing.organisation,
        on=timezone.localdate(),
        exclude_scheme_id=filing.scheme_id,
    )
    context = filing_context(request, filing, "neighbours") | {
        "neighbours": [shown(document, near) for near in found],
        "searched": searched_on(document),
    }
    return render(request, "desk/neighbours.html", context)


@for_officers
@require_safe
def neighbour(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """One of them beside the filed scheme."""
    filing = filing_under(request, number)
    document = filing.version.document
    near = compared(document, key, organisation=filing.organisation, on=timezone.localdate())
    if near is None:
        raise Http404
    context = filing_context(request, filing, "neighbours") | {
        "near": shown(document, near),
        "rows": comparison(document, near),
        "ours": _("The filed scheme"),
    }
    return render(request, "desk/neighbour.html", context)
