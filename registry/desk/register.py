"""The register at the desk: entries with their state and their dated events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.core.actions import Action
from registry.desk.access import for_officers, is_of_branch
from registry.desk.contacting import ways_on
from registry.desk.entry_acts import acts_on
from registry.desk.register_list import (
    ENTRIES,
    ENTRIES_VIEWED,
    RegisterForm,
    bodies_for,
    filtered,
)
from registry.desk.viewed import views_for
from registry.lifecycle import act_named
from registry.models import (
    Entry,
    EntryProposal,
    EntryStatement,
    Filing,
    Letter,
)
from registry.models.entry_proposals import EntryProposalQuerySet
from registry.publication.designations import designations_of
from registry.publication.history import lines_of
from registry.register.permissions import may_see_at_desk

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: So many statements and proposals stand on a page.
SHOWN = 25


@for_officers
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """All entries, newest first unless asked otherwise, each with its last event; or as a file.

    People of a branch see those of its territory.
    """
    user = request.user
    seen = Entry.objects.seen_at_desk(user)
    form = RegisterForm(request.GET, bodies=bodies_for(user))
    form.is_valid()
    listing = ENTRIES.shown(request, filtered(seen, form.cleaned_data))
    if listing.is_file:
        return listing.file()
    context = {
        "form": form,
        "listing": listing,
        "page": listing.page,
        "is_filtered": any(form.cleaned_data.values()),
        **views_for(request, ENTRIES_VIEWED),
        "proposals": _waiting(EntryProposal.objects.filter(entry__in=seen)),
        "of_branch": is_of_branch(user),
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
    may_see_at_desk(request.user, entry).require_sight()
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
        "filings": filings.visible_to(request.user).order_by("-received_at"),
        "of_branch": is_of_branch(request.user),
    }
    return render(request, "desk/entry.html", context)


def _statements_of(entry: Entry) -> list[tuple[EntryStatement, type[Action[Any]]]]:
    """Who declared to be impartial, each with the act, the newest first."""
    rows = entry.impartiality_statements.select_related("person", "text").order_by("-pk")
    return [(row, act_named(row.act)) for row in rows[:SHOWN]]


def _waiting(proposals: EntryProposalQuerySet) -> list[tuple[EntryProposal, StrOrPromise]]:
    """The proposals on which nobody has ruled, the oldest first, each with what it would do."""
    related = ("entry__scheme", "proposed_by", "delegation__branch", "delegation__giver")
    rows = proposals.waiting().select_related(*related).order_by("pk")
    return [(row, act_named(row.act).label) for row in rows[:SHOWN]]
