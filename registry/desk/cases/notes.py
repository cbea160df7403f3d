"""Writing internal notes, writing them anew, taking them back; and what calls a person."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.doors import person
from portal.core.errors import DomainError, WrongState
from portal.core.form_refusals import attempt
from registry.desk.access import filing_under, for_officers
from registry.desk.cases.forms import NoteForm
from registry.desk.cases.page import page
from registry.desk.filing import filing_context
from registry.desk.forms import WithdrawForm
from registry.models import CaseNote, Filing, Mention
from registry.procedure.cases.notes import rewrite_note, see_to, withdraw_note, write_note
from registry.procedure.permissions import may_change_note


@for_officers
@require_POST
def write(request: HttpRequest, number: str) -> HttpResponse:
    """A new note; what was refused comes back as it was typed."""
    filing = filing_under(request, number)
    form = NoteForm(request.POST, prefix="note")
    refusal = None
    if form.is_valid():
        text = form.cleaned_data["text"]
        refusal = attempt(form, lambda: write_note(filing, person(request), text))
    if form.is_valid():
        messages.success(request, _("The note is kept; the body never sees it."))
        return redirect(f"{reverse('desk:case', args=[number])}#notes")
    return page(request, filing, {"note": form}, status=refusal.status if refusal else 422)


@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """One's own note: all its versions, other words, or take it back."""
    filing = filing_under(request, number)
    found = _note(filing, pk)
    may_change_note(request.user, found).require()
    if request.method != "POST":
        return _page(request, found, _form_of(found), WithdrawForm())
    takes_back = "withdraw" in request.POST
    form = WithdrawForm(request.POST) if takes_back else NoteForm(request.POST)
    refusal: DomainError | None = None
    if form.is_valid():
        words, user = form.cleaned_data, person(request)
        refusal = attempt(
            form,
            (lambda: withdraw_note(found, user, words["reason"]))
            if takes_back
            else (lambda: rewrite_note(found, user, words["text"], words["seen"])),
        )
    if form.is_valid():
        done = _("The note is taken back; it stays on the record.")
        messages.success(request, done if takes_back else _("The note is kept anew."))
        return redirect(f"{reverse('desk:case', args=[number])}#notes")
    found = _note(filing, pk)
    if refusal is not None and refusal.status == WrongState.status:
        words = request.POST.copy()
        words["seen"] = str(found.newest.number)
        form.data = words
    status = refusal.status if refusal else 422
    if takes_back:
        return _page(request, found, _form_of(found), form, status)
    return _page(request, found, form, WithdrawForm(), status)


def _note(filing: Filing, pk: int) -> CaseNote:
    found = get_object_or_404(filing.case_notes.with_words(), pk=pk)
    found.filing = filing
    return found


def _form_of(found: CaseNote) -> NoteForm:
    return NoteForm(initial={"text": found.newest.text, "seen": found.newest.number})


def _page(
    request: HttpRequest,
    found: CaseNote,
    form: NoteForm | WithdrawForm,
    back: NoteForm | WithdrawForm,
    status: int = 200,
) -> HttpResponse:
    context = filing_context(request, found.filing, "case") | {
        "note": found,
        "form": form,
        "take_back": back,
        "errors_of": back if back.is_bound else form,
    }
    return render(request, "desk/note.html", context, status=status)


@for_officers
@require_safe
def mentions(request: HttpRequest) -> HttpResponse:
    """The notes that call this person and wait."""
    rows = Mention.objects.waiting_for(person(request)).select_related(
        "note__author", "note__filing__scheme", "note__filing__organisation"
    )
    waiting = rows.prefetch_related("note__versions")
    return render(request, "desk/mentions.html", {"mentions": waiting})


@for_officers
@require_POST
def mention_done(request: HttpRequest, pk: int) -> HttpResponse:
    """The person has seen to it."""
    see_to(get_object_or_404(Mention, pk=pk, person=person(request)))
    messages.success(request, _("Seen to."))
    return redirect("desk:mentions")
