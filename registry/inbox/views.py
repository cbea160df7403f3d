"""One page with what waits for a person and what is new to them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.doors import person
from portal.accounts.permissions import authors_of
from portal.core.listing import Column, Listing
from registry.inbox.news import count_new, events_for, mark_read, news_of
from registry.inbox.tasks import tasks_of

PER_PAGE = 20
TASKS = Listing(
    "tasks",
    (
        Column("what", _("What is to be done"), lambda row: row.label, lambda row: str(row.label)),
        Column("about", _("About what"), lambda row: row.about, lambda row: row.about),
        Column("due", _("Until when"), lambda row: row.until, lambda row: row.last_day),
    ),
    per_page=1000,
)


@login_required
@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Tasks with their dates, and the newest events."""
    user = person(request)
    listing = TASKS.shown(request, tasks_of(user))
    if listing.is_file:
        return listing.file()
    page = Paginator(events_for(user), PER_PAGE).get_page(request.GET.get("page"))
    events = list(page)
    context = {
        "base": "base_workspace.html" if authors_of(user).exists() else "base_desk.html",
        "listing": listing,
        "tasks": listing.rows,
        "page": page,
        "news": news_of(user, events),
        "new": count_new(user),
        # What came while the page was open is not marked with the rest.
        "now": timezone.now().isoformat(),
    }
    return render(request, "inbox/inbox.html", context)


@login_required
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """All that the page showed is read."""
    try:
        until = parse_datetime(request.POST.get("until", ""))
    except ValueError:
        until = None
    if until is not None and timezone.is_aware(until):
        mark_read(person(request), min(until, timezone.now()))
    return redirect("inbox:inbox")
