"""The first page of the workspace, and the list of filings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.doors import person
from portal.accounts.models import User
from portal.accounts.permissions import authors_of, permissions_of
from portal.accounts.roles import Permission
from portal.core.listing import Column, Listing, by_name
from registry.models import Filing
from registry.procedure import filing_columns as of
from registry.procedure.clock import Deadlines, clocks_of
from registry.procedure.effects import with_entries
from registry.public_status import PublicStatus, statuses
from registry.tracks import state_of
from registry.workspace.caveats import SHOWN as CAVEATS_SHOWN
from registry.workspace.caveats import concerned, tasks_for
from registry.workspace.elsewhere import elsewhere
from registry.workspace.overview import counts_by_state, recent_events, schemes_of
from registry.workspace.waiting import of_the_body, offered
from schemes.designer.views.access import for_bodies
from schemes.states import VersionState

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ROWS_PER_PAGE = 20


@for_bodies
def dashboard(request: HttpRequest) -> HttpResponse:
    """What waits for me, my schemes by state, filings with their clocks, what happened lately."""
    user = person(request)
    state = request.GET.get("state", "")
    schemes = schemes_of(user)
    if state in VersionState.values:
        schemes = schemes.filter(newest_state=state)
    listing = SCHEMES.shown(request, schemes)
    if listing.is_file:
        return listing.file()
    under_way = (
        Filing.objects.concerning(user).open().select_related("scheme").order_by("-received_at")
    )
    filings = with_entries(under_way[:ROWS_PER_PAGE])
    deadlines = Deadlines.read()
    clocks = clocks_of(filings, deadlines=deadlines)
    said = concerned(user)
    first = list(said[: CAVEATS_SHOWN + 1])
    context = {
        "waiting": [*offered(user), *of_the_body(user, deadlines, clocks)],
        "caveats": list(tasks_for(user, first))[:CAVEATS_SHOWN],
        "schemes_concerned": len(first) if len(first) <= CAVEATS_SHOWN else said.count(),
        "listing": listing,
        "page": listing.page,
        "rows": listing.rows,
        "elsewhere": elsewhere(user),
        "issues": issues_alone(user),
        "counts": counts_by_state(user),
        "state": state,
        "filings": [(filing, clocks.get(filing.pk)) for filing in filings],
        "recent": recent_events(user),
        "may_begin": any(name == Permission.EDIT.value for _body, name in permissions_of(user)),
    }
    return render(request, "workspace/dashboard.html", context)


def issues_alone(user: User) -> bool:
    """Whether the person works for organisations that issue schemes of the state, and file none."""
    return all(body.issues for body in authors_of(user))


def _row(scheme: Any) -> dict[str, Any]:
    """A scheme with one state in words: of its draft, else of its entry, else of its filing.

    What a filing came to is told while its entry is simply in force; else the public status of
    today is, and beside a draft as well.
    """
    state = scheme.newest_state
    label: StrOrPromise = VersionState(scheme.newest_state).label
    if state == VersionState.SUBMITTED and scheme.filing_state:
        state, label = scheme.filing_state, state_of(scheme.filing_state).to_body
    told = scheme.entry_status not in (None, PublicStatus.IN_FORCE)
    status = next(one for one in statuses() if one == scheme.entry_status) if told else None
    if status is not None and state not in (VersionState.DRAFT, VersionState.FROZEN):
        state, label, status = status.value, status.label, None
    is_draft = scheme.newest_state == VersionState.DRAFT
    return {
        "scheme": scheme,
        "state": state,
        "label": label,
        "status": status,
        # What a check said of an older text is told with a word that it is old.
        "is_checked": is_draft and scheme.checked_at is not None,
        "is_stale": is_draft and scheme.checked_at and scheme.checked_at < scheme.last_saved,
    }


def _rows(schemes: Sequence[Any]) -> list[dict[str, Any]]:
    return [_row(scheme) for scheme in schemes]


def _said(row: dict[str, Any]) -> str:
    """The state, and beside a draft what the public is told."""
    status = row["status"]
    return " · ".join(str(label) for label in (row["label"], status and status.label) if label)


SCHEMES = Listing(
    "schemes",
    (
        Column("scheme", _("Scheme"), lambda row: row["scheme"], by_name()),
        Column(
            "rule",
            _("Rule number"),
            lambda row: row["scheme"].rule_number,
            "rule_number",
            is_shown=False,
        ),
        Column("version", _("Version"), lambda row: row["scheme"].newest_label, "newest_label"),
        Column("state", _("State"), _said, "newest_state"),
        Column(
            "number", _("Register number"), lambda row: row["scheme"].entry_number, "entry_number"
        ),
        Column(
            "saved",
            _("Last saved"),
            lambda row: timezone.localdate(row["scheme"].last_saved),
            "last_saved",
        ),
    ),
    complete=_rows,
    per_page=ROWS_PER_PAGE,
)


def _with_clocks(filings: Sequence[Filing]) -> list[of.FilingRow]:
    """With their clocks, and with what the register says today of their effect."""
    return of.with_clocks(with_entries(filings))


FILINGS = Listing(
    "filings",
    (
        of.SCHEME,
        replace(of.RULE, is_shown=False),
        of.NUMBER,
        replace(of.TRACK, is_shown=False),
        of.TO_BODY,
        of.CLOCK,
        replace(of.LAST_DAY, is_shown=False),
        of.RECEIVED,
    ),
    complete=_with_clocks,
    chosen_by="number",
    per_page=ROWS_PER_PAGE,
)


@for_bodies
def filings(request: HttpRequest) -> HttpResponse:
    """All filings of the person's bodies, and what a ministry of theirs issues as well."""
    user = person(request)
    own = Filing.objects.concerning(user)
    rows = own.select_related("scheme", "organisation").order_by("-received_at", "-pk")
    listing = FILINGS.shown(request, rows)
    if listing.is_file:
        return listing.file()
    context = {
        "listing": listing,
        "page": listing.page,
        "filings": listing.rows,
        "issues": issues_alone(user),
    }
    return render(request, "workspace/filings.html", context)
