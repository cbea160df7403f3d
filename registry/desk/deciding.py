"""Deciding: outcome and reasons, then the letter and what becomes public, then the act."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.roles import Role
from portal.accounts.second_factor import confirm_with_factor
from portal.core.errors import WrongState
from portal.core.mail import rendered
from registry.actions import RecordNoObjection, RequestCorrection
from registry.actions.review import Decide, review_token
from registry.attempt import attempt
from registry.clock import answer_clock
from registry.desk.access import filing_under, for_officers, officer
from registry.desk.filing import filing_context, report_at_submission
from registry.desk.forms import DecisionForm
from registry.models import Filing
from registry.notifications import decision_words, people_of
from registry.permissions import may_decide
from registry.places import place_name
from registry.states import FilingState, Outcome

ACTIONS: dict[str, type[Decide]] = {
    Outcome.NO_OBJECTION: RecordNoObjection,
    Outcome.CORRECTION_REQUESTED: RequestCorrection,
}


@for_officers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """Write the decision, see what it will do, confirm it.

    The form travels through the preview; nothing is stored before the confirmation.
    """
    filing = filing_under(request, number)
    may_decide(request.user, filing).require()
    if filing.state != FilingState.UNDER_REVIEW:
        raise WrongState(_("A decision is possible only while the filing is under review."))
    if request.method != "POST":
        return _form_page(request, filing, DecisionForm(initial={"seen": review_token(filing)}))
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _form_page(request, filing, form, 422)
    if "back" in request.POST:
        return _form_page(request, filing, DecisionForm(initial=form.cleaned_data))
    action = _action(request, filing, form)
    if "confirm" in request.POST:
        confirm_with_factor(request)
    refusal = attempt(form, action.check if "confirm" not in request.POST else action.run)
    if refusal is not None:
        return _form_page(request, filing, form, refusal.status)
    if "confirm" not in request.POST:
        return _preview(request, filing, form)
    messages.success(request, _("The decision is recorded; the certification body is told."))
    return redirect("desk:filing", number=number)


def _action(request: HttpRequest, filing: Filing, form: DecisionForm) -> Decide:
    user = officer(request)
    words = form.cleaned_data
    return ACTIONS[words["outcome"]](
        filing,
        user,
        reasons=words["reasons"],
        reason_codes=[reason.code for reason in words["reason_codes"]],
        seen=words["seen"],
    )


def _form_page(
    request: HttpRequest, filing: Filing, form: DecisionForm, status: int = 200
) -> HttpResponse:
    if status == WrongState.status:  # read anew, decide anew
        words = request.POST.copy()
        words["seen"] = review_token(filing)
        form.data = words
    context = filing_context(request, filing, "decide") | {
        "form": form,
        "remarks": _unsent(filing),
        "report": report_at_submission(filing),
    }
    return render(request, "desk/decide.html", context, status=status)


def _preview(request: HttpRequest, filing: Filing, form: DecisionForm) -> HttpResponse:
    """The letter as it will be sent, and what the public will see."""
    words = form.cleaned_data
    asks = words["outcome"] == Outcome.CORRECTION_REQUESTED
    clock = answer_clock(filing.track, timezone.localdate()) if asks else None
    remarks = _unsent(filing)
    codes = [reason.code for reason in words["reason_codes"]]
    letter = decision_words(
        filing, words["outcome"], words["reasons"], codes, len(remarks) if asks else 0, clock
    )
    subject, body = rendered("decision", letter)
    context = filing_context(request, filing, "decide") | {
        "form": form,
        "asks": asks,
        "outcome": Outcome(words["outcome"]),
        "reason_codes": words["reason_codes"],
        "remarks": remarks if asks else [],
        "answer_clock": clock,
        "subject": subject,
        "letter": body,
        "recipients": people_of(filing.organisation, Role.AUTHOR, Role.SIGNATORY),
    }
    return render(request, "desk/decide_preview.html", context)


def _unsent(filing: Filing) -> list[tuple[Any, str]]:
    """The remarks that a request for correction would send, with the names of their places."""
    rows = filing.remarks.unsent().select_related("author")
    return [(remark, place_name(filing.version, remark.address)) for remark in rows]
