"""Reports on the work of the desk: figures with charts, and as a table."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from portal.core.charts import bar_chart
from portal.core.tables.writing import CONTENT_TYPE, csv_file
from registry.desk.access import for_officers
from registry.procedure.workload import DurationTable, duration_tables, figures


@for_officers
@require_safe
def workload(request: HttpRequest) -> HttpResponse:
    """Who has how much, how old it is, what is overdue, what was decided when."""
    charts = [bar_chart(each.key, str(each.title), each.rows) for each in figures()]
    tables = duration_tables()
    durations = [
        (each, bar_chart(f"durations-{each.key}", str(each.title), _bars(each))) for each in tables
    ]
    context = {"charts": charts, "durations": durations, "has_durations": bool(tables[0].rows)}
    return render(request, "desk/workload.html", context)


def _bars(table: DurationTable) -> list[tuple[str, float]]:
    """The median of twelve months, with how many cases it is of."""
    return [
        (
            ngettext("%(name)s, %(count)d case", "%(name)s, %(count)d cases", row.whole.cases)
            % {"name": row.label, "count": row.whole.cases},
            row.whole.shown,
        )
        for row in table.rows
    ]


@for_officers
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """The same as CSV."""
    rows = [[one.title, label, number] for one in figures() for label, number in one.rows]
    head = [_("Figure"), _("Of what"), _("Number")]
    response = HttpResponse(csv_file([head, *rows]), content_type=CONTENT_TYPE)
    name = f"workload-{timezone.localdate().isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@for_officers
@require_safe
def durations(request: HttpRequest) -> HttpResponse:
    """Durations by track and by officer, month by month, as CSV."""
    head = [_("Figure"), _("Of what"), _("Month"), _("Cases"), _("Median, working days")]
    rows = [
        [table.title, row.label, f"{month:%Y-%m}", one.cases, one.shown]
        for table in duration_tables()
        for row in table.rows
        for month, one in zip(table.months, row.months, strict=True)
        if one is not None
    ]
    response = HttpResponse(csv_file([head, *rows]), content_type=CONTENT_TYPE)
    name = f"durations-{timezone.localdate().isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
