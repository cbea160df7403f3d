"""Deregistering a scheme at the body's own wish."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.second_factor import confirm_with_factor
from portal.core.errors import WrongState
from registry.actions import Deregister
from registry.attempt import attempt
from registry.filing.forms import DeregistrationForm
from registry.models import Entry
from registry.permissions import may_end, may_see_entry
from registry.readiness import filing_under_way
from schemes.views.access import for_bodies, person


@for_bodies
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def deregister(request: HttpRequest, number: str) -> HttpResponse:
    """Say what ending a scheme means, ask why, and end it."""
    user = person(request)
    entries = Entry.objects.select_related("scheme", "organisation", "version")
    entry = get_object_or_404(entries, number=number)
    may_see_entry(user, entry).require_sight()
    may_end(user, entry).require()
    if entry.state not in Deregister.from_states:
        raise WrongState(
            _("This scheme was deregistered already; its page in the register says when and why.")
        )
    form = DeregistrationForm(request.POST or None)
    status = 200
    if request.method == "POST":
        refusal = None
        if form.is_valid():
            confirm_with_factor(request)
            reason = form.cleaned_data["reason"]
            refusal = attempt(form, lambda: Deregister(entry, user, reason=reason).run())
        if form.is_valid():
            messages.success(request, _("The scheme is deregistered."))
            return redirect("workspace:scheme", pk=entry.scheme_id)
        status = refusal.status if refusal else 422
    context = {"entry": entry, "form": form, "under_way": filing_under_way(entry.version)}
    return render(request, "workspace/deregister.html", context, status=status)
