"""Writing an opinion: saved as a draft as often as one likes, handed in once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.core.errors import DomainError, WrongState
from portal.core.form_refusals import attempt
from registry.experts.access import by_link, page
from registry.experts.forms import FIRST_NOTES, NoteForm, OpinionForm, notes_of
from registry.models import ExpertDraft, ExpertSeat
from registry.procedure.experts.answering import save_draft, submit
from registry.procedure.experts.placing import chapters_to_choose


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def opinion(request: HttpRequest, seat: ExpertSeat) -> HttpResponse:
    """The form with what was written so far; once handed in, the opinion as it stands."""
    match = request.resolver_match
    assert match is not None, "A view was found."
    secret = match.kwargs["secret"]
    if seat.is_given or not seat.is_declared:
        return redirect("experts:start", secret=secret)
    if request.method != "POST":
        return _form_of_draft(request, seat)
    chapters = chapters_to_choose(seat.panel.filing.version)
    form, notes = OpinionForm(request.POST), notes_of(request.POST, chapters, [], 0)
    refusal = None
    are_read = [each.is_valid() for each in (form, *notes)]
    if all(are_read):
        words = _words(form, notes)
        is_done = "submit" in request.POST
        refusal = attempt(form, lambda: _keep(seat, words, form, is_done=is_done))
        if refusal is None:
            told = _("Your opinion stands on the record.") if is_done else _("The draft is saved.")
            messages.success(request, told)
            return redirect("experts:start" if is_done else "experts:opinion", secret=secret)
        if isinstance(refusal, WrongState):
            _show_newest_revision(seat, form)
    context = {"form": form, "notes": notes, "bound": form}
    return page(request, seat, "opinion", context, _status(refusal))


def _status(refusal: DomainError | None) -> int:
    return refusal.status if refusal else 422


def _keep(seat: ExpertSeat, words: dict[str, Any], form: OpinionForm, *, is_done: bool) -> None:
    """The draft first: what is refused when it is handed in is kept all the same."""
    draft = save_draft(seat, words, form.cleaned_data["seen"] or 0)
    _seen(form, draft.revision)
    if is_done:
        submit(seat, words)


def _show_newest_revision(seat: ExpertSeat, form: OpinionForm) -> None:
    """Who saves again after comparing keeps what stands on the page."""
    draft = ExpertDraft.objects.filter(seat=seat).first()
    _seen(form, draft.revision if draft else 0)


def _seen(form: OpinionForm, revision: int) -> None:
    words: Any = form.data
    words = words.copy()
    words["seen"] = str(revision)
    form.data = words


def _form_of_draft(request: HttpRequest, seat: ExpertSeat) -> HttpResponse:
    draft = ExpertDraft.objects.filter(seat=seat).first()
    words: dict[str, Any] = draft.words if draft else {}
    chapters = chapters_to_choose(seat.panel.filing.version)
    context = {
        "draft": draft,
        "form": OpinionForm(initial={**words, "seen": draft.revision if draft else 0}),
        "notes": notes_of(None, chapters, words.get("notes", []), FIRST_NOTES),
    }
    return page(request, seat, "opinion", context)


def _words(form: OpinionForm, notes: list[NoteForm]) -> dict[str, Any]:
    used = [note.cleaned_data for note in notes if note.is_used]
    return {
        "stance": form.cleaned_data["stance"],
        "text": form.cleaned_data["text"],
        "notes": used,
    }
