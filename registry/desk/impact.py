"""Impact at the desk: what changed in law, rules or blueprints, and what it touches."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from portal.accounts.permissions import works_at_desk
from portal.core.listing import Column, Listing, by_name
from registry.desk.access import for_regulator
from registry.desk.contacting import WaysOn, addresses_of, mail_to, ways_on
from registry.models import ImpactHit, ImpactRun, SubjectKind
from registry.supervision.campaigns.beginning import touched_by
from registry.supervision.campaigns.permissions import may_campaign
from registry.supervision.impact.wording import (
    Affected,
    Cause,
    affected,
    cause_of,
    counts_of,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class RunRow(NamedTuple):
    """A change, in words, and how much of each kind it touches."""

    run: ImpactRun
    cause: Cause
    counts: dict[str, int]


def _rows(runs: Sequence[ImpactRun]) -> list[RunRow]:
    counts = counts_of(runs)
    return [RunRow(run, cause_of(run), counts[run.pk]) for run in runs]


def _count(kind: SubjectKind, heading: StrOrPromise) -> Column:
    """How many versions of a kind are touched, each counted once."""

    def order() -> Coalesce:
        hits = ImpactHit.objects.filter(run=OuterRef("pk"), kind=kind).order_by().values("run")
        counted = hits.annotate(n=Count("version", distinct=True))
        return Coalesce(Subquery(counted.values("n")), 0)

    return Column(kind.value, heading, lambda row: row.counts[kind.value], order, is_number=True)


def _when(row: RunRow) -> Any:
    return timezone.localdate(row.run.created_at)


RUNS = Listing(
    "impact",
    (
        Column("cause", gettext_lazy("What changed"), lambda row: row.cause.title, "cause_kind"),
        Column("when", gettext_lazy("When"), _when, "created_at"),
        Column(
            "who",
            gettext_lazy("By whom"),
            lambda row: row.run.created_by,
            by_name("created_by__"),
            is_shown=False,
        ),
        _count(SubjectKind.ENTRY, gettext_lazy("Entries")),
        _count(SubjectKind.FILING, gettext_lazy("Filings")),
        _count(SubjectKind.DRAFT, gettext_lazy("Drafts")),
    ),
    complete=_rows,
    chosen_by="pk",
)
#: Places shown of each kind; the table has all of them.
SHOWN = 100


def _affected(hits: Sequence[ImpactHit]) -> list[Affected]:
    return list(affected(ImpactHit.objects.filter(pk__in=[hit.pk for hit in hits])))


def _number(each: Affected) -> str:
    hit = each.hit
    return hit.filing.number if hit.filing else hit.entry.number if hit.entry else ""


def _sentence(each: Affected) -> str:
    """Of a draft the place alone is told, not what stands there (`docs/adr/0010`)."""
    return "" if each.hit.kind == SubjectKind.DRAFT else str(each.finding.sentence)


#: The places that a change touches: on the page by scheme, in files one by one.
AFFECTED = Listing(
    "impact",
    (
        Column("kind", gettext_lazy("Kind"), lambda row: row.hit.get_kind_display()),
        Column("number", gettext_lazy("Number"), _number),
        Column("body", gettext_lazy("Certification body"), lambda row: row.hit.organisation),
        Column("scheme", gettext_lazy("Scheme"), lambda row: row.hit.version.scheme),
        Column("rule", gettext_lazy("Rule"), lambda row: row.hit.code),
        Column("severity", gettext_lazy("Severity"), lambda row: row.finding.severity.label),
        Column("place", gettext_lazy("Place"), lambda row: row.place),
        Column("finding", gettext_lazy("Finding"), _sentence),
        Column(
            "appears",
            gettext_lazy("Appears or goes"),
            lambda row: _("appears") if row.hit.appears else _("goes"),
        ),
    ),
    complete=_affected,
)


@for_regulator
@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """What changed, newest first, with how much each change touches; previews on demand."""
    shows_previews = bool(request.GET.get("previews"))
    found = ImpactRun.objects.select_related("created_by")
    if not shows_previews:
        found = found.filter(is_preview=False)
    listing = RUNS.shown(request, found)
    if listing.is_file:
        return listing.file()
    context = {"listing": listing, "page": listing.page, "shows_previews": shows_previews}
    return render(request, "desk/impact.html", context)


@for_regulator
@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """One change and every draft, filing and entry that it touches, with the places."""
    run = get_object_or_404(ImpactRun.objects.select_related("created_by"), pk=pk)
    listing = AFFECTED.shown(request, run.hits.all())
    if listing.is_file:
        return listing.file(name=str(pk))
    groups = []
    for kind in (SubjectKind.ENTRY, SubjectKind.FILING, SubjectKind.DRAFT):
        hits = run.hits.filter(kind=kind)
        count = hits.count()
        if count:
            places = list(affected(hits[:SHOWN]))
            groups.append((kind, count, _by_scheme(places)))
    context = {
        "run": run,
        "cause": cause_of(run),
        "groups": groups,
        "shown": SHOWN,
        "may_review": works_at_desk(request.user),
        "may_begin": _may_begin(request, run),
        "campaigns": run.campaigns.all() if works_at_desk(request.user) else [],
    }
    return render(request, "desk/impact_run.html", context)


def _may_begin(request: HttpRequest, run: ImpactRun) -> bool:
    """Whether there is somebody to be asked because of a change that was made."""
    is_made = not run.is_preview and run.finished_at is not None
    return is_made and bool(may_campaign(request.user)) and bool(touched_by(run))


def _by_scheme(places: list[Affected]) -> list[tuple[list[Affected], WaysOn | None, str]]:
    """The places of one version together, with what can be done about its scheme.

    That is for an entry its pages, its filing and who was told; for anything else a way to write.
    """
    entries = {each.hit.entry.pk: each.hit.entry for each in places if each.hit.entry is not None}
    ways = ways_on(list(entries.values()))
    addresses = addresses_of({each.hit.organisation_id for each in places})
    groups = []
    for _key, group in itertools.groupby(places, key=lambda each: each.hit.version_id):
        together = list(group)
        hit = together[0].hit
        subject = hit.filing.number if hit.filing is not None else str(hit.version.scheme)
        way = ways.get(hit.entry_id) if hit.entry_id is not None else None
        groups.append((together, way, mail_to(addresses[hit.organisation_id], subject)))
    return groups


@for_regulator
@require_safe
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """All places that a change touches, as CSV; as a workbook the page gives them."""
    run = get_object_or_404(ImpactRun, pk=pk)
    return AFFECTED.shown(request, run.hits.all()).file("csv", name=str(pk))
