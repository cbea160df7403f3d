"""What an expert reads: what is asked, the declaration before anything else, the document."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from portal.core.form_refusals import attempt
from portal.core.localised import document_language, in_language
from portal.reference.field_names import known_fields
from portal.reference.units import known_units
from registry.experts.access import by_link, page
from registry.experts.forms import DeclarationForm, RecusalForm
from registry.models import ExpertSeat
from registry.procedure.experts.answering import declare, recuse, words_to_declare
from schemes.files.serving import file_response
from schemes.models import StoredFile
from schemes.reading import chapters


@require_safe
@by_link
def start(request: HttpRequest, seat: ExpertSeat) -> HttpResponse:
    """What is asked, by whom and until when; before the declaration nothing else is open."""
    if not seat.is_declared:
        return _declaration(request, seat)
    return _overview(request, seat, RecusalForm())


@require_POST
@by_link
def declaration(request: HttpRequest, seat: ExpertSeat) -> HttpResponse:
    """Declare to have no conflict; the document is open from then on."""
    form = DeclarationForm(request.POST)
    refusal = None
    if form.is_valid():
        refusal = attempt(form, lambda: declare(seat))
    if form.is_valid():
        return redirect("experts:start", secret=_secret(request))
    return _declaration(request, seat, agreeing=form, status=refusal.status if refusal else 422)


@require_POST
@by_link
def recusal(request: HttpRequest, seat: ExpertSeat) -> HttpResponse:
    """Leave, before or after the declaration; the link opens nothing from then on."""
    form = RecusalForm(request.POST)
    refusal = None
    if form.is_valid():
        refusal = attempt(form, lambda: recuse(seat, **form.cleaned_data))
    if form.is_valid():
        return render(request, "experts/thanks.html", {"without_account": True})
    status = refusal.status if refusal else 422
    if seat.is_declared:
        return _overview(request, seat, form, status)
    return _declaration(request, seat, leaving=form, status=status)


@require_safe
@by_link
def document(request: HttpRequest, seat: ExpertSeat) -> HttpResponse:
    """The filed text as people read it."""
    if not seat.is_declared:
        return redirect("experts:start", secret=_secret(request))
    version = seat.panel.filing.version
    text = chapters(
        version.blueprint.blueprint,
        version.document,
        document_language(),
        known_units(),
        known_fields(),
    )
    context = {"chapters": text, "file_addresses": _files(seat, _secret(request))}
    return page(request, seat, "document", context)


@require_safe
@by_link
def file(request: HttpRequest, seat: ExpertSeat, sha256: str) -> HttpResponseBase:
    """A file that the document names, or with `?preview=1` its picture."""
    if not seat.is_declared:
        return redirect("experts:start", secret=_secret(request))
    stored = get_object_or_404(
        StoredFile, organisation=seat.panel.filing.organisation, sha256=sha256
    )
    if sha256 not in str(seat.panel.filing.version.document):
        return redirect("experts:document", secret=_secret(request))
    return file_response(stored, preview="preview" in request.GET)


def _overview(
    request: HttpRequest, seat: ExpertSeat, leaving: RecusalForm, status: int = 200
) -> HttpResponse:
    context = {"draft": getattr(seat, "draft", None), "leaving": leaving}
    return page(request, seat, "start", context, status)


def _declaration(
    request: HttpRequest,
    seat: ExpertSeat,
    agreeing: DeclarationForm | None = None,
    leaving: RecusalForm | None = None,
    status: int = 200,
) -> HttpResponse:
    words = words_to_declare()
    context: dict[str, Any] = {
        "words": in_language(words.text) if words is not None else "",
        "agreeing": agreeing or DeclarationForm(),
        "leaving": leaving or RecusalForm(),
        "typed": agreeing or leaving,
    }
    return page(request, seat, "declaration", context, status)


def _files(seat: ExpertSeat, secret: str) -> dict[str, dict[str, str]]:
    """The files that the document names, by digest, at addresses of this link."""
    filing = seat.panel.filing
    named = str(filing.version.document)
    addresses = {}
    for stored in StoredFile.objects.filter(organisation=filing.organisation):
        if stored.sha256 in named:
            href = reverse("experts:file", args=[secret, stored.sha256])
            has_picture = stored.preview or stored.mime == "image/png"
            addresses[stored.sha256] = {
                "href": href,
                "preview": f"{href}?preview=1" if has_picture else "",
            }
    return addresses


def _secret(request: HttpRequest) -> str:
    match = request.resolver_match
    assert match is not None, "A view was found."
    return str(match.kwargs["secret"])
