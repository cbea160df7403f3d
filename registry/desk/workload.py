"""Reports on the work of the desk: figures with charts, and as a table."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core.charts import bar_chart
from portal.core.tables.writing import CONTENT_TYPE, csv_file
from registry.desk.access import for_officers
from registry.procedure.workload import figures


@for_officers
@require_safe
def workload(request: HttpRequest) -> HttpResponse:
    """Who has how much, how old it is, what is overdue, what was decided when."""
    charts = [bar_chart(each.key, str(each.title), each.rows) for each in figures()]
    return render(request, "desk/workload.html", {"charts": charts})


@for_officers
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """The same as CSV."""
    rows = [[each.title, label, number] for each in figures() for label, number in each.rows]
    head = [_("Figure"), _("Of what"), _("Number")]
    response = HttpResponse(csv_file([head, *rows]), content_type=CONTENT_TYPE)
    name = f"workload-{timezone.localdate().isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
