"""The outbox at the desk: what could not be carried out, and what a person decides about it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.doors import Door
from portal.core.errors import RulesBroken
from portal.core.models import MessageState, OutboxEvent, OutboxMessage
from portal.core.queues import Queue
from registry.desk.message_words import words_of
from registry.outbox.permissions import may_tend_outbox
from registry.outbox.tending import SetAside, TryAgain

ROWS_PER_PAGE = 25
#: Of what is still being tried, and of what was decided lately, the newest are enough.
SHOWN = 25


for_tenders = Door(may_tend_outbox)


@for_tenders
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """What was given up, what is still being tried, and what people decided lately."""
    return _page(request)


@for_tenders
@require_POST
def try_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one message back into its queue."""
    TryAgain(get_object_or_404(OutboxMessage, pk=pk), request.user).run()
    messages.success(request, _("It will be tried again at once."))
    return redirect(_here(request))


@for_tenders
@require_POST
def try_all_again(request: HttpRequest) -> HttpResponse:
    """Put everything back that was given up, as after a long failure of the mail server."""
    given_up = list(OutboxMessage.objects.given_up())
    for message in given_up:
        TryAgain(message, request.user).run()
    count = len(given_up)
    done = ngettext(
        "%(count)d message will be tried again at once.",
        "%(count)d messages will be tried again at once.",
        count,
    )
    messages.success(request, done % {"count": count})
    return redirect(_here(request))


@for_tenders
@require_POST
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide that one message need not be carried out any more."""
    message = get_object_or_404(OutboxMessage, pk=pk)
    reason = request.POST.get("reason", "")
    try:
        SetAside(message, request.user, reason=reason).run()
    except RulesBroken as refusal:
        return _page(request, error=(message.pk, str(refusal.message)), status=refusal.status)
    messages.success(request, _("It was set aside. It stays in the list below."))
    return redirect(_here(request))


def _here(request: HttpRequest) -> str:
    """The page of the list on which the message stood."""
    query = request.GET.urlencode()
    return f"{reverse('desk:outbox')}?{query}" if query else reverse("desk:outbox")


def _page(
    request: HttpRequest, error: tuple[int, str] = (0, ""), status: int = 200
) -> HttpResponse:
    rows = OutboxMessage.objects
    page = Paginator(rows.given_up(), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    load = rows.load_of_queues()
    failing = rows.failing().order_by("due_at")[:SHOWN]
    decided = OutboxEvent.objects.exclude(actor=None).select_related("message", "actor")
    context = {
        "page": page,
        "given_up": [(message, words_of(message)) for message in page],
        "queues": [(queue, load[queue.value]) for queue in Queue],
        "failing": [(message, words_of(message)) for message in failing],
        "decided": [(e, words_of(e.message)) for e in decided.order_by("-pk")[:SHOWN]],
        "error_at": error[0],
        "error": error[1],
        "set_aside": MessageState.SET_ASIDE,
    }
    return render(request, "desk/outbox.html", context, status=status)
