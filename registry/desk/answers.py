"""Answers of the body at the desk: each item with the verified change, closed or reopened."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.doors import person
from portal.core.form_refusals import attempt
from registry.desk.access import filing_under, for_officers
from registry.desk.filing import filing_context
from registry.desk.forms import SettleForm
from registry.models import ExtraChange, Filing, Notice, Remark
from registry.procedure.actions import CloseItem, Propose, ReopenItem
from registry.procedure.comparing import readable
from registry.procedure.corrections import Correction
from registry.procedure.filed_places import with_places
from registry.procedure.grounds import with_grounds
from schemes.comparing import ReadableChange

ACTS: dict[str, type[CloseItem | ReopenItem]] = {"close": CloseItem, "reopen": ReopenItem}


@dataclass(frozen=True)
class Answered:
    """An item with its answer, what changed at its place, and what can be done about it."""

    number: int
    remark: Remark
    place: str
    form: SettleForm
    changes: list[ReadableChange] = field(default_factory=list)
    is_removed: bool = False
    may_close: bool = False
    may_reopen: bool = False


@for_officers
@never_cache
@require_safe
def answers(request: HttpRequest, number: str) -> HttpResponse:
    """What the body answered to the last notice, and changed."""
    return _page(request, filing_under(request, number))


@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Close or reopen one item; what was refused comes back as it was typed."""
    filing = filing_under(request, number)
    if request.method != "POST":
        return redirect("desk:answers", number=number)
    user = person(request)
    remark = get_object_or_404(filing.remarks.sent(), pk=pk)
    act = ACTS.get(request.POST.get("do", ""), CloseItem)
    form = SettleForm(request.POST, prefix=f"item-{pk}")
    refusal = None
    if form.is_valid():
        action = act(remark, user, reason=form.cleaned_data["reason"])
        refusal = attempt(form, action.run)
    if form.is_valid():
        messages.success(request, _("“%(act)s” was carried out.") % {"act": act.label})
        return redirect(f"{reverse('desk:answers', args=[number])}#remark-{pk}")
    return _page(request, filing, refusal.status if refusal else 422, (pk, form))


def _page(
    request: HttpRequest,
    filing: Filing,
    status: int = 200,
    settling: tuple[int, SettleForm] | None = None,
) -> HttpResponse:
    notice = filing.notices.order_by("-round").first()
    correction = _correction(filing, notice)
    context = filing_context(request, filing, "answers") | {
        "notice": notice,
        "notices": filing.notices.order_by("-round"),
        "items": _items(request, filing, notice, correction, settling) if notice else [],
        "extras": _extras(filing, notice, correction),
        "is_resubmitted": correction is not None,
        "bound": settling[1] if settling else None,
    }
    return render(request, "desk/answers.html", context, status=status)


def _correction(filing: Filing, notice: Notice | None) -> Correction | None:
    """The version that the notice was about, with the one that was submitted after it."""
    if notice is None:
        return None
    submissions = filing.submissions.select_related("version__blueprint")
    rounds = (notice.round, notice.round + 1)
    found = {one.round: one.version for one in submissions.filter(round__in=rounds)}
    if len(found) < len(rounds):
        return None
    return Correction(found[rounds[0]], found[rounds[1]])


def _items(
    request: HttpRequest,
    filing: Filing,
    notice: Notice,
    correction: Correction | None,
    settling: tuple[int, SettleForm] | None,
) -> list[Answered]:
    numbers = dict(notice.items.values_list("remark", "number"))
    remarks = with_grounds(filing.remarks.filter(pk__in=list(numbers)).with_people())
    is_open = Propose.is_available(request.user, filing)
    found = []
    for remark, place in with_places(filing, remarks):
        bound = settling[1] if settling is not None and settling[0] == remark.pk else None
        at = remark.address
        found.append(
            Answered(
                numbers[remark.pk],
                remark,
                place,
                bound or SettleForm(prefix=f"item-{remark.pk}"),
                _readable(correction, at) if correction else [],
                correction is not None and correction.is_removed(at),
                is_open and remark.state in CloseItem.from_states,
                is_open and remark.state in ReopenItem.from_states,
            )
        )
    return sorted(found, key=lambda one: one.number)


def _readable(correction: Correction, address: str) -> list[ReadableChange]:
    return readable(correction.at(address), correction.filed, correction.corrected)


def _extras(
    filing: Filing, notice: Notice | None, correction: Correction | None
) -> list[tuple[ReadableChange, ExtraChange | None]]:
    """What was changed beside what was asked for, with the reason that was declared."""
    if notice is None or correction is None:
        return []
    asked = notice.items.values_list("remark__address", flat=True)
    reasons = {row.address: row for row in filing.extra_changes.filter(round=notice.round)}
    found = readable(correction.beside(asked), correction.filed, correction.corrected)
    return [(change, reasons.get(change.address)) for change in found]
