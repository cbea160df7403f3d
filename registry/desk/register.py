"""The register at the desk: entries with their state and their dated events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
from portal.core.actions import Action
from registry.desk.access import for_officers
from registry.desk.contacting import ways_on
from registry.desk.entry_acts import acts_on
from registry.lifecycle import act_named
from registry.models import (
    Entry,
    EntryEvent,
    EntryProposal,
    EntryQuerySet,
    EntryStatement,
    Filing,
    Letter,
)
from registry.models.entry_proposals import EntryProposalQuerySet
from registry.procedure.filed_words import entries_named
from registry.public_status import statuses
from registry.publication.designations import designations_of
from registry.publication.history import lines_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ROWS_PER_PAGE = 25


def _status_choices() -> list[tuple[str, StrOrPromise]]:
    return [("", _("All")), *((status.value, status.label) for status in statuses())]


class RegisterForm(forms.Form):
    """The filters. What is not understood filters nothing."""

    q = forms.CharField(label=_("Number, title, body or standard"), required=False, max_length=200)
    status = forms.ChoiceField(label=_("Status"), required=False, choices=_status_choices)
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
        entries.select_related("organisation", "scheme", "publication").prefetch_related(
            Prefetch("events", queryset=newest_first, to_attr="newest_events")
        ),
        ROWS_PER_PAGE,
    ).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "is_filtered": any(form.cleaned_data.values()),
        "proposals": _waiting(EntryProposal.objects.all()),
    }
    return render(request, "desk/register.html", context)


@for_officers
@require_safe
def entry(request: HttpRequest, number: str) -> HttpResponse:
    """One entry with its versions, filings and events."""
    entries = Entry.objects.select_related(
        "organisation", "scheme", "version", "publication", "paper"
    )
    entry = get_object_or_404(entries, number=number)
    own = {"organisation": entry.organisation}
    is_owners = entry.organisation_id == entry.scheme.organisation_id
    filings = (
        Filing.objects.of_owners(entry.scheme) if is_owners else entry.scheme.filings.filter(**own)
    )
    context = {
        "entry": entry,
        "acts": acts_on(request.user, entry),
        "proposals": _waiting(entry.proposals.all()),
        "caveats": entry.caveats_today,
        "way": ways_on([entry])[entry.pk],
        "conditions": entry.conditions.select_related(
            "decision__filing", "decision__decided_by"
        ).prefetch_related("evidence__handed_in_by"),
        "events": lines_of(entry),
        "statements": _statements_of(entry),
        "owner_change": entry.owner_changes.accepted().first(),
        "designations": designations_of(entry),
        "letters": Letter.objects.about(
            entry.scheme_id, entry.organisation_id
        ).with_first_reading(),
        "versions": entry.listed_versions.select_related("version"),
        "filings": filings.order_by("-received_at"),
    }
    return render(request, "desk/entry.html", context)


def _statements_of(entry: Entry) -> list[tuple[EntryStatement, type[Action[Any]]]]:
    """Who declared to be impartial, each with the act, the newest first."""
    rows = entry.impartiality_statements.select_related("person", "text").order_by("-pk")
    return [(row, act_named(row.act)) for row in rows[:ROWS_PER_PAGE]]


def _waiting(proposals: EntryProposalQuerySet) -> list[tuple[EntryProposal, StrOrPromise]]:
    """The proposals on which nobody has ruled, the oldest first, each with what it would do."""
    rows = proposals.waiting().select_related("entry__scheme", "proposed_by").order_by("pk")
    return [(row, act_named(row.act).label) for row in rows[:ROWS_PER_PAGE]]


def _filtered(entries: EntryQuerySet, words: dict[str, Any]) -> QuerySet[Entry]:
    """Only what the filters let through."""
    if words.get("q"):
        entries = entries.filter(entries_named(words["q"]))
    if words.get("status"):
        asked = Q(("status_code", words["status"]))
        entries = entries.with_status(timezone.localdate()).filter(asked)
    if words.get("body"):
        entries = entries.filter(organisation=words["body"])
    return entries
