"""The queue: what waits for the regulator, the longest waiting first, or in any other order."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.accounts.doors import person
from portal.accounts.permissions import may_decide_at_all, works_at_desk
from registry.desk.access import for_officers, is_of_branch
from registry.desk.queue.batch import ACTS
from registry.desk.queue.columns import QUEUE, as_it_waits
from registry.desk.queue.filters import QUEUE_VIEWED, QueueForm, filtered
from registry.desk.viewed import views_for
from registry.models import Filing, Mention
from registry.procedure.clock import Deadlines, overdue_before
from registry.procedure.working_days import years_without_calendar
from registry.procedure.workload import loads, total


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The queue, or for people of a branch the filings of their territory: each their own desk."""
    if is_of_branch(request.user):
        return redirect("desk:territory")
    answer: HttpResponse = queue(request)
    return answer


@for_officers
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What is overdue and due today in front, then the rest; views, filters and workload."""
    user = person(request)
    today = timezone.localdate()
    form = QueueForm(request.GET)
    deadlines = Deadlines.read()
    overdue = overdue_before(today, deadlines)
    filings = filtered(user, form.words, overdue, deadlines)
    listing = QUEUE.shown(request, as_it_waits(filings, form.words))
    if listing.is_file:
        return listing.file()
    workload = loads(Filing.objects.untouched_by(user), today, deadlines)
    context = {
        "form": form,
        "is_filtered": form.is_filtered,
        "listing": listing,
        "page": listing.page,
        "rows": listing.rows,
        **views_for(request, QUEUE_VIEWED),
        "acts": ACTS if works_at_desk(user) else (),
        "calls": Mention.objects.waiting_for(user).count(),
        "query": request.GET.urlencode(),
        "may_decide": may_decide_at_all(user),
        "to_decide": Filing.objects.decidable_by(user).count(),
        "workload": workload,
        "total": total(workload),
        "mine": sum(row.open for row in workload if row.officer == user),
        "not_mine": Filing.objects.touched_by(user).open().count(),
        "years_without_calendar": years_without_calendar(today, deadlines.calendar),
    }
    return render(request, "desk/queue.html", context)
