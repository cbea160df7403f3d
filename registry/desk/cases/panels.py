"""Experts of a case: the draw and its record, who was asked, what they answered."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.doors import person
from portal.accounts.models import CertificationField
from portal.core.form_refusals import attempt
from registry.desk.access import filing_under, for_officers
from registry.desk.cases.panel_forms import USUAL, ByHandForm, DrawForm, LeaveSeatForm
from registry.desk.filing import filing_context
from registry.models import Expert, ExpertPanel, ExpertSeat, Filing, Tie
from registry.procedure.experts.answering import release_seat
from registry.procedure.experts.drawing import DrawExperts
from registry.procedure.experts.links import renew_link
from registry.procedure.experts.order import in_order, ticket
from registry.procedure.experts.seating import SeatByHand, reserves
from registry.procedure.experts.ties import parted
from registry.procedure.permissions import may_ask_for_opinions


@for_officers
@never_cache
@require_safe
def experts(request: HttpRequest, number: str) -> HttpResponse:
    """The panels of the case with their draws, and a form for another."""
    return page(request, filing_under(request, number))


@for_officers
@require_POST
def draw(request: HttpRequest, number: str) -> HttpResponse:
    """Draw; what was refused comes back as it was typed."""
    filing = filing_under(request, number)
    may_ask_for_opinions(request.user, filing).require()
    form = DrawForm(request.POST, filing=filing, prefix="draw")
    refusal = None
    if form.is_valid():
        words = form.words
        refusal = attempt(form, DrawExperts(filing, person(request), **words).run)
    if form.is_valid():
        messages.success(request, _("The experts are drawn; each gets a link by mail."))
        return redirect("desk:experts", number=number)
    return page(request, filing, {"draw": form}, refusal.status if refusal else 422)


@for_officers
@require_POST
def by_hand(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Ask somebody who was not drawn, with the reason."""
    filing = filing_under(request, number)
    may_ask_for_opinions(request.user, filing).require()
    panel = get_object_or_404(filing.panels, pk=pk)
    form = ByHandForm(request.POST, prefix=f"hand-{pk}")
    refusal = None
    if form.is_valid():
        action = SeatByHand(filing, person(request), panel=panel, **form.cleaned_data)
        refusal = attempt(form, action.run)
    if form.is_valid():
        messages.success(request, _("The expert is asked, with a link by mail."))
        return redirect("desk:experts", number=number)
    return page(request, filing, {f"hand-{pk}": form}, refusal.status if refusal else 422)


@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Not wait for an expert any longer, with the reason; ask the next of the draw if wished."""
    filing = filing_under(request, number)
    seat = _seat(filing, pk)
    may_ask_for_opinions(request.user, filing).require()
    form = LeaveSeatForm(request.POST or None)
    status = 200
    if request.method == "POST":
        refusal = None
        if form.is_valid():
            words = form.cleaned_data
            refusal = attempt(form, lambda: release_seat(seat, person(request), **words))
        if form.is_valid():
            messages.success(request, _("The opinion is not waited for any more."))
            return redirect("desk:experts", number=number)
        status = refusal.status if refusal else 422
    context = filing_context(request, filing, "case") | {"seat": seat, "form": form}
    return render(request, "desk/release_expert.html", context, status=status)


@for_officers
@require_POST
def link(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Send a new link; the one before opens nothing any more."""
    filing = filing_under(request, number)
    renew_link(_seat(filing, pk), person(request))
    messages.success(request, _("A new link is sent; the one before opens nothing any more."))
    return redirect("desk:experts", number=number)


def page(
    request: HttpRequest,
    filing: Filing,
    typed: Mapping[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with the form that was refused as it was typed."""
    typed = typed or {}
    may_draw = DrawExperts.is_available(request.user, filing)
    context = filing_context(request, filing, "case") | {
        "panels": [_shown(panel, typed, may_draw) for panel in filing.panels.order_by("-pk")],
        "typed": next(iter(typed.values()), None),
        "may_draw": may_draw,
    }
    if may_draw:
        free, excluded = parted(filing, list(filing.version.document.get("domains", ())))
        initial = {"wanted": max(1, min(USUAL, len(free)))}
        draw = typed.get("draw") or DrawForm(filing=filing, prefix="draw", initial=initial)
        context |= {"free": free, "excluded": excluded, "draw": draw}
    return render(request, "desk/experts.html", context, status=status)


def _shown(panel: ExpertPanel, typed: Mapping[str, forms.Form], may_draw: bool) -> dict[str, Any]:
    """A panel with its seats, its draw as it was, and who comes next."""
    seats = list(panel.seats.with_answers().select_related("panel__filing__version__blueprint"))
    seated = {seat.expert_id: seat for seat in seats}
    hand = f"hand-{panel.pk}"
    names = {each["expert"]: each["name"] for each in panel.exclusions}
    order = in_order(panel.seed, panel.candidates)
    people = dict(_names(order))
    return {
        "panel": panel,
        "fields": CertificationField.objects.filter(pk__in=panel.fields),
        "seats": seats,
        "draw": [
            (
                place,
                number,
                people.get(number, ""),
                ticket(panel.seed, number)[:16],
                number in seated,
            )
            for place, number in enumerate(order, start=1)
        ],
        "exclusions": [
            (names[each["expert"]], Tie(each["tie"]).label, each["detail"])
            for each in panel.exclusions
        ],
        "left": len(reserves(panel)) if may_draw else 0,
        "hand": _by_hand(typed.get(hand) or ByHandForm(prefix=hand), seated) if may_draw else None,
    }


def _by_hand(form: forms.Form, seated: Collection[int]) -> forms.Form:
    """Offer nobody who was asked already; what was sent is not judged by it."""
    people: Any = form.fields["expert"]
    people.queryset = people.queryset.exclude(pk__in=seated)
    return form


def _names(numbers: list[int]) -> list[tuple[int, str]]:
    return list(Expert.objects.filter(pk__in=numbers).values_list("pk", "name"))


def _seat(filing: Filing, pk: int) -> ExpertSeat:
    return get_object_or_404(ExpertSeat.objects.with_answers(), panel__filing=filing, pk=pk)
