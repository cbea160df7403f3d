"""Who of the desk is away, from when to when, and who stands in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts.doors import person
from portal.core.form_refusals import attempt
from registry.desk.access import acts_at_desk, for_officers
from registry.desk.cases.forms import PersonField
from registry.models import Absence
from registry.procedure.absences import end_absence, note_absence
from registry.procedure.people import officers_of_the_desk
from registry.procedure.permissions import may_note_absence

DAY = forms.DateInput(attrs={"type": "date"})


class AbsenceForm(forms.Form):
    """Who is away, when, and who stands in."""

    person = PersonField(gettext_lazy("Who is away"), gettext_lazy("Choose who is away."))
    first_day = forms.DateField(
        label=gettext_lazy("First day"),
        widget=DAY,
        error_messages={"required": gettext_lazy("Say from when.")},
    )
    last_day = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=DAY,
        error_messages={"required": gettext_lazy("Say until when.")},
    )
    deputy = PersonField(gettext_lazy("Deputy"), gettext_lazy("Choose the deputy."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("person", "deputy"):
            field: Any = self.fields[name]
            field.queryset = officers_of_the_desk()


@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def absences(request: HttpRequest) -> HttpResponse:
    """Absences of today and later, and a form for another."""
    user = person(request)
    form = AbsenceForm(request.POST or None, initial={"person": user.pk})
    status = 200
    if request.method == "POST":
        refusal = None
        if form.is_valid():
            refusal = attempt(form, lambda: _note(form, user))
        if form.is_valid():
            messages.success(request, _("Noted: the deputy gets what is new and reminders."))
            return redirect("desk:absences")
        status = refusal.status if refusal else 422
    rows = Absence.objects.from_today_on().select_related("person", "deputy", "noted_by")
    noted = [(row, bool(may_note_absence(user, row.person))) for row in rows]
    context = {"form": form if acts_at_desk(user) else None, "noted": noted}
    return render(request, "desk/absences.html", context, status=status)


def _note(form: AbsenceForm, user: Any) -> None:
    words = form.cleaned_data
    note_absence(words["person"], user, words["first_day"], words["last_day"], words["deputy"])


@for_officers
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """The person is back."""
    end_absence(get_object_or_404(Absence, pk=pk), person(request))
    messages.success(request, _("The absence is ended; the line stays on the record."))
    return redirect("desk:absences")
