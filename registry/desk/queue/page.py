"""The queue: what waits for the regulator, the longest waiting first, or in any other order."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.accounts.doors import person
from portal.accounts.models import User
from portal.accounts.permissions import may_decide_at_all, works_at_desk
from registry.desk.access import for_officers
from registry.desk.queue.batch import ACTS
from registry.desk.queue.columns import QUEUE, as_it_waits
from registry.desk.queue.filters import QUEUE_VIEWED, QueueForm, filtered
from registry.desk.viewed import views_for
from registry.models import Filing, Mention
from registry.procedure.clock import Deadlines, overdue_before
from registry.procedure.people import officers_of_the_desk
from registry.procedure.working_days import years_without_calendar
from registry.states import FilingState
from registry.tracks import BODY

ONE_DAY = timedelta(days=1)


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
    context = {
        "form": form,
        "is_filtered": form.is_filtered,
        "listing": listing,
        "page": listing.page,
        "rows": listing.rows,
        **views_for(request, QUEUE_VIEWED),
        "silent": Filing.objects.cases()
        .untouched_by(user)
        .filter(overdue_before(today, deadlines, BODY))
        .count(),
        "acts": ACTS if works_at_desk(user) else (),
        "calls": Mention.objects.waiting_for(user).count(),
        "query": request.GET.urlencode(),
        "may_decide": may_decide_at_all(user),
        "to_decide": Filing.objects.decidable_by(user).count(),
        "counts": _counts(user, overdue, overdue_before(today + ONE_DAY, deadlines)),
        "workload": _workload(overdue),
        "not_mine": Filing.objects.touched_by(user).open().count(),
        "years_without_calendar": years_without_calendar(today, deadlines.calendar),
    }
    return render(request, "desk/queue.html", context)


def _counts(user: User, overdue: Q, due_by_today: Q) -> dict[str, int]:
    """How much waits, is overdue, is due today, and is on this person's own desk."""
    counts: dict[str, int] = (
        Filing.objects.cases()
        .untouched_by(user)
        .waiting_for_regulator()
        .aggregate(
            waiting=Count("pk"),
            overdue=Count("pk", filter=overdue),
            due_by_today=Count("pk", filter=due_by_today),
            mine=Count("pk", filter=Q(officer=user)),
        )
    )
    return {**counts, "due_today": counts["due_by_today"] - counts["overdue"]}


def _workload(overdue: Q) -> list[dict[str, Any]]:
    """How many filings each officer has under review, and how many of them are overdue."""
    loads = {
        row["officer"]: row
        for row in Filing.objects.filter(state=FilingState.UNDER_REVIEW)
        .values("officer")
        .annotate(load=Count("pk"), overdue=Count("pk", filter=overdue))
    }
    nothing = {"load": 0, "overdue": 0}
    return [{**loads.get(o.pk, nothing), "officer": o} for o in officers_of_the_desk()]
