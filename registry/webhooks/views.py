"""Where a body's systems are told, and how the last messages to them went."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.doors import person
from portal.accounts.models import Organisation
from portal.accounts.permissions import bodies_of
from portal.core.errors import Unseen
from portal.core.form_refusals import attempt
from registry.models import Delivery, Webhook
from registry.webhooks.addresses import (
    end,
    enter,
    give_new_secret,
    may_change_webhooks,
    may_see_webhooks,
)
from registry.webhooks.forms import WebhookForm
from registry.webhooks.telling import put_again, try_address
from schemes.designer.views.access import for_bodies

#: The newest messages to an address; what is older nobody looks for here.
SHOWN = 25


@for_bodies
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def webhooks(request: HttpRequest) -> HttpResponse:
    """The addresses of the body; an administrator enters a new one and sees its secret once."""
    user = person(request)
    organisation = _chosen(request)
    form = WebhookForm()
    status = 200
    if request.method == "POST":
        may_change_webhooks(user, organisation).require()
        form = WebhookForm(request.POST)
        refusal = None
        made: list[tuple[Webhook, str]] = []
        if form.is_valid():
            raise_if_reauthentication_required(request, app="allauth.account")
            words = form.cleaned_data
            refusal = attempt(form, lambda: made.append(enter(organisation, user, **words)))
        if made:
            return _secret(request, *made[0])
        status = refusal.status if refusal else 422
    rows = organisation.webhooks.in_use()
    context = {
        "organisation": organisation,
        "others": bodies_of(user).exclude(pk=organisation.pk),
        "form": form,
        "may_change": bool(may_change_webhooks(user, organisation)),
        "rows": [(row, row.deliveries.select_related("message").first()) for row in rows],
    }
    return render(request, "webhooks/webhooks.html", context, status=status)


@for_bodies
@never_cache
@require_safe
def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """One address: what it is told, and the last messages to it."""
    found = _webhook(request, pk)
    context = {
        "webhook": found,
        "deliveries": found.deliveries.select_related("message")[:SHOWN],
        "may_change": bool(may_change_webhooks(request.user, found.organisation)),
    }
    return render(request, "webhooks/webhook.html", context)


@for_bodies
@never_cache
@require_POST
def rotate(request: HttpRequest, pk: int) -> HttpResponse:
    """A new secret, shown once."""
    found = _webhook(request, pk)
    raise_if_reauthentication_required(request, app="allauth.account")
    return _secret(request, found, give_new_secret(found, person(request)))


@for_bodies
@require_POST
def try_it(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a message that says nothing but that the address works."""
    found = _webhook(request, pk)
    may_change_webhooks(request.user, found.organisation).require()
    try_address(found, found.organisation)
    messages.success(request, _("A test message is on its way; look here in a moment."))
    return redirect("webhooks:webhook", pk=pk)


@for_bodies
@require_POST
def send_again(request: HttpRequest, pk: int, delivery: int) -> HttpResponse:
    """Send a message again that was given up."""
    found = _webhook(request, pk)
    may_change_webhooks(request.user, found.organisation).require()
    message = get_object_or_404(Delivery, pk=delivery, webhook=found)
    if message.is_given_up:
        put_again(message)
    messages.success(request, _("It will be sent again at once."))
    return redirect("webhooks:webhook", pk=pk)


@for_bodies
@require_POST
def end_it(request: HttpRequest, pk: int) -> HttpResponse:
    """The address is told nothing any more."""
    found = _webhook(request, pk)
    raise_if_reauthentication_required(request, app="allauth.account")
    end(found, person(request))
    messages.success(request, _("The address is told nothing any more."))
    return redirect(f"{reverse('webhooks:webhooks')}?of={found.organisation.slug}")


def _secret(request: HttpRequest, made: Webhook, secret: str) -> HttpResponse:
    return render(request, "webhooks/secret.html", {"webhook": made, "secret": secret})


def _chosen(request: HttpRequest) -> Organisation:
    own = bodies_of(request.user)
    slug = request.POST.get("of") or request.GET.get("of")
    chosen: Any = own.filter(slug=slug).first() if slug else own.first()
    if chosen is None:
        raise Unseen
    return chosen


def _webhook(request: HttpRequest, pk: int) -> Webhook:
    found = get_object_or_404(Webhook.objects.select_related("organisation"), pk=pk)
    may_see_webhooks(request.user, found.organisation).require_sight()
    return found
