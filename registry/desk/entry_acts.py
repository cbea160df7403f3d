"""Acts on entries at the desk: some are done at once, those that burden a body proposed first.

What an officer proposes another person reads on a page of its own, and carries it out or puts it
aside.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.doors import person
from portal.accounts.permissions import Visitor
from portal.accounts.second_factor import confirm_with_factor
from portal.core.actions import Action
from portal.core.errors import WrongState
from portal.core.form_refusals import attempt
from registry.desk.access import for_officers
from registry.desk.acts import AnyReasoned, carry_out, named, previewed, reasoned
from registry.desk.escalating import record_proposal, task_behind, words_for
from registry.desk.overtaken import proposal_overtaken
from registry.desk.stating import is_stated, statement_of_act
from registry.lifecycle import entry_acts
from registry.models import Entry, EntryProposal
from registry.register.acting import EntryAct, ProposedAct, offered_to
from registry.register.forms import ActForm, PutAsideForm
from registry.register.letters import preview_of
from registry.register.permissions import (
    may_carry_out,
    may_propose_act,
    may_see_at_desk,
    may_settle,
)
from registry.register.proposing import propose_act, put_aside
from registry.register.told import facts_in


def acts_on(user: Visitor, entry: Entry) -> list[tuple[type[Action[Any]], str]]:
    """The acts on an entry that a person can propose or do now, each with its page."""
    found = offered_to(user, entry, reasoned(entry_acts()))
    return [(act, reverse("desk:entry-act", args=[entry.number, act.name])) for act in found]


@for_officers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def entry_act(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """An act in the life of an entry: to be done, or to be proposed."""
    entry = _entry(request, number)
    act = named(name, entry_acts())
    back = reverse("desk:entry", args=[number])
    if issubclass(act, ProposedAct):
        return _propose(request, entry, act, back)
    return carry_out(request, entry, act, back)


@for_officers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, number: str) -> HttpResponse:
    """Read what was proposed to do to an entry, then carry it out or put it aside."""
    user, entry = person(request), _entry(request, number)
    waiting = entry.waiting_proposal
    last = entry.proposals.select_related("ruling__ruled_by").last()
    if request.method == "POST" and waiting is None and last is not None:
        typed = [PutAsideForm(request.POST)] if "put_aside" in request.POST else []
        return proposal_overtaken(request, entry, last.ruling, typed)
    if waiting is None:
        raise WrongState(_("No proposal for this entry waits any more."))
    act = named(waiting.act, entry_acts())
    back = reverse("desk:entry", args=[number])
    is_aside = "put_aside" in request.POST
    form, status = PutAsideForm(request.POST if is_aside else None), 200
    statement = statement_of_act(request, is_posted=not is_aside)
    aside = statement_of_act(request, "aside", is_posted=is_aside)
    aside = aside if waiting.proposed_by_id != user.pk else None
    if request.method == "POST" and not is_aside:
        may_carry_out(user, entry, act.name).require()
        status = 422
    if request.method == "POST" and not is_aside and is_stated(statement):
        confirm_with_factor(request)
        act(entry, user, seen=_seen(request)).run()
        messages.success(request, _("“%(act)s” was carried out.") % {"act": act.label})
        return redirect(back)
    if is_aside:
        refusal, is_asked = None, not is_stated(aside)
        if form.is_valid() and not is_asked:
            refusal = attempt(form, lambda: put_aside(waiting, user, form.cleaned_data["reason"]))
        if form.is_valid() and not is_asked:
            messages.success(request, _("The proposal is not carried out; nothing has changed."))
            return redirect(back)
        status = refusal.status if refusal else 422
    context = {
        "entry": entry,
        "act": act,
        "proposal": waiting,
        **_foreseen(act, entry, user, waiting),
        "form": form,
        "statement": statement,
        "aside": aside,
        "back": back,
        "may_carry_out": may_carry_out(user, entry, act.name),
        "may_settle": may_settle(user, waiting),
    }
    return render(request, "desk/entry_proposal.html", context, status=status)


def _foreseen(act: AnyReasoned, entry: Entry, user: Any, waiting: EntryProposal) -> dict[str, Any]:
    """The letter and what the public would read, if this person carried the proposal out.

    Who cannot reads both without the name of whoever will, which nobody knows yet.
    """
    does = user if may_carry_out(user, entry, act.name) else None
    action = act(entry, does, **waiting.words)
    assert isinstance(action, EntryAct), "Acts on entries are declared as such."
    told = {**action.event_data(), **action.told_of_delegation()}
    return {"letter_preview": preview_of(action), "facts": facts_in(told)}


def _seen(request: HttpRequest) -> int:
    """Which proposal was on the page; none that could wait, for what is no number."""
    given = request.POST.get("seen", "")
    return int(given) if given.isdecimal() else 0


def _entry(request: HttpRequest, number: str) -> Entry:
    entries = Entry.objects.select_related("organisation", "scheme", "version")
    entry = get_object_or_404(entries, number=number)
    may_see_at_desk(request.user, entry).require_sight()
    return entry


def _propose(request: HttpRequest, entry: Entry, act: type[ProposedAct], back: str) -> HttpResponse:
    """Fill in what is to be done; what was refused comes back as typed."""
    user = person(request)
    may_propose_act(user, entry, act.name).require()
    if entry.state not in act.from_states:
        raise WrongState(act(entry, user).wrong_state_message())
    task = task_behind(request, entry)
    form = ActForm(act, entry, request.POST or None, initial=words_for(task, act))
    statement = statement_of_act(request)
    status, letter = 200, None
    if "preview" in request.POST:
        status, letter = previewed(form, act, entry, user)
    elif request.method == "POST":
        refusal, is_declared = None, is_stated(statement)
        if form.is_valid() and is_declared:
            words = form.cleaned_data
            refusal = attempt(form, lambda: propose_act(entry, user, act, **words))
        if form.is_valid() and is_declared:
            record_proposal(task, user, act)
            messages.success(request, _("The proposal is recorded; a decider is told and rules."))
            return redirect(back)
        status = refusal.status if refusal else 422
    context = {
        "record": entry,
        "act": act,
        "form": form,
        "back": back,
        "is_proposed": True,
        "statement": statement,
        "letter_preview": letter,
    }
    return render(request, "desk/act.html", context, status=status)
