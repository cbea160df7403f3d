"""One page with what waits for a person and what is new to them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.doors import person
from portal.accounts.permissions import authors_of
from registry.inbox.news import count_new, events_for, mark_read, news_of
from registry.inbox.tasks import tasks_of

PER_PAGE = 20


@login_required
@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Tasks with their dates, and the newest events."""
    user = person(request)
    page = Paginator(events_for(user), PER_PAGE).get_page(request.GET.get("page"))
    events = list(page)
    context = {
        "base": "base_workspace.html" if authors_of(user).exists() else "base_desk.html",
        "tasks": tasks_of(user),
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
