"""Proposing the outcome of a review, which another person then decides."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts.doors import person
from portal.core.errors import WrongState
from portal.core.form_refusals import attempt
from registry.desk.access import filing_under, for_officers
from registry.desk.cases.asked import requests_of, seats_of
from registry.desk.filing import filing_context, report_at_submission, unsent_remarks
from registry.desk.forms import OutcomeForm, words_of
from registry.desk.outcomes import action_of, previewed, words_of_form
from registry.desk.stating import is_stated, statement_asked
from registry.models import Duty, Filing
from registry.procedure.actions import Propose
from registry.procedure.actions.awaiting import opinions_awaited
from registry.procedure.actions.review import review_token
from registry.procedure.cases.merging import merged
from registry.procedure.notices import asked_before
from registry.procedure.permissions import may_review_filing
from registry.states import FilingState


@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, number: str) -> HttpResponse:
    """Outcome and reasons; what was refused comes back as it was typed."""
    filing = filing_under(request, number)
    may_review_filing(request.user, filing).require()
    if filing.state != FilingState.UNDER_REVIEW:
        raise WrongState(_("An outcome can be proposed only while the filing is under review."))
    if request.method != "POST":
        return _page(request, filing, OutcomeForm(initial=_last_time(filing)))
    form = OutcomeForm(request.POST)
    if "preview" in request.POST:
        return _page(request, filing, form, 200 if form.is_valid() else 422)
    refusal = None
    stated = is_stated(statement_asked(request, filing, Duty.REVIEW))
    if form.is_valid() and stated:
        action = Propose(filing, person(request), **words_of_form(form.cleaned_data))
        refusal = attempt(form, action.run)
    if not (form.is_valid() and stated):
        return _page(request, filing, form, refusal.status if refusal else 422)
    messages.success(request, _("The proposal is recorded; a decider is told and decides."))
    return redirect("desk:filing", number=number)


def _last_time(filing: Filing) -> dict[str, object]:
    """What was proposed and handed back in this round, to go on from."""
    before = filing.proposals.filter(round=filing.round).order_by("-pk").first()
    words = words_of(before) if before else {}
    return {**words, "seen": review_token(filing)}


def _letter(request: HttpRequest, filing: Filing, form: OutcomeForm) -> dict[str, Any]:
    """The letter or the notice of what is proposed, when it was asked for; another one signs."""
    if "preview" not in request.POST or not form.is_valid():
        return {}
    return previewed(action_of(filing, None, form.cleaned_data))


def _page(
    request: HttpRequest, filing: Filing, form: OutcomeForm, status: int = 200
) -> HttpResponse:
    if status == WrongState.status:  # read anew, propose anew
        words = request.POST.copy()
        words["seen"] = review_token(filing)
        form.data = words
    handed_back = filing.events.filter(event="handed_back").select_related("actor")
    context = filing_context(request, filing, "decide") | {
        "form": form,
        "awaited": "" if form.is_bound else opinions_awaited(filing),
        "handed_back": handed_back.order_by("-pk").first(),
        "remarks": unsent_remarks(filing),
        "asks_again": asked_before(filing),
        **_letter(request, filing, form),
        "report": report_at_submission(filing),
        "statement": statement_asked(request, filing, Duty.REVIEW),
        "requests": requests_of(person(request), filing),
        "seats": seats_of(filing),
        "merged": merged(filing),
    }
    return render(request, "desk/propose.html", context, status=status)
