"""What a body does to its own entry or filing: one page for all acts that say what they ask."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.doors import person
from portal.accounts.permissions import Visitor
from portal.accounts.second_factor import confirm_with_factor
from portal.core.actions import ReasonedAction
from portal.core.errors import WrongState
from portal.core.form_refusals import attempt
from registry.alliances.joint import joint_of
from registry.lifecycle import entry_acts
from registry.models import Entry, Filing
from registry.procedure.actions.issuing import ByMinistry
from registry.procedure.actions.of_clocks import clock_acts
from registry.procedure.actions.reasoned import BySignatory
from registry.register.acting import BodysAct
from registry.register.forms import ActForm
from registry.register.permissions import may_see_entry
from registry.workspace.access import filing_of
from schemes.designer.views.access import for_bodies
from schemes.models import Scheme
from schemes.permissions import may_see

AnyReasoned = type[ReasonedAction[Any]]


def acts_of_bodies() -> list[type[BodysAct]]:
    """The acts that the law gives to a body."""
    return [act for act in entry_acts() if issubclass(act, BodysAct)]


def offered(user: Visitor, entry: Entry | None) -> list[tuple[type[BodysAct], str]]:
    """What a person can do now to an entry for its body, each with its page."""
    if entry is None:
        return []
    found = [act for act in acts_of_bodies() if act.is_available(user, entry)]
    return [(act, reverse("workspace:entry-act", args=[entry.number, act.name])) for act in found]


def offered_on(user: Visitor, filing: Filing) -> list[tuple[AnyReasoned, str]]:
    """What a person can do now with a filing for its body, each with its page."""
    return [
        (act, reverse("workspace:filing-act", args=[filing.number, act.name]))
        for act in _of_its_track(filing)
        if act.is_available(user, filing)
    ]


def _of_its_track(filing: Filing) -> list[AnyReasoned]:
    acts = (*filing.procedure.acts, *clock_acts(filing.procedure))
    return [act for act in acts if issubclass(act, (BySignatory, ByMinistry))]


def place_of(user: Visitor, scheme: Scheme) -> str:
    """Where a person finds a scheme: on its own page, others at their alliance or licences.

    Who owned it before finds what the public sees.
    """
    if may_see(user, scheme):
        return reverse("workspace:scheme", args=[scheme.pk])
    if scheme.organisation.owns_schemes:
        return reverse("workspace:licences")
    joint = joint_of(scheme)
    if joint is not None:
        return reverse("workspace:alliance", args=[joint.alliance_id])
    entry = scheme.entries.first()
    return entry.get_absolute_url() if entry is not None else reverse("workspace:dashboard")


@for_bodies
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def entry_act(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Say what the act means and ask for it; then do it. What was refused comes back as typed."""
    entries = Entry.objects.select_related("scheme__organisation", "organisation", "version")
    entry = get_object_or_404(entries, number=number)
    may_see_entry(request.user, entry).require_sight()
    act = next((act for act in acts_of_bodies() if act.name == name), None)
    if act is None:
        raise Http404
    back = place_of(request.user, entry.scheme)
    return carry_out(request, entry, act, back)


@for_bodies
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def filing_act(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """An act of the track that the law gives to the body."""
    filing = filing_of(request, number)
    act = next((act for act in _of_its_track(filing) if act.name == name), None)
    if act is None:
        raise Http404
    return carry_out(request, filing, act, reverse("workspace:filing", args=[number]))


def carry_out(request: HttpRequest, record: Any, act: AnyReasoned, back: str) -> HttpResponse:
    """The page of one act on one record, and the act itself."""
    user = person(request)
    act.access(user, record).require()
    if record.state not in act.from_states:
        raise WrongState(act(record, user).wrong_state_message())
    form, status = ActForm(act, record, request.POST or None), 200
    if request.method == "POST":
        refusal: Any = None
        if form.is_valid():
            confirm_with_factor(request)
            refusal = attempt(form, lambda: act(record, user, **form.cleaned_data).run())
        if form.is_valid():
            messages.success(request, _("“%(act)s” was carried out.") % {"act": act.label})
            return redirect(back)
        status = refusal.status if refusal else 422
    context = {"record": record, "act": act, "form": form, "back": back}
    return render(request, "workspace/act.html", context, status=status)
