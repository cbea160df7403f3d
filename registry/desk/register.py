"""The register at the desk: entries with their state and their dated events."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.accounts.models import Organisation
from portal.accounts.roles import OrganisationKind
from registry.desk.access import for_officers
from registry.models import Entry, EntryEvent
from registry.numbers import normalise_number
from registry.states import EntryState, PublicStatus

ROWS_PER_PAGE = 25


class RegisterForm(forms.Form):
    """The filters. What is not understood filters nothing."""

    q = forms.CharField(label=_("Number, rule number or title"), required=False, max_length=200)
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("All")), *PublicStatus.choices]
    )
    body = forms.ModelChoiceField(
        Organisation.objects.filter(kind=OrganisationKind.BODY),
        label=_("Certification body"),
        required=False,
        to_field_name="slug",
        empty_label=_("All"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            kind = "select" if isinstance(field, forms.ChoiceField) else "input"
            field.widget.attrs["class"] = f"govuk-{kind}"


@for_officers
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """All entries, newest first, each with its last event."""
    form = RegisterForm(request.GET)
    form.is_valid()
    entries = _filtered(Entry.objects.all(), form.cleaned_data)
    newest_first = EntryEvent.objects.order_by("-at", "-pk")
    page = Paginator(
        entries.select_related("organisation", "scheme").prefetch_related(
            Prefetch("events", queryset=newest_first, to_attr="newest_events")
        ),
        ROWS_PER_PAGE,
    ).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "is_filtered": any(form.cleaned_data.values()),
    }
    return render(request, "desk/register.html", context)


@for_officers
@require_safe
def entry(request: HttpRequest, number: str) -> HttpResponse:
    """One entry with its versions, filings and events."""
    entries = Entry.objects.select_related("organisation", "scheme", "version")
    entry = get_object_or_404(entries, number=number)
    filings = entry.scheme.filings.filter(organisation=entry.organisation)
    context = {
        "entry": entry,
        "events": entry.events.select_related("actor").order_by("-at", "-pk"),
        "versions": entry.listed_versions.select_related("version"),
        "filings": filings.order_by("-received_at"),
    }
    return render(request, "desk/entry.html", context)


def _filtered(entries: QuerySet[Entry], words: dict[str, Any]) -> QuerySet[Entry]:
    """Only what the filters let through."""
    if words.get("q"):
        entries = entries.filter(_named(words["q"]))
    if words.get("status"):
        entries = entries.filter(_with_status(words["status"]))
    if words.get("body"):
        entries = entries.filter(organisation=words["body"])
    return entries


def _named(words: str) -> Q:
    return (
        Q(number__startswith=normalise_number(words))
        | Q(rule_number__icontains=words)
        | Q(scheme__title__zh__icontains=words)
        | Q(scheme__title__en__icontains=words)
    )


def _with_status(status: str) -> Q:
    """The public status by today's date; the same order of questions as `Entry.status_on`."""
    today = timezone.localdate()
    if status == PublicStatus.DEREGISTERED:
        return Q(state=EntryState.DEREGISTERED)
    listed = Q(state=EntryState.LISTED)
    expired = Q(expires_on__lt=today)
    if status == PublicStatus.EXPIRED:
        return listed & expired
    if status == PublicStatus.NOT_YET_EFFECTIVE:
        return listed & ~expired & Q(effective_from__gt=today)
    return listed & ~expired & Q(effective_from__lte=today)
