"""The public digest of outcomes without names, and the same as data."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.core.tables.writing import csv_file
from registry.figures.outcome_months import months
from registry.figures.outcomes import Words, digest
from registry.models import DigestTerms

COLUMNS = ("month", "track", "outcome", "reasons", "fields", "summary", "cases")


@require_safe
def outcomes(request: HttpRequest) -> HttpResponse:
    """A table for each month that is over."""
    least = DigestTerms.objects.on(timezone.localdate()).least_bodies
    return render(request, "figures/outcomes.html", {"parts": months(), "least": least})


@require_safe
def outcomes_json(request: HttpRequest) -> HttpResponse:
    """The same as JSON."""
    words = Words()
    body = {
        "least_bodies_behind_a_field": DigestTerms.objects.on(timezone.localdate()).least_bodies,
        "results": [words.as_data(row) for row in digest()],
    }
    return _open(JsonResponse(body, json_dumps_params={"ensure_ascii": False}))


@require_safe
def outcomes_csv(request: HttpRequest) -> HttpResponse:
    """The same as CSV; several reasons or fields stand in one cell."""
    lines = [list(COLUMNS)]
    for row in digest():
        several = ["; ".join(row.reasons), "; ".join(row.fields)]
        lines.append(
            [f"{row.month:%Y-%m}", row.track, row.outcome, *several, row.summary, str(row.cases)]
        )
    response = HttpResponse(csv_file(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="outcomes.csv"'
    return _open(response)


def _open(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    return response
