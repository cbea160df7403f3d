"""Withdrawing a filing before its outcome, by its body."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.doors import person
from portal.accounts.second_factor import confirm_with_factor
from portal.core.errors import WrongState
from portal.core.form_refusals import attempt
from registry.models import Entry
from registry.procedure.actions import Withdraw
from registry.procedure.actions.withdrawing import ends_what_is_in_force, version_before_filing
from registry.procedure.permissions import may_take_back
from registry.workspace.access import filing_of
from registry.workspace.forms import WithdrawalForm
from schemes.designer.views.access import for_bodies


@for_bodies
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Say what withdrawing means, ask why, and withdraw."""
    user = person(request)
    filing = filing_of(request, number)
    may_take_back(user, filing).require()
    if filing.state not in Withdraw.from_states or Withdraw not in filing.procedure.acts:
        raise WrongState(_("This filing has its outcome already; it cannot be withdrawn any more."))
    entry = get_object_or_404(Entry, scheme=filing.scheme_id, organisation=filing.organisation_id)
    form = WithdrawalForm(
        request.POST or None, ends_what_is_in_force=ends_what_is_in_force(filing, entry)
    )
    status = 200
    if request.method == "POST":
        refusal = None
        if form.is_valid():
            confirm_with_factor(request)
            words = form.cleaned_data
            refusal = attempt(form, lambda: Withdraw(filing, user, **words).run())
        if form.is_valid():
            messages.success(request, _("The filing is withdrawn."))
            return redirect("workspace:filing", number=number)
        status = refusal.status if refusal else 422
    context = {
        "filing": filing,
        "entry": entry,
        "form": form,
        "before": version_before_filing(filing),
    }
    return render(request, "workspace/withdraw.html", context, status=status)
