"""Acts that declare what they ask beside a reason: one page for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.doors import person
from portal.accounts.models import User
from portal.accounts.permissions import Visitor
from portal.accounts.second_factor import confirm_with_factor
from portal.core.actions import Action, ReasonedAction, available
from portal.core.errors import WrongState
from portal.core.form_refusals import attempt
from registry.desk.access import filing_under, for_officers
from registry.desk.overtaken import filing_overtaken
from registry.desk.stating import StatementForm, is_stated, statement_asked
from registry.models import Campaign, CampaignTask, Filing
from registry.procedure.actions.awaiting import opinions_awaited
from registry.procedure.actions.of_clocks import clock_acts
from registry.procedure.actions.permitting import DecideApplication, ProposeOutcome
from registry.procedure.actions.reasoned import ByDecider
from registry.procedure.grounds import with_grounds
from registry.register.acting import ProposedAct
from registry.register.forms import ActForm
from registry.register.letters import preview_of
from registry.supervision.campaigns.acts import CAMPAIGN_ACTIONS, TASK_ACTIONS, Judgement

AnyReasoned = type[ReasonedAction[Any]]


def reasoned(acts: Iterable[type[Action[Any]]]) -> list[AnyReasoned]:
    """Those acts that have the page below; the others have one of their own."""
    return [act for act in acts if issubclass(act, ReasonedAction)]


def offered(
    user: Visitor, record: Any, acts: Iterable[type[Action[Any]]], address: str
) -> list[tuple[type[Action[Any]], str]]:
    """What a person can do now with a record, each with the address of its page."""
    return offered_at(user, record, acts, address, record.number)


def offered_at(
    user: Visitor, record: Any, acts: Iterable[type[Action[Any]]], address: str, *of: object
) -> list[tuple[type[Action[Any]], str]]:
    """The same where the address names the record by more than its number."""
    found = available(reasoned(acts), user, record)
    return [(act, reverse(address, args=[*of, act.name])) for act in found]


@for_officers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def filing_act(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """An act of the track of a filing."""
    filing = filing_under(request, number)
    act = named(name, (*filing.procedure.acts, *clock_acts(filing.procedure)))
    return carry_out(request, filing, act, reverse("desk:filing", args=[number]))


@for_officers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def campaign_act(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """An act on a whole campaign."""
    campaign = get_object_or_404(Campaign, number=number)
    act = named(name, CAMPAIGN_ACTIONS)
    return carry_out(request, campaign, act, reverse("desk:campaign", args=[number]))


@for_officers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def task_act(request: HttpRequest, number: str, pk: int, name: str) -> HttpResponse:
    """An act on one task of a campaign."""
    tasks = CampaignTask.objects.select_related("campaign", "entry__scheme", "organisation")
    task = get_object_or_404(tasks, campaign__number=number, pk=pk)
    act = named(name, (each for each in TASK_ACTIONS if issubclass(each, Judgement)))
    tasks_shown = request.GET.urlencode()
    back = reverse("desk:campaign", args=[number]) + (f"?{tasks_shown}" if tasks_shown else "")
    return carry_out(request, task, act, f"{back}#task-{pk}")


def named(name: str, acts: Iterable[type[Action[Any]]]) -> AnyReasoned:
    """The act of that name among those that have the page; nothing is there otherwise."""
    act = next((act for act in reasoned(acts) if act.name == name), None)
    if act is None:
        raise Http404
    return act


def carry_out(request: HttpRequest, record: Any, act: AnyReasoned, back: str) -> HttpResponse:
    """Say what the act means and ask for it; then do it. What was refused comes back as typed."""
    user = person(request)
    act.access(user, record).require()
    if record.state not in act.from_states and not (request.POST and isinstance(record, Filing)):
        raise WrongState(act(record, user).wrong_state_message())
    form = ActForm(act, record, request.POST or None, initial=_as_proposed(record, act))
    if record.state not in act.from_states:
        return filing_overtaken(request, record, [form])
    duty = getattr(act, "duty", None)
    statement = statement_asked(request, record, duty) if duty is not None else None
    status, preview = 200, None
    if "preview" in request.POST:
        status, preview = previewed(form, act, record, user)
    elif request.method == "POST":
        refusal = None
        if not is_stated(statement):
            return render(
                request, "desk/act.html", _context(record, act, form, back, statement), status=422
            )
        if form.is_valid():
            confirm_with_factor(request)
            refusal = attempt(form, lambda: act(record, user, **form.cleaned_data).run())
        if form.is_valid():
            messages.success(request, _("“%(act)s” was carried out.") % {"act": act.label})
            return redirect(back)
        if isinstance(record, Filing) and _has_moved(record):
            return filing_overtaken(request, record, [form])
        status = refusal.status if refusal else 422
    if "seen" in form.fields and status == WrongState.status:  # read anew, decide anew
        words = request.POST.copy()
        words["seen"] = str(form.fields["seen"].initial)
        form.data = words
    context = _context(record, act, form, back, statement) | {"letter_preview": preview}
    return render(request, "desk/act.html", context, status=status)


def previewed(
    form: ActForm, act: AnyReasoned, record: Any, user: User
) -> tuple[int, dict[str, Any] | None]:
    """The status of the page with the letter, and the letter where it could be sent like this."""
    if not form.is_valid():
        return 422, None
    # Whoever proposes is never the one who will do it.
    does = None if issubclass(act, ProposedAct) else user
    action = act(record, does, **form.cleaned_data)
    refusal = attempt(form, getattr(action, "check_words" if does is None else "check"))
    return (200, preview_of(action)) if refusal is None else (refusal.status, None)


def _has_moved(filing: Filing) -> bool:
    """Whether it came to another state since the page was asked for."""
    return not Filing.objects.filter(pk=filing.pk, state=filing.state).exists()


def _as_proposed(record: Any, act: AnyReasoned) -> dict[str, Any]:
    """What the officer proposed, where the act would decide so."""
    return act.as_proposed(record) if issubclass(act, DecideApplication) else {}


def _context(
    record: Any, act: AnyReasoned, form: ActForm, back: str, statement: StatementForm | None
) -> dict[str, Any]:
    proposal = record.proposal if issubclass(act, ByDecider) else None
    waits = issubclass(act, ProposeOutcome) and not form.is_bound
    return {
        "record": record,
        "act": act,
        "awaited": opinions_awaited(record) if waits else "",
        "form": form,
        "back": back,
        "statement": statement,
        "proposal": with_grounds([proposal])[0] if proposal else None,
    }
