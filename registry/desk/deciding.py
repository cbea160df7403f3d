"""Deciding: outcome and reasons, then the letter and what becomes public, then the act."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts.doors import person
from portal.accounts.mailing import people_of
from portal.accounts.roles import Role
from portal.accounts.second_factor import confirm_with_factor
from portal.core.errors import WrongState
from portal.core.form_refusals import attempt
from portal.core.mail import rendered
from registry.desk.access import filing_under, for_officers
from registry.desk.cases.asked import requests_of, seats_of
from registry.desk.filing import (
    filing_context,
    proposal_of,
    report_at_submission,
    unsent_remarks,
)
from registry.desk.forms import HandBackForm, OutcomeForm, words_of
from registry.desk.outcomes import ACTIONS, action_of, previewed
from registry.desk.overtaken import filing_overtaken
from registry.desk.stating import StatementForm, is_stated, statement_asked
from registry.models import Duty, Filing
from registry.procedure.actions import HandBack
from registry.procedure.actions.review import review_token
from registry.procedure.cases.merging import merged
from registry.procedure.clock import clock_begun
from registry.procedure.grounds import grounds_of
from registry.procedure.notices import asked_before
from registry.procedure.notifications import decision_words, told_by_whom
from registry.procedure.permissions import may_decide
from registry.register.condition_fields import as_values
from registry.states import FilingState, Outcome

#: Stands in the preview of the mail for the number of a letter that is not sent yet.
TO_BE_GIVEN = "LT-..."


@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """Read what was proposed, decide this way or that, see what it will do, confirm it.

    The form travels through the preview; nothing is stored before the confirmation.
    """
    filing = _decidable(request, number)
    if request.method == "POST" and filing.state != FilingState.PROPOSED:
        return filing_overtaken(request, filing, [OutcomeForm(request.POST)])
    _require_proposed(filing)
    if request.method != "POST":
        return _form_page(request, filing, OutcomeForm(initial=_as_proposed(filing)))
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return _form_page(request, filing, form, 422)
    if "back" in request.POST:
        return _form_page(request, filing, OutcomeForm(initial=_to_go_on(form)))
    action = action_of(filing, person(request), form.cleaned_data)
    if "confirm" in request.POST:
        if not is_stated(statement_asked(request, filing, Duty.DECISION)):
            return _preview(request, filing, form, 422)
        confirm_with_factor(request)
    refusal = attempt(form, action.check if "confirm" not in request.POST else action.run)
    if refusal is not None:
        filing = _decidable(request, number)  # as it is now
        if filing.state != FilingState.PROPOSED:
            return filing_overtaken(request, filing, [form])
        return _form_page(request, filing, form, refusal.status)
    if "confirm" not in request.POST:
        return _preview(request, filing, form)
    messages.success(request, _("The decision is recorded; the certification body is told."))
    return redirect("desk:filing", number=number)


@for_officers
@require_POST
def hand_back(request: HttpRequest, number: str) -> HttpResponse:
    """Hand the proposal back to the officer; what was refused comes back as it was typed."""
    filing, form = _decidable(request, number), HandBackForm(request.POST)
    if filing.state != FilingState.PROPOSED:
        return filing_overtaken(request, filing, [form])
    refusal = None
    if form.is_valid():
        action = HandBack(filing, person(request), **form.cleaned_data)
        refusal = attempt(form, action.run)
    if form.is_valid():
        messages.success(request, _("The proposal is handed back; the officer is told."))
        return redirect("desk:filing", number=number)
    outcome = OutcomeForm(initial=_as_proposed(filing))
    return _form_page(request, filing, outcome, refusal.status if refusal else 422, form)


def _decidable(request: HttpRequest, number: str) -> Filing:
    """The filing, for somebody who may decide."""
    filing = filing_under(request, number)
    may_decide(request.user, filing).require()
    return filing


def _require_proposed(filing: Filing) -> None:
    if filing.state != FilingState.PROPOSED:
        raise WrongState(_("A decision is possible only while a proposal waits for one."))


def _as_proposed(filing: Filing) -> dict[str, Any]:
    """The form as the officer would fill it in."""
    proposal = filing.proposal
    assert proposal is not None, "The state says that there is one."
    return {**words_of(proposal), "seen": review_token(filing)}


def _to_go_on(form: OutcomeForm) -> dict[str, Any]:
    """What was filled in, for a form that is not judged yet."""
    words = form.cleaned_data
    return {**words, "conditions": as_values(words["conditions"])}


def _form_page(
    request: HttpRequest,
    filing: Filing,
    form: OutcomeForm,
    status: int = 200,
    back: HandBackForm | None = None,
) -> HttpResponse:
    if status == WrongState.status and back is None:  # read anew, decide anew
        words = request.POST.copy()
        words["seen"] = review_token(filing)
        form.data = words
    context = filing_context(request, filing, "decide") | {
        "form": form,
        "back": back or HandBackForm(initial={"seen": review_token(filing)}),
        "errors_of": back or form,
        "asks_again": asked_before(filing),
        "proposal": proposal_of(filing),
        "remarks": unsent_remarks(filing),
        "report": report_at_submission(filing),
        "requests": requests_of(person(request), filing),
        "seats": seats_of(filing),
        "merged": merged(filing),
    }
    return render(request, "desk/decide.html", context, status=status)


def _preview(
    request: HttpRequest, filing: Filing, form: OutcomeForm, status: int = 200
) -> HttpResponse:
    """The letter as it will be sent, and what the public will see."""
    words = form.cleaned_data
    asks = words["outcome"] == Outcome.CORRECTION_REQUESTED
    becomes = ACTIONS[words["outcome"]].to_state or filing.state
    clock = clock_begun(filing.procedure, becomes, timezone.localdate())
    remarks = unsent_remarks(filing)
    codes = [reason.code for reason in words["reason_codes"]]
    letter = decision_words(
        filing, words["outcome"], words["reasons"], codes, len(remarks) if asks else 0, clock
    )
    action = action_of(filing, person(request), form.cleaned_data)
    sent = previewed(action)
    letter |= told_by_whom(filing.told_of_delegation(person(request))) | {
        "remedy": action.remedy,
        "letter_number": TO_BE_GIVEN if sent.get("letter_preview") else "",
    }
    subject, body = rendered("decision", letter)
    context = filing_context(request, filing, "decide") | {
        "form": form,
        "asks": asks,
        "outcome": Outcome(words["outcome"]),
        "grounds": grounds_of(codes),
        "remarks": remarks if asks else [],
        **sent,
        "answer_clock": clock,
        "subject": subject,
        "letter": body,
        "recipients": people_of(filing.organisation, Role.AUTHOR, Role.SIGNATORY),
        "merged": merged(filing),
        "statement": _statement(request, filing),
    }
    return render(request, "desk/decide_preview.html", context, status=status)


def _statement(request: HttpRequest, filing: Filing) -> StatementForm | None:
    """Asked with the confirmation; the tick is missed only when it should have been there."""
    form = statement_asked(request, filing, Duty.DECISION)
    if form is not None and "confirm" not in request.POST:
        return StatementForm(words=form.words)
    return form
