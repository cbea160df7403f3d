"""The page of a case: who has it and had it, who declared, what was asked and noted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.doors import person
from portal.accounts.models import User
from portal.accounts.roles import OrganisationKind
from portal.core.errors import WrongState
from portal.core.form_refusals import attempt
from registry.desk.access import filing_under, for_officers
from registry.desk.cases.asked import requests_of, seats_of
from registry.desk.cases.forms import AskForm, AssignForm, MergeForm, NoteForm, ReassignForm
from registry.desk.filing import filing_context
from registry.desk.stating import StatementForm, is_stated, statement_asked
from registry.models import CaseNote, Duty, Filing, Stance
from registry.procedure.cases import CASE_ACTIONS, AskForOpinion, Assign, Release, Remind, TakeOver
from registry.procedure.cases.acts import CaseAction
from registry.procedure.cases.merging import Merged, as_seen, merged
from registry.procedure.permissions import may_write_notes
from registry.procedure.timeline import lines

#: What tells who had the case.
EVENTS = ("taken_up", "assigned", "taken_over", "released", "officer_left")

FORMS: dict[type[CaseAction], type[ReassignForm]] = {
    Assign: AssignForm,
    TakeOver: ReassignForm,
    Release: ReassignForm,
}


@for_officers
@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Who has it, and what can be done about that."""
    return page(request, filing_under(request, number))


@for_officers
@never_cache
@require_POST
def case_act(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Assign, take over, release or remind; what was refused comes back as it was typed."""
    if name == Remind.name:
        Remind(filing_under(request, number), person(request)).run()
        messages.success(request, _("The body is reminded by mail."))
        return redirect("desk:filing", number=number)
    act = next((each for each in CASE_ACTIONS if each.name == name and each in FORMS), None)
    if act is None:
        raise Http404
    filing = filing_under(request, number)
    user = person(request)
    act.access(user, filing).require()
    form = FORMS[act](request.POST, prefix=act.name)
    statement = statement_asked(request, filing, Duty.REVIEW) if act is TakeOver else None
    refusal = None
    if form.is_valid() & is_stated(statement):
        refusal = attempt(form, lambda: act(filing, user, **form.cleaned_data).run())
        if refusal is None:
            messages.success(request, gettext("“%(act)s” was carried out.") % {"act": act.label})
            return redirect("desk:case", number=number)
    if refusal is not None and refusal.status == WrongState.status:
        filing = filing_under(request, number)  # as it is now
        words = request.POST.copy()
        words[f"{act.name}-seen"] = str(filing.officer_id or 0)
        form.data = words
    status = refusal.status if refusal else 422
    return page(request, filing, {act.name: form}, statement, status)


def page(
    request: HttpRequest,
    filing: Filing,
    typed: Mapping[str, forms.Form] | None = None,
    statement: StatementForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with the forms that were refused as they were typed, by their names."""
    user, typed = person(request), typed or {}
    found = merged(filing)
    events = filing.events.filter(event__in=EVENTS).select_related("actor")
    context = filing_context(request, filing, "case") | {
        "offered": _offered(user, filing, typed),
        "typed": next(iter(typed.values()), None),
        "statement": statement or statement_asked(request, filing, Duty.REVIEW, is_posted=False),
        "hands": lines(events),
        "statements": filing.impartiality_statements.select_related("person", "text"),
        "requests": requests_of(user, filing),
        "seats": seats_of(filing),
        "ask": _ask(user, filing, typed),
        "merged": found,
        "merge": _merge(user, filing, typed, found),
        "notes": notes_for(user, filing),
        "note_form": _note_form(user, filing, typed),
    }
    return render(request, "desk/case.html", context, status=status)


def _offered(user: User, filing: Filing, typed: Mapping[str, forms.Form]) -> list[Any]:
    """The acts that change hands, each with its form."""
    seen = {"seen": filing.officer_id or 0}
    offered = [
        (act, typed.get(act.name) or form(initial=seen, prefix=act.name))
        for act, form in FORMS.items()
        if act.is_available(user, filing)
    ]
    return [
        (act, form)
        for act, form in offered
        if not isinstance(form, AssignForm) or form.leave_out(filing.officer_id)
    ]


def _ask(user: User, filing: Filing, typed: Mapping[str, forms.Form]) -> forms.Form | None:
    if not AskForOpinion.is_available(user, filing):
        return None
    form = typed.get("ask") or AskForm(prefix="ask")
    return form.leave_out(filing.officer_id) if isinstance(form, AskForm) else form


def _merge(
    user: User, filing: Filing, typed: Mapping[str, forms.Form], found: Merged
) -> forms.Form | None:
    """For who has the case, once an opinion was given."""
    is_heard = any(row.state in Stance.values for row in found.rows)
    if not is_heard or not AskForOpinion.is_available(user, filing):
        return None
    unit = found.joint.unit if found.joint else _unit_of(user)
    initial = {"seen": as_seen(found), "unit": unit}
    return typed.get("merge") or MergeForm(prefix="merge", initial=initial)


def _unit_of(user: User) -> str:
    """The regulator or its branch, in whose name somebody has the case."""
    at_work = user.memberships.filter(
        organisation__kind__in=(OrganisationKind.REGULATOR, OrganisationKind.BRANCH)
    )
    membership = at_work.select_related("organisation").first()
    return str(membership.organisation) if membership else ""


def notes_for(user: User, filing: Filing) -> list[tuple[CaseNote, bool]]:
    """Internal notes, newest first; whether each is this person's own and stands."""
    notes = filing.case_notes.with_words()
    return [(note, note.author_id == user.pk and not note.is_withdrawn) for note in notes]


def _note_form(user: User, filing: Filing, typed: Mapping[str, forms.Form]) -> forms.Form | None:
    if not may_write_notes(user, filing):
        return None
    return typed.get("note") or NoteForm(prefix="note")
