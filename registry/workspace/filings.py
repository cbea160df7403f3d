"""A filing as its certification body sees it: clock, items to answer, decisions, history."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.doors import person
from portal.core.form_refusals import attempt
from portal.core.localised import document_language
from registry.catalogue.rule_text import rule_html
from registry.models import CoIssuer, Filing
from registry.procedure.actions import Withdraw
from registry.procedure.actions.issuing import asked_of
from registry.procedure.clock import clock_of
from registry.procedure.corrections import correction_of
from registry.procedure.experts.naming import names_for_body
from registry.procedure.extra_changes import declare, extra_changes
from registry.procedure.grounds import with_grounds
from registry.procedure.permissions import may_correct
from registry.procedure.remarks import answer_remark
from registry.procedure.timeline import filing_timeline_of_body
from registry.states import FilingState
from registry.workspace.access import filing_of
from registry.workspace.acts import offered_on, place_of
from registry.workspace.correcting import workbench
from registry.workspace.forms import AnswerForm, ExtraChangesForm
from schemes.designer.views.access import for_bodies
from schemes.drafts import begin_version
from schemes.permissions import may_see


@for_bodies
@never_cache
@require_safe
def filing(request: HttpRequest, number: str) -> HttpResponse:
    """Where the filing stands, and the items that wait for an answer."""
    return _page(request, filing_of(request, number))


@for_bodies
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Answer one item; what was refused comes back as it was typed.

    Who reloads that page, or changes its language, is back at the filing.
    """
    filing = filing_of(request, number)
    if request.method != "POST":
        return redirect("workspace:filing", number=number)
    user = person(request)
    remark = get_object_or_404(filing.remarks.sent(), pk=pk)
    form = AnswerForm(request.POST, prefix=f"remark-{pk}")
    refusal = None
    if form.is_valid():
        refusal = attempt(form, lambda: answer_remark(remark, user, **form.cleaned_data))
    if form.is_valid():
        messages.success(request, _("Your answer is saved."))
        return redirect(f"{reverse('workspace:filing', args=[number])}#remark-{pk}")
    status = refusal.status if refusal else 422
    return _page(request, filing, status, answering=(pk, form))


@for_bodies
@require_http_methods(["GET", "HEAD", "POST"])
def declare_extra(request: HttpRequest, number: str) -> HttpResponse:
    """Declare changes that were not asked for, each with its reason."""
    filing = filing_of(request, number)
    is_own = filing.awaits_correction and bool(may_correct(request.user, filing))
    correction = correction_of(filing) if is_own else None
    if request.method != "POST" or correction is None:
        return redirect("workspace:filing", number=number)
    user = person(request)
    places = [change.address for change in extra_changes(filing, correction)]
    form = ExtraChangesForm(request.POST, places=places)
    refusal, kept = None, 0

    def keep() -> None:
        nonlocal kept
        kept = declare(filing, user, form.reasons, form.cleaned_data["seen"])

    if form.is_valid():
        refusal = attempt(form, keep)
    if form.is_valid():
        told = ngettext(
            "%(count)d extra change is declared.", "%(count)d extra changes are declared.", kept
        )
        if kept:
            messages.success(request, told % {"count": kept})
        else:
            messages.warning(request, _("Nothing is declared: write a reason beside a change."))
        return redirect(f"{reverse('workspace:filing', args=[number])}#extra-changes")
    return _page(request, filing, refusal.status if refusal else 422, declaring=form)


@for_bodies
@require_POST
def correct(request: HttpRequest, number: str) -> HttpResponse:
    """Begin the corrected version, from the one that was filed."""
    user = person(request)
    filing = filing_of(request, number)
    may_correct(user, filing).require()
    begin_version(filing.scheme, user)
    messages.success(request, _("The corrected version is begun as a draft."))
    return redirect("workspace:scheme", pk=filing.scheme_id)


def _page(
    request: HttpRequest,
    filing: Filing,
    status: int = 200,
    answering: tuple[int, AnswerForm] | None = None,
    declaring: ExtraChangesForm | None = None,
) -> HttpResponse:
    """The page of a filing, with one of its forms as it was sent."""
    place = place_of(request.user, filing.scheme)
    context: dict[str, Any] = {
        "filing": filing,
        "scheme": filing.scheme,
        "scheme_page": _page_of_scheme(request, filing),
        "scheme_place": "" if place == reverse("workspace:dashboard") else place,
        "leader": filing.leader,
        "clock": clock_of(filing.leader or filing),
        "entry": filing.entry,
        "letters": filing.letters.all(),
        "notices": filing.notices.order_by("-round"),
        "asked": _asked(filing),
        "acts": offered_on(request.user, filing),
        "experts": names_for_body(filing),
        "decisions": with_grounds(filing.decisions.select_related("decided_by").order_by("-round")),
        "submissions": filing.submissions.select_related("version", "submitted_by"),
        "timeline": filing_timeline_of_body(filing),
        "may_withdraw": Withdraw in filing.procedure.acts
        and Withdraw.is_available(request.user, filing),
        "bound": (answering[1] if answering else None) or declaring,
        **_issuing(request, filing),
        **workbench(request, filing, answering, declaring),
    }
    return render(request, "workspace/filing.html", context, status=status)


def _page_of_scheme(request: HttpRequest, filing: Filing) -> str:
    """The scheme's own page; for who files another's text what the public reads of theirs."""
    if may_see(request.user, filing.scheme):
        return reverse("workspace:scheme", args=[filing.scheme_id])
    return filing.entry.get_absolute_url() if filing.entry is not None else ""


def _issuing(request: HttpRequest, filing: Filing) -> dict[str, Any]:
    """Who issues a scheme of the state as well; for a ministry that was named, the whole text."""
    named = list(CoIssuer.objects.of(filing))
    is_of_others = bool(named) and not may_see(request.user, filing.scheme)
    return {
        "named": named,
        "is_asked": bool(named) and asked_of(request.user, filing) is not None,
        "rule": rule_html(filing.version, document_language(), {}) if is_of_others else "",
    }


def _asked(filing: Filing) -> str:
    """What the regulator wrote when it asked for a corrected version without remarks."""
    if not filing.awaits_correction or filing.state == FilingState.CORRECTION_REQUESTED:
        return ""
    event = filing.events.filter(to_state=filing.state).latest("pk")
    return str(event.data.get("reason", ""))
