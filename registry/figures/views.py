"""The public page of durations, and the same as data."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core.charts import bar_chart
from portal.core.tables.writing import csv_file
from registry.figures.medians import FEW, by_track, medians

COLUMNS = ("track", "month", "cases", "working_days", "few_cases")
#: So many months stand in the picture; the table has all of them.
DRAWN = 12


@require_safe
def durations(request: HttpRequest) -> HttpResponse:
    """For each track a picture of the last months and a table of two years."""
    parts = [
        {
            "track": track,
            "months": months,
            "chart": bar_chart(
                f"durations-{track.key}",
                _("Median by month, in working days"),
                [(date_format(one.month, "YEAR_MONTH_FORMAT"), one.shown) for one in drawn],
            ),
        }
        for track, months in by_track(medians())
        for drawn in [months[:DRAWN]]
    ]
    return render(request, "figures/durations.html", {"parts": parts, "few": FEW})


@require_safe
def durations_json(request: HttpRequest) -> HttpResponse:
    """The same as JSON."""
    rows = [one.as_row() for one in medians()]
    body = {"unit": "working days of the regulator, net", "few": FEW, "results": rows}
    return _open(JsonResponse(body, json_dumps_params={"ensure_ascii": False}))


@require_safe
def durations_csv(request: HttpRequest) -> HttpResponse:
    """The same as CSV."""
    rows = (one.as_row() for one in medians())
    lines = [list(COLUMNS), *([str(row[name]) for name in COLUMNS] for row in rows)]
    response = HttpResponse(csv_file(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="durations.csv"'
    return _open(response)


def _open(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    return response
