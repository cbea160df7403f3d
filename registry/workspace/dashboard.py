"""The first page of the workspace, and the list of filings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.accounts.doors import person
from portal.accounts.permissions import authors_of, permissions_of
from portal.accounts.roles import Permission
from registry.models import Filing
from registry.procedure.clock import Deadlines, clocks_of
from registry.public_status import PublicStatus, statuses
from registry.tracks import state_of
from registry.workspace.caveats import SHOWN as CAVEATS_SHOWN
from registry.workspace.caveats import concerned, tasks_for
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
    page = Paginator(schemes, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    own = Filing.objects.filter(organisation__in=authors_of(user))
    filings = list(own.open().select_related("scheme").order_by("-received_at")[:ROWS_PER_PAGE])
    deadlines = Deadlines.read()
    clocks = clocks_of(filings, deadlines=deadlines)
    said = concerned(user)
    first = list(said[: CAVEATS_SHOWN + 1])
    context = {
        "waiting": [*offered(user), *of_the_body(user, deadlines, clocks)],
        "caveats": list(tasks_for(user, first))[:CAVEATS_SHOWN],
        "schemes_concerned": len(first) if len(first) <= CAVEATS_SHOWN else said.count(),
        "page": page,
        "rows": [_row(scheme) for scheme in page],
        "counts": counts_by_state(user),
        "state": state,
        "filings": [(filing, clocks.get(filing.pk)) for filing in filings],
        "recent": recent_events(user),
        "may_begin": any(name == Permission.EDIT.value for _body, name in permissions_of(user)),
    }
    return render(request, "workspace/dashboard.html", context)


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


@for_bodies
def filings(request: HttpRequest) -> HttpResponse:
    """All filings of the person's bodies, those under way first."""
    own = Filing.objects.filter(organisation__in=authors_of(request.user))
    page = Paginator(
        own.select_related("scheme", "organisation").order_by("-received_at", "-pk"),
        ROWS_PER_PAGE,
    ).get_page(request.GET.get("page"))
    clocks = clocks_of(page.object_list)
    context = {
        "page": page,
        "filings": [(filing, clocks.get(filing.pk)) for filing in page],
    }
    return render(request, "workspace/filings.html", context)
