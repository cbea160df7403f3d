"""Writing remarks at places of the document, and taking them back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.core.errors import WrongState
from portal.core.localised import document_language
from registry.attempt import attempt
from registry.desk.access import filing_under, for_officers, officer
from registry.desk.filing import filing_context
from registry.desk.forms import RemarkForm
from registry.models import Filing
from registry.places import place_exists, place_name
from registry.remarks import withdraw_remark, write_remark
from registry.states import FilingState
from schemes.documents import get
from schemes.documents.addresses import parse
from schemes.reading import Reader


@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, number: str) -> HttpResponse:
    """The form for a remark at the place `?at=`; then back to that place."""
    user = officer(request)
    filing = filing_under(request, number)
    if filing.state != FilingState.UNDER_REVIEW:
        raise WrongState(_("Remarks can be written only while the filing is under review."))
    is_post = request.method == "POST"
    form = RemarkForm(request.POST if is_post else None, initial={"at": request.GET.get("at", "")})
    at = request.POST.get("at", "") if is_post else request.GET.get("at", "")
    if not place_exists(filing.version, at):
        raise Http404
    status = 200
    if is_post:
        refusal = attempt(form, lambda: _write(filing, user, form)) if form.is_valid() else None
        if form.is_valid():
            messages.success(request, _("The remark is kept; the body does not see it yet."))
            return redirect(_place(number, at))
        status = refusal.status if refusal else 422
    context = filing_context(request, filing, "document") | {
        "form": form,
        "at": at,
        "place": place_name(filing.version, at),
        "excerpt": _excerpt(filing, at),
        "back": _place(number, at),
        "others": filing.remarks.filter(address=at),
    }
    return render(request, "desk/remark.html", context, status=status)


def _write(filing: Filing, user: Any, form: RemarkForm) -> None:
    words = form.cleaned_data
    reason = words["reason_code"]
    write_remark(
        filing,
        user,
        text=words["text"],
        kind=words["kind"],
        address=words["at"],
        reason_code=reason.code if reason else "",
    )


@for_officers
@require_POST
def withdraw(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take back a remark that the body has not seen."""
    user = officer(request)
    filing = filing_under(request, number)
    remark = get_object_or_404(filing.remarks, pk=pk)
    withdraw_remark(remark, user)
    messages.success(request, _("The remark is taken back."))
    return redirect(_place(number, remark.address))


def _place(number: str, at: str) -> str:
    """The place in the text; the document as a whole is its top."""
    return reverse("desk:document", args=[number]) + (f"#{at}" if at else "")


def _excerpt(filing: Filing, at: str) -> str:
    """The words that the remark is about."""
    blueprint = filing.version.blueprint.blueprint
    node = blueprint.node_at(parse(at)) if at else None
    if node is None:
        return ""
    reader = Reader(blueprint, filing.version.document, document_language())
    return str(reader.value(node, get(filing.version.document, at)))
