"""The pool of experts at the desk: who is in it, keeping it, taking in a list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.doors import Door, person
from portal.core.errors import RulesBroken
from portal.core.form_refusals import attempt
from portal.core.tables.errors import TableUnreadable
from portal.core.tables.writing import CONTENT_TYPE, csv_file
from portal.reference.registers import as_list
from registry.desk.expert_list import EXPERTS
from registry.models import Expert, ExpertLanguage
from registry.procedure.experts.pool import ExpertWords, keep_expert, row_of
from registry.procedure.experts.taking_in import COLUMNS, take_in
from registry.procedure.permissions import may_keep_experts, may_see_experts

for_lookers = Door(may_see_experts)
for_keepers = Door(may_keep_experts)

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ListForm(forms.Form):
    """A list of experts."""

    table = forms.FileField(
        label=gettext_lazy("List of experts"),
        help_text=gettext_lazy("CSV in any usual encoding, or an Excel workbook (.xlsx)."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={"required": gettext_lazy("Choose the list.")},
    )


class ExpertForm(forms.Form):
    """What is kept of an expert."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    email = forms.EmailField(label=gettext_lazy("Mail address"))
    language = forms.ChoiceField(
        label=gettext_lazy("Language of mails"), choices=ExpertLanguage.choices
    )
    position = forms.CharField(
        label=gettext_lazy("Position or title"), max_length=120, required=False
    )
    fields_known = forms.CharField(
        label=gettext_lazy("Fields and categories"),
        help_text=gettext_lazy(
            "One on each line, by name or number, as the list of fields has them. A category "
            "(product, service, management system) means all of its fields."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    worked_for = forms.CharField(
        label=gettext_lazy("Works or worked for"),
        help_text=gettext_lazy(
            "One on each line: approval number or name of the organisation, and from when until "
            "when, such as CNCA-R-2002-001 2019-01-01/2022-06-30, or 2022-07-01/.. for a post "
            "that is held."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    active_from = forms.DateField(label=gettext_lazy("In the pool from"), widget=DAY)
    active_until = forms.DateField(
        label=gettext_lazy("In the pool until"),
        help_text=gettext_lazy("Who leaves is not deleted: what they said stays on record."),
        widget=DAY,
        required=False,
    )

    @property
    def expert_words(self) -> ExpertWords:
        """As the pool is given them."""
        words = dict(self.cleaned_data)
        return ExpertWords(
            fields=_lines(words.pop("fields_known")),
            worked_for=_lines(words.pop("worked_for")),
            **words,
        )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


@for_lookers
@never_cache
@require_safe
def experts(request: HttpRequest) -> HttpResponse:
    """Everybody in the pool, found by name, address, field or employer; or as a file."""
    listing = EXPERTS.shown(request, _found(request))
    return listing.file() if listing.is_file else _list(request, ListForm())


@for_keepers
@require_POST
def take_in_list(request: HttpRequest) -> HttpResponse:
    """Take a list in: all of it, or nothing and every fault with its line."""
    form = ListForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            taken = take_in(form.cleaned_data["table"].read(), person(request))
        except RulesBroken as refusal:
            for words in (refusal.message, *(fault.message for fault in refusal.findings)):
                form.add_error("table", str(words))
        except TableUnreadable as fault:
            told = {"line": fault.line, "message": fault.message}
            form.add_error("table", _("Line %(line)d: %(message)s") % told)
        else:
            told = {"added": taken.added, "changed": taken.changed, "known": taken.known}
            messages.success(
                request,
                _("%(added)d added, %(changed)d changed, %(known)d as they were.") % told,
            )
            return redirect("desk:expert-pool")
    return _list(request, form, 422)


@for_keepers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Add somebody."""
    return _edit(request, None)


@for_lookers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def expert(request: HttpRequest, pk: int) -> HttpResponse:
    """What is kept of somebody, with every change; who keeps the pool changes it here."""
    return _edit(request, get_object_or_404(Expert, pk=pk))


@for_lookers
@never_cache
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """The pool as a list that can be taken in again."""
    rows = [[_cell(row_of(each)[name]) for name in COLUMNS] for each in _pool()]
    response = HttpResponse(csv_file([COLUMNS, *rows]), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="experts.csv"'
    return response


def _cell(value: Any) -> str:
    return as_list(value) if isinstance(value, list) else str(value)


def _pool() -> Any:
    return Expert.objects.prefetch_related("fields", "posts__organisation")


def _wanted(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()


def _found(request: HttpRequest) -> Any:
    """Those who are looked for. What they are found by is asked apart, and orders nothing."""
    wanted = _wanted(request)
    if not wanted:
        return _pool()
    found = Q(name__icontains=wanted) | Q(email__icontains=wanted)
    by_field = Q(fields__key__icontains=wanted) | Q(fields__name_en__icontains=wanted)
    by_post = Q(posts__name__icontains=wanted) | Q(posts__organisation__name_zh__icontains=wanted)
    people = Expert.objects.filter(found | by_field | by_post)
    return _pool().filter(pk__in=people.order_by().values("pk"))


def _list(request: HttpRequest, form: ListForm, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    listing = EXPERTS.shown(request, _found(request))
    context = {
        "form": form,
        "listing": listing,
        "page": listing.page,
        "wanted": _wanted(request),
        "people": [(each, each.is_active_on(today)) for each in listing.page],
        "active": Expert.objects.on(today).count(),
        "columns": COLUMNS,
        "may_keep": bool(may_keep_experts(request.user)),
    }
    return render(request, "desk/expert_pool.html", context, status=status)


def _edit(request: HttpRequest, kept: Expert | None) -> HttpResponse:
    form = ExpertForm(request.POST or None, initial=_initial(kept))
    status = 200
    if request.method == "POST":
        may_keep_experts(request.user).require()
        refusal = None
        if form.is_valid():
            words = form.expert_words
            refusal = attempt(form, lambda: keep_expert(person(request), words, kept))
        if form.is_valid():
            messages.success(request, _("The pool is changed; what was before stays on record."))
            return redirect("desk:expert-pool")
        status = refusal.status if refusal else 422
    context = {
        "form": form,
        "expert": kept,
        "events": kept.events.select_related("actor").order_by("-pk") if kept else (),
        "may_keep": bool(may_keep_experts(request.user)),
    }
    return render(request, "desk/expert.html", context, status=status)


def _initial(kept: Expert | None) -> dict[str, Any]:
    if kept is None:
        return {"active_from": timezone.localdate()}
    row = row_of(kept)
    return {
        **row,
        "fields_known": "\n".join(row["fields"]),
        "worked_for": "\n".join(row["worked_for"]),
    }
