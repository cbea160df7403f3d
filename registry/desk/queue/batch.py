"""One act on several chosen filings: what would happen to each, then what happened to each.

Every filing is an act of its own, with its own transaction, rules and event. What is refused
leaves the others as they are, and is told with its reason.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from portal.accounts.doors import person
from portal.accounts.models import User
from portal.core.errors import DomainError, RulesBroken, WrongState
from registry.desk.access import for_officers
from registry.desk.stating import StatementForm, words_to_declare
from registry.models import Filing
from registry.procedure.actions import TakeUp
from registry.procedure.cases import Assign, Release, Remind, TakeOver
from registry.procedure.cases.acts import AnyAct
from registry.procedure.people import officers_of_the_desk

#: So many at once; each is an act that people answer for.
MOST = 100
ACTS: tuple[AnyAct, ...] = (Assign, TakeUp, TakeOver, Release, Remind)
DECLARING = (TakeUp, TakeOver)


class BatchForm(forms.Form):
    """What the act asks for, once for all of them."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )


class AssignAllForm(BatchForm):
    """To whom as well."""

    officer = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Officer"),
        empty_label=_("Choose"),
        error_messages={"required": _("Choose the officer.")},
    )
    field_order = ("officer", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officers: Any = self.fields["officer"]
        officers.queryset = officers_of_the_desk()


class NothingForm(forms.Form):
    """Nothing but the confirmation."""


FORMS: dict[AnyAct, type[forms.Form]] = {
    Assign: AssignAllForm,
    TakeUp: NothingForm,
    TakeOver: BatchForm,
    Release: BatchForm,
    Remind: NothingForm,
}


@dataclass(frozen=True, slots=True)
class Fate:
    """What would become, or became, of one filing."""

    filing: Filing
    #: Why not; empty where it goes through.
    refusal: str


@for_officers
@never_cache
@require_POST
def batch(request: HttpRequest) -> HttpResponse:
    """Ask what the act needs, preview it for each filing, then do it and report on each."""
    act = next((each for each in ACTS if each.name == request.POST.get("act")), None)
    filings = _chosen(request)
    back = _queue(request)
    if act is None or not filings:
        messages.warning(request, gettext("Choose at least one filing first."))
        return redirect(back)
    form, statement = _forms(request, act)
    ready = form.is_valid() & (statement is None or statement.is_valid())
    words = form.cleaned_data if form.is_valid() else {}
    fates = [Fate(each, refusal_of(act(each, person(request), **words))) for each in filings]
    token = _token(act, words, fates)
    if "confirm" in request.POST and ready and request.POST.get("token") == token:
        done = [Fate(fate.filing, _do(act, fate, person(request), words)) for fate in fates]
        told = {"act": act, "fates": _with_officers(done), "back": back}
        return render(request, "desk/batch_done.html", told)
    context = {
        "act": act,
        "back": back,
        "queue_query": request.POST.get("queue_query", ""),
        "form": form,
        "statement": statement,
        "is_ready": ready,
        "fates": fates if ready else [Fate(fate.filing, "") for fate in fates],
        "going": sum(not fate.refusal for fate in fates),
        "token": token,
        "has_changed": "confirm" in request.POST and ready,
    }
    return render(request, "desk/batch.html", context, status=_status(request, ready))


def _with_officers(fates: Sequence[Fate]) -> list[Fate]:
    """With whom each filing is after the act: that was done to a row of its own."""
    filings = Filing.objects.select_related("organisation", "scheme", "version", "officer")
    after = filings.in_bulk([fate.filing.pk for fate in fates])
    return [Fate(after[fate.filing.pk], fate.refusal) for fate in fates]


def _queue(request: HttpRequest) -> str:
    """The queue as it was filtered and ordered, on the page where the ticks were set."""
    query = urlencode(parse_qsl(request.POST.get("queue_query", "")))
    return f"{reverse('desk:queue')}?{query}" if query else reverse("desk:queue")


def _status(request: HttpRequest, ready: bool) -> int:
    """Coming from the queue nothing was filled in yet."""
    if "preview" not in request.POST and "confirm" not in request.POST:
        return 200
    if not ready:
        return 422
    return WrongState.status if "confirm" in request.POST else 200


def _chosen(request: HttpRequest) -> list[Filing]:
    """The filings of the ticks, in the order of their numbers."""
    numbers = request.POST.getlist("filing")[:MOST]
    filings = Filing.objects.filter(number__in=numbers).untouched_by(person(request))
    return list(filings.select_related("organisation", "scheme", "version", "officer"))


def _forms(request: HttpRequest, act: AnyAct) -> tuple[forms.Form, StatementForm | None]:
    """Bound once the person has seen them."""
    typed = request.POST if {"preview", "confirm"} & request.POST.keys() else None
    needs_nothing = FORMS[act] is NothingForm
    form = FORMS[act](request.POST if needs_nothing else typed)
    words = words_to_declare() if act in DECLARING else None
    return form, StatementForm(typed, words=words) if words is not None else None


def refusal_of(action: Any) -> str:
    """Why an act would be refused as things are; empty where it would go through."""
    access = action.access(action.user, action.record)
    if not access:
        return str(access.reason)
    if action.record.state not in action.from_states:
        return str(action.wrong_state_message())
    try:
        action.check()
    except (RulesBroken, WrongState) as refusal:
        return str(refusal.message)
    return ""


def _do(act: AnyAct, fate: Fate, user: User, words: dict[str, Any]) -> str:
    """Do it unless the preview refused it; what refuses it now is told."""
    if fate.refusal:
        return fate.refusal
    try:
        act(fate.filing, user, **words).run()
    except DomainError as refusal:
        return str(refusal.message)
    return ""


def _token(act: AnyAct, words: dict[str, Any], fates: Sequence[Fate]) -> str:
    """A fingerprint of the preview: what is confirmed is what was shown."""
    told = [
        act.name,
        {name: str(value) for name, value in words.items()},
        [
            (fate.filing.number, fate.filing.state, fate.filing.officer_id, fate.refusal)
            for fate in fates
        ],
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]
