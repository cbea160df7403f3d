"""The queue as a table for office programs: all that the filters let through, or what is chosen."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from portal.accounts.doors import person
from registry.desk.access import for_onlookers
from registry.desk.queue.columns import QUEUE, as_it_waits
from registry.desk.queue.filters import QueueForm, filtered
from registry.models import Filing
from registry.procedure.clock import Deadlines, overdue_before


@for_onlookers
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, form: str) -> HttpResponse:
    """CSV or XLSX in the order of the page; posted with chosen filings, those alone."""
    words, user = QueueForm(request.GET).words, person(request)
    meant: QuerySet[Filing]
    if numbers := request.POST.getlist("filing"):
        meant = Filing.objects.untouched_by(user).filter(number__in=numbers)
    else:
        deadlines = Deadlines.read()
        overdue = overdue_before(timezone.localdate(), deadlines)
        meant = filtered(user, words, overdue, deadlines)
    return QUEUE.shown(request, as_it_waits(meant, words)).file(form)
