"""Writing and editing remarks at places of the document, and taking them back.

In the review table the form stands beside its place and nothing else is loaded (review.js asks
with `HX-Request`); without JavaScript it has a page of its own, which leads back to the place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.doors import person
from portal.accounts.models import User
from portal.core.errors import DomainError, WrongState
from portal.core.form_refusals import attempt
from portal.core.localised import document_language
from portal.reference.field_names import known_fields
from portal.reference.units import known_units
from registry.desk.access import filing_under, for_officers
from registry.desk.filing import filing_context, remarks_of
from registry.desk.forms import WithdrawForm
from registry.desk.places import place_href
from registry.desk.remark_form import RemarkForm, begun, taken_over
from registry.desk.review.pages import only_asked, review_context
from registry.models import Filing, Remark
from registry.procedure.filed_places import cited_place, place_exists
from registry.procedure.grounds import with_grounds
from registry.procedure.permissions import may_edit_remark, may_review_filing, may_withdraw
from registry.procedure.remarks import edit_remark, withdraw_remark, wording_token, write_remark
from registry.states import FilingState
from schemes.citations import chapter_of
from schemes.documents import get
from schemes.documents.addresses import parse
from schemes.reading import Reader


@for_officers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, number: str) -> HttpResponse:
    """The form for a remark at the place `?at=`; `?rule=` begins it from a finding there."""
    user, filing = person(request), filing_under(request, number)
    at = _place_asked(request, filing)
    action = _with_only(request, reverse("desk:remark", args=[number]))
    shown = {
        "action": action,
        "page": _page_of(request, action, at),
        "heading": _("Write a remark"),
    }
    if request.method != "POST":
        may_review_filing(user, filing).require()
        _check_under_review(filing)
        asked = {name: request.GET.get(name, "") for name in ("rule", "of")}
        form = begun(filing, user, at, **asked)
        return _form(request, filing, at, form, shown)
    if "take" in request.POST:
        return _form(request, filing, at, taken_over(filing, user, at, request.POST), shown)
    form = RemarkForm(filing, user, at, data=request.POST)
    return _kept(request, filing, at, form, shown, lambda: write_remark(filing, user, **form.words))


@for_officers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Other words for a remark that the body has not seen, by whoever wrote it."""
    user, filing = person(request), filing_under(request, number)
    remark = get_object_or_404(filing.remarks.with_people(), pk=pk)
    may_edit_remark(user, remark).require()
    action = _with_only(request, reverse("desk:edit-remark", args=[number, pk]))
    shown = {"action": action, "page": action, "heading": _("Edit the remark"), "remark": remark}
    at = remark.address
    if request.method != "POST":
        _check_under_review(filing)
        form = RemarkForm(filing, user, at, remark=remark, seen=wording_token(remark))
        return _form(request, filing, at, form, shown)
    form = RemarkForm(filing, user, at, data=request.POST, remark=remark)
    return _kept(
        request,
        filing,
        at,
        form,
        shown,
        lambda: edit_remark(remark, user, seen=form.cleaned_data["seen"], **form.words),
    )


@for_officers
@never_cache
@require_safe
def beside(request: HttpRequest, number: str) -> HttpResponse:
    """What stands beside the place `?at=`, for a page that is open."""
    filing = filing_under(request, number)
    return _beside(request, filing, _place_asked(request, filing))


def _place_asked(request: HttpRequest, filing: Filing) -> str:
    given = request.POST if request.method == "POST" else request.GET
    at = given.get("at", "")
    if not place_exists(filing.version, at):
        raise Http404
    return at


def _page_of(request: HttpRequest, action: str, at: str) -> str:
    """Where the form stands alone, as it was begun."""
    begun_with = {name: request.GET[name] for name in ("rule", "of", "only") if name in request.GET}
    return f"{action.partition('?')[0]}?{urlencode({'at': at, **begun_with})}"


def _with_only(request: HttpRequest, action: str) -> str:
    """An address that keeps what the text is narrowed down to."""
    only = only_asked(request)
    return f"{action}?{urlencode({'only': only})}" if only else action


def _check_under_review(filing: Filing) -> None:
    if filing.state != FilingState.UNDER_REVIEW:
        raise WrongState(_("Remarks can be written only while the filing is under review."))


def _kept(
    request: HttpRequest,
    filing: Filing,
    at: str,
    form: RemarkForm,
    shown: dict[str, Any],
    act: Callable[[], Any],
) -> HttpResponse:
    """Keep the words and go back to the place; what was refused comes back as it was typed."""
    refusal: DomainError | None = attempt(form, act) if form.is_valid() else None
    if not form.is_valid():
        return _form(request, filing, at, form, shown, refusal.status if refusal else 422)
    if _is_open(request):
        return _beside(request, filing, at)
    messages.success(request, _("The remark is kept; the body does not see it yet."))
    return redirect(place_href(filing, at, only_asked(request)))


def _is_open(request: HttpRequest) -> bool:
    """Whether a page that is open asks for a fragment."""
    return "HX-Request" in request.headers


def _beside(request: HttpRequest, filing: Filing, at: str) -> HttpResponse:
    context = review_context(request, filing, chapter_of(filing.version, at))
    context["strip"] = context["table"].strip_at(at)
    context["table"].only = only_asked(request)
    return render(request, "desk/review/_margin_alone.html", context)


def _form(
    request: HttpRequest,
    filing: Filing,
    at: str,
    form: RemarkForm,
    shown: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    only = only_asked(request)
    back = place_href(filing, at, only)
    context = {"form": form, "at": at, "number": filing.number, "back": back, "only": only}
    if _is_open(request):
        return render(request, "desk/review/_form.html", context | shown, status=status)
    edited: Remark | None = shown.get("remark")
    page = filing_context(request, filing, "document") | {
        "place": cited_place(filing.version, at),
        "excerpt": _excerpt(filing, at),
        "others": [
            one
            for one in remarks_of(filing, person(request))
            if one.address == at and one != edited
        ],
    }
    return render(request, "desk/remark.html", page | context | shown, status=status)


@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Say why, and take back a remark that the body has not seen."""
    user = person(request)
    filing = filing_under(request, number)
    remark = get_object_or_404(filing.remarks.with_people(), pk=pk)
    may_withdraw(user, remark).require()
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    status, back = 200, place_href(filing, remark.address, only_asked(request))
    if request.method == "POST":
        refusal = None
        if form.is_valid():
            refusal = _withdrawn(form, remark, user)
        if form.is_valid():
            messages.success(request, _("The remark is taken back; it stays on the record."))
            return redirect(back)
        status = refusal.status if refusal else 422
    context = filing_context(request, filing, "document") | {
        "form": form,
        "remark": with_grounds([remark])[0],
        "place": cited_place(filing.version, remark.address),
        "back": back,
    }
    return render(request, "desk/withdraw.html", context, status=status)


def _withdrawn(form: WithdrawForm, remark: Remark, user: User) -> DomainError | None:
    reason = form.cleaned_data["reason"]
    return attempt(form, lambda: withdraw_remark(remark, user, reason))


def _excerpt(filing: Filing, at: str) -> str:
    """The words that the remark is about."""
    blueprint = filing.version.blueprint.blueprint
    node = blueprint.node_at(parse(at)) if at else None
    if node is None:
        return ""
    reader = Reader(
        blueprint, filing.version.document, document_language(), known_units(), known_fields()
    )
    return str(reader.value(node, get(filing.version.document, at)))
