"""Asking for opinions, giving them, letting them go."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts.doors import person
from portal.core.errors import WrongState
from portal.core.form_refusals import attempt
from registry.desk.access import filing_under, for_officers
from registry.desk.cases.forms import AskForm, MergeForm, OpinionForm, ReleaseForm
from registry.desk.cases.page import page
from registry.desk.filing import filing_context
from registry.desk.stating import is_stated, statement_asked
from registry.models import Duty, Filing, OpinionRequest
from registry.procedure.cases import AskForOpinion
from registry.procedure.cases.merging import as_seen, merge_opinions, merged
from registry.procedure.cases.opinions import give_opinion, release_opinion
from registry.procedure.permissions import may_ask_for_opinions, may_give_opinion


@for_officers
@require_POST
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask somebody; what was refused comes back as it was typed."""
    filing = filing_under(request, number)
    may_ask_for_opinions(request.user, filing).require()
    form = AskForm(request.POST, prefix="ask")
    refusal = None
    if form.is_valid():
        action = AskForOpinion(filing, person(request), **form.cleaned_data)
        refusal = attempt(form, action.run)
    if form.is_valid():
        messages.success(request, _("The opinion is asked for; the colleague is told."))
        return redirect("desk:case", number=number)
    return page(request, filing, {"ask": form}, status=refusal.status if refusal else 422)


@for_officers
@require_POST
def merge(request: HttpRequest, number: str) -> HttpResponse:
    """Write the joint opinion; what was refused comes back as it was typed."""
    filing = filing_under(request, number)
    may_ask_for_opinions(request.user, filing).require()
    form = MergeForm(request.POST, prefix="merge")
    refusal = None
    if form.is_valid():
        words = form.cleaned_data
        refusal = attempt(form, lambda: merge_opinions(filing, person(request), **words))
    if form.is_valid():
        messages.success(request, _("The joint opinion stands on the record."))
        return redirect("desk:case", number=number)
    if refusal is not None and refusal.status == WrongState.status:  # read anew, write anew
        typed = request.POST.copy()
        typed["merge-seen"] = as_seen(merged(filing))
        form.data = typed
    return page(request, filing, {"merge": form}, status=refusal.status if refusal else 422)


@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The opinion, with the statement of impartiality where it was not made yet."""
    filing = filing_under(request, number)
    asked = _asked(filing, pk)
    may_give_opinion(request.user, filing, asked).require()
    form = OpinionForm(request.POST or None)
    statement = statement_asked(request, filing, Duty.OPINION)
    status, is_post = 200, request.method == "POST"
    if is_post:
        refusal, stated = None, is_stated(statement)
        if form.is_valid() and stated:
            words = form.cleaned_data
            refusal = attempt(form, lambda: give_opinion(asked, person(request), **words))
        if form.is_valid() and stated:
            messages.success(request, _("Your opinion stands on the record."))
            return redirect("desk:case", number=number)
        status = refusal.status if refusal else 422
    context = filing_context(request, filing, "case") | {
        "asked": asked,
        "form": form,
        "statement": statement,
    }
    return render(request, "desk/opinion.html", context, status=status)


@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Not wait any longer, with the reason."""
    filing = filing_under(request, number)
    asked = _asked(filing, pk)
    may_ask_for_opinions(request.user, filing).require()
    form = ReleaseForm(request.POST or None)
    status = 200
    if request.method == "POST":
        refusal = None
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            refusal = attempt(form, lambda: release_opinion(asked, person(request), reason))
        if form.is_valid():
            messages.success(request, _("The opinion is not waited for any more."))
            return redirect("desk:case", number=number)
        status = refusal.status if refusal else 422
    context = filing_context(request, filing, "case") | {"asked": asked, "form": form}
    return render(request, "desk/release_opinion.html", context, status=status)


def _asked(filing: Filing, pk: int) -> OpinionRequest:
    return get_object_or_404(filing.opinion_requests.with_answers(), pk=pk)
