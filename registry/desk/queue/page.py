"""The queue: what waits for the regulator, the longest waiting first, or in any other order."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
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
from registry.desk.queue.columns import COLUMNS, in_order, loaded
from registry.desk.queue.filters import QueueForm, filtered
from registry.desk.queue.views import views_for
from registry.models import Filing, Mention
from registry.procedure.clock import Deadlines, clocks_of, overdue_before
from registry.procedure.people import officers_of_the_desk
from registry.procedure.working_days import years_without_calendar
from registry.states import FilingState
from registry.tracks import BODY

ROWS_PER_PAGE = 25
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
    ordered: Any = in_order(filings, form.words, today, deadlines)
    page = Paginator(ordered, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    rows = loaded(list(page.object_list))
    clocks = clocks_of(rows, today, deadlines)
    context = {
        "form": form,
        "is_filtered": form.is_filtered,
        "page": page,
        "rows": [(filing, clocks.get(filing.pk)) for filing in rows],
        "headings": _headings(str(form.words.get("sort", ""))),
        "all_chosen": "all" in request.GET,
        "views": views_for(request),
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


#: Columns of the table; what else can be an order is chosen in the form.
SHOWN = ("scheme", "state", "risk", "due", "received", "officer")


def _headings(sort: str) -> list[tuple[Any, str, str]]:
    """Each column's name, what it asks for next, and how it is sorted now, for `aria-sort`."""
    now = {sort: "ascending"} if not sort.startswith("-") else {sort[1:]: "descending"}
    return [
        (COLUMNS[key].label, f"-{key}" if sort == key else key, now.get(key, "none"))
        for key in SHOWN
    ]


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
