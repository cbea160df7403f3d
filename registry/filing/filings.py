"""A filing as its certification body sees it: clock, remarks to answer, decisions, history."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.attempt import attempt
from registry.clock import clock_of
from registry.filing.access import filing_of
from registry.filing.forms import AnswerForm
from registry.models import Entry, Filing, Remark
from registry.permissions import may_answer
from registry.places import place_in_form, place_name
from registry.remarks import answer_remark, answer_token
from registry.states import FilingState
from registry.timeline import filing_timeline_of_body
from schemes.drafts import begin_version
from schemes.models import Version
from schemes.states import VersionState
from schemes.views.access import for_bodies, person


@for_bodies
@never_cache
@require_safe
def filing(request: HttpRequest, number: str) -> HttpResponse:
    """Where the filing stands, and the remarks that wait for an answer."""
    return _page(request, filing_of(request, number))


@for_bodies
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Answer one remark; what was refused comes back as it was typed.

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
    return _page(request, filing, form, pk, refusal.status if refusal else 422)


@for_bodies
@require_POST
def correct(request: HttpRequest, number: str) -> HttpResponse:
    """Begin the corrected version, from the one that was filed."""
    user = person(request)
    filing = filing_of(request, number)
    may_answer(user, filing).require()
    begin_version(filing.scheme, user, same_blueprint=True)
    messages.success(request, _("The corrected version is begun as a draft."))
    return redirect("workspace:scheme", pk=filing.scheme_id)


def _page(
    request: HttpRequest,
    filing: Filing,
    bound: AnswerForm | None = None,
    bound_to: int = 0,
    status: int = 200,
) -> HttpResponse:
    """The page of a filing, with one of its answer forms as it was sent."""
    is_answerable = filing.state == FilingState.CORRECTION_REQUESTED and bool(
        may_answer(request.user, filing)
    )
    draft = _draft_after(filing)
    remarks = list(filing.remarks.sent().select_related("author", "answered_by"))
    shown = [
        _remark(filing, remark, draft, bound if remark.pk == bound_to else None)
        for remark in remarks
    ]
    context = {
        "filing": filing,
        "scheme": filing.scheme,
        "clock": clock_of(filing),
        "entry": Entry.objects.get(scheme=filing.scheme, organisation=filing.organisation),
        "remarks": [r for r in shown if r["remark"].round == filing.round],
        "earlier_remarks": [r for r in shown if r["remark"].round != filing.round],
        "unanswered": sum(not remark.is_answered for remark in remarks),
        "is_answerable": is_answerable,
        "draft": draft,
        "decisions": filing.decisions.select_related("decided_by").order_by("-round"),
        "submissions": filing.submissions.select_related("version", "submitted_by"),
        "timeline": filing_timeline_of_body(filing),
        "bound": bound,
    }
    return render(request, "workspace/filing.html", context, status=status)


def _remark(
    filing: Filing, remark: Remark, draft: Version | None, bound: AnswerForm | None
) -> dict[str, Any]:
    """A remark with the name of its place, where to change it, and the form for its answer."""
    is_written = draft is not None and draft.state == VersionState.DRAFT
    initial = {
        "seen": answer_token(remark),
        "kind": remark.answer_kind,
        "answer": remark.answer,
    }
    form = bound or AnswerForm(prefix=f"remark-{remark.pk}", initial=initial)
    return {
        "remark": remark,
        "place": place_name(filing.version, remark.address),
        "edit": place_in_form(filing.version, remark.address) if is_written else "",
        "form": form,
    }


def _draft_after(filing: Filing) -> Version | None:
    """The version begun after the one that was filed, while it is not submitted."""
    return (
        filing.scheme.versions.filter(
            state__in=[VersionState.DRAFT, VersionState.FROZEN],
            sequence__gt=filing.version.sequence,
        )
        .defer("document")
        .first()
    )
