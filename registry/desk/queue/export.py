"""The queue as a table for office programs: all that the filters let through, or what is chosen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from portal.accounts.doors import person
from portal.core.tables.writing import CONTENT_TYPE, WORKBOOK, csv_file, xlsx_file
from registry.desk.access import for_onlookers
from registry.desk.queue.columns import clocks_in_portions, in_order, loaded
from registry.desk.queue.filters import QueueForm, filtered
from registry.models import Filing
from registry.procedure.clock import Clock, Deadlines, overdue_before

WRITERS = {"csv": (csv_file, CONTENT_TYPE), "xlsx": (xlsx_file, WORKBOOK)}
#: So many rows are read at once.
PORTION = 1000


@for_onlookers
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, form: str) -> HttpResponse:
    """CSV or XLSX, every cell guarded; posted with chosen filings, those alone."""
    if form not in WRITERS:
        raise Http404
    write, kind = WRITERS[form]
    response = HttpResponse(write(_rows(request)), content_type=kind)
    name = f"filings-{timezone.localdate().isoformat()}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _rows(request: HttpRequest) -> Iterator[list[Any]]:
    today, deadlines = timezone.localdate(), Deadlines.read()
    yield [
        _("Filing number"),
        _("Scheme"),
        _("Rule number"),
        _("Certification body"),
        _("Approval number"),
        _("Track"),
        _("State"),
        _("Risk"),
        _("Fast lane"),
        _("First submitted"),
        _("Last submitted"),
        _("Submission"),
        _("Last day"),
        _("Working days left"),
        _("Officer"),
    ]
    keys = _chosen(request, today, deadlines)
    for start in range(0, len(keys), PORTION):
        filings = loaded(keys[start : start + PORTION])
        clocks = clocks_in_portions(filings, today, deadlines)
        for filing in filings:
            yield _cells(filing, clocks.get(filing.pk))


def _chosen(request: HttpRequest, today: Any, deadlines: Deadlines) -> list[Any]:
    """The keys of the filings, in the order of the page."""
    words = QueueForm(request.GET).words
    numbers = request.POST.getlist("filing")
    if numbers:
        chosen = Filing.objects.untouched_by(person(request)).filter(number__in=numbers)
        ordered = in_order(chosen, {"state": "all", **words}, today, deadlines)
    else:
        overdue = overdue_before(today, deadlines)
        meant = filtered(person(request), words, overdue, deadlines)
        ordered = in_order(meant, words, today, deadlines)
    return ordered if isinstance(ordered, list) else list(ordered.values_list("pk", flat=True))


def _cells(filing: Filing, clock: Clock | None) -> list[Any]:
    return [
        filing.number,
        filing.scheme,
        filing.scheme.rule_number,
        filing.organisation,
        filing.organisation.approval_no,
        filing.procedure.name,
        filing.get_state_display(),
        filing.risk.get_level_display() if hasattr(filing, "risk") else None,
        pgettext("answer", "yes") if filing.in_fast_lane else pgettext("answer", "no"),
        timezone.localdate(filing.submitted_at),
        timezone.localdate(filing.received_at),
        filing.round,
        clock.due if clock else None,
        clock.left if clock else None,
        filing.officer,
    ]
