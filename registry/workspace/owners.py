"""A scheme goes to another body: the owner asks, the other body answers, both see where it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.doors import person
from portal.accounts.models import Organisation, User
from portal.accounts.roles import OrganisationKind
from portal.accounts.second_factor import confirm_with_factor
from portal.core.actions import ReasonedAction
from portal.core.errors import DomainError
from portal.core.form_refusals import attempt
from portal.core.listing import alphabetically
from registry.models import Entry, OwnerChange
from registry.register.changing_owner import (
    OWNER_CHANGE_ACTIONS,
    OWNER_CHANGE_EVENTS,
    AcceptScheme,
    ask_for_new_owner,
    may_see_change,
    obstacles_to,
)
from registry.register.permissions import may_act_for_body, may_see_entry
from registry.states import OwnerChangeCause
from registry.workspace.acts import AnyReasoned, carry_out, place_of
from schemes.designer.views.access import for_bodies


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be begun, as acts are listed."""

    label: Any


class NewOwnerForm(forms.Form):
    """To which body a scheme goes, why, and on what that rests."""

    to = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("Certification body that takes it over"),
        empty_label=gettext_lazy("Choose"),
        error_messages={"required": gettext_lazy("Choose the certification body.")},
    )
    cause = forms.ChoiceField(label=gettext_lazy("Cause"), choices=OwnerChangeCause.choices)
    reason = forms.CharField(
        label=gettext_lazy("On what it rests"),
        help_text=gettext_lazy(
            "Such as the contract or the resolution with its day, and what becomes of "
            "certificates. The other body and the regulator read it."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": gettext_lazy("Say on what it rests.")},
    )

    def __init__(self, *args: Any, entry: Entry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Organisation.objects.filter(kind=OrganisationKind.BODY)
        to: Any = self.fields["to"]
        to.queryset = others.exclude(pk=entry.organisation_id).order_by(alphabetically())


def offered_changes(user: Any, entry: Entry | None) -> Iterator[tuple[Offer, str]]:
    """The way to the change of owner that waits, or to asking for one."""
    if entry is None:
        return
    waiting = entry.owner_changes.standing().first()
    if waiting is not None:
        yield Offer(_("See the change of owner")), _place(waiting)
    elif may_act_for_body(user, entry) and not entry.has_ended:
        label = _("Hand the scheme over to another body")
        yield Offer(label), reverse("workspace:ask-owner", args=[entry.number])


def _place(change: OwnerChange) -> str:
    return reverse("workspace:owner-change", args=[change.pk])


@for_bodies
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask another body to take the scheme over."""
    entries = Entry.objects.select_related("scheme", "organisation", "version")
    entry, user = get_object_or_404(entries, number=number), person(request)
    may_see_entry(user, entry).require_sight()
    may_act_for_body(user, entry).require()
    form, status = NewOwnerForm(request.POST or None, entry=entry), 200
    if request.method == "POST":
        refusal: DomainError | None = None
        if form.is_valid():
            confirm_with_factor(request)
            refusal = attempt(form, lambda: ask_for_new_owner(entry, user, **form.cleaned_data))
        if form.is_valid():
            messages.success(request, _("The other body is asked; it answers, then the regulator."))
            return redirect(_place(entry.owner_changes.standing().get()))
        status = refusal.status if refusal else 422
    context = {"entry": entry, "form": form, "back": place_of(user, entry.scheme)}
    return render(request, "workspace/ask_owner.html", context, status=status)


@for_bodies
@never_cache
@require_safe
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """A change of owner: from whom to whom, why, where it is, what can be done."""
    record, user = _change(request, pk), person(request)
    may_accept = AcceptScheme.is_available(user, record)
    context = {
        "change": record,
        "entry": record.entry,
        "may_accept": may_accept,
        "obstacles": list(_obstacles(record)) if may_accept else [],
        "acts": _acts(user, record),
        "events": [
            (event, OWNER_CHANGE_EVENTS.get(event.event, event.event))
            for event in record.events.select_related("actor").order_by("-at", "-pk")
        ],
    }
    return render(request, "workspace/owner_change.html", context)


@for_bodies
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the scheme over for one's own body."""
    record = _change(request, pk)
    AcceptScheme.access(person(request), record).require()
    confirm_with_factor(request)
    AcceptScheme(record, person(request)).run()
    messages.success(request, _("Accepted. The regulator decides on the change of owner."))
    return redirect(_place(record))


@for_bodies
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """What is done to a change of owner with a reason: decline it, take it back."""
    record = _change(request, pk)
    found = next((each for each in _reasoned() if each.name == name), None)
    if found is None:
        raise Http404
    return carry_out(request, record, found, _place(record))


def _change(request: HttpRequest, pk: int) -> OwnerChange:
    rows = OwnerChange.objects.select_related(
        "entry__scheme", "entry__version", "entry__organisation", "from_body", "to_body"
    )
    record = get_object_or_404(rows, pk=pk)
    may_see_change(request.user, record).require_sight()
    return record


def _obstacles(record: OwnerChange) -> Iterator[str]:
    return (str(each.message) for each in obstacles_to(record.entry, record.to_body))


def _reasoned() -> list[AnyReasoned]:
    acts: tuple[type[Any], ...] = OWNER_CHANGE_ACTIONS
    return [each for each in acts if issubclass(each, ReasonedAction)]


def _acts(user: User, record: OwnerChange) -> list[tuple[AnyReasoned, str]]:
    return [
        (each, reverse("workspace:owner-change-act", args=[record.pk, each.name]))
        for each in _reasoned()
        if each.is_available(user, record)
    ]
