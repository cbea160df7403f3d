"""What the regulator's registers say of a body's schemes, and what the body can do about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.accounts.doors import person
from portal.accounts.models import User
from portal.accounts.permissions import authors_of, organisations_where
from portal.accounts.roles import Permission
from registry.caveat import Caveat
from registry.models import Entry, Publication, PublishedCaveat
from registry.procedure.filed_places import cited_place, place_exists, place_in_form
from registry.states import CaveatKind
from schemes.designer.views.access import for_bodies
from schemes.models import Version
from schemes.states import VersionState

ROWS_PER_PAGE = 20
#: On the dashboard; the page of its own has all of them.
SHOWN = 4


@dataclass(frozen=True, slots=True)
class Link:
    """Something to do, and where."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class CaveatTask:
    """What a register says of one scheme: where in its document, and what can be done."""

    caveat: Caveat
    publication: Publication
    place: str
    place_href: str
    advice: str
    links: tuple[Link, ...]

    @property
    def label(self) -> str:
        """What happened, in a few words."""
        return str(CaveatKind(self.caveat.kind).label)


def concerned(user: User) -> QuerySet[Publication]:
    """The publications of the person's bodies against which a register says something today."""
    today = timezone.localdate()
    said = PublishedCaveat.objects.on(today).values("publication_id")
    found = Publication.objects.filter(entry__organisation__in=authors_of(user), pk__in=said)
    related = ("entry__organisation", "entry__scheme", "entry__version__blueprint")
    return found.select_related(*related).order_by("-listed_at", "-pk")


def tasks_for(user: User, publications: Sequence[Publication]) -> Iterator[CaveatTask]:
    """A task for each caveat of these; three queries, however many."""
    if not publications:
        return
    can = _Can(user, publications)
    for publication in publications:
        version = publication.entry.version
        for caveat in publication.caveats_today:
            there = place_exists(version, caveat.address)
            yield CaveatTask(
                caveat=caveat,
                publication=publication,
                place=cited_place(version, caveat.address if there else ""),
                place_href=f"{publication.get_absolute_url()}#{caveat.anchor}",
                advice=_advice(caveat, publication.entry.organisation.approval_no),
                links=tuple(can.links(publication.entry, caveat)),
            )


def _advice(caveat: Caveat, own: str) -> str:
    if caveat.kind == CaveatKind.STANDARD_UPCOMING:
        return _("Do not certify against it before that day, or rest on the standard in force.")
    if not caveat.is_of_approval:
        return _("Rest on the standard in force, and say how certificates move over to it.")
    if caveat.approval_no == own:
        return _("Issue no certificates in this field. Take it out, or deregister the scheme.")
    return _("That body may not certify in this field. Take it out if it no longer takes part.")


class _Can:
    """What a person can do about some schemes."""

    def __init__(self, user: User, publications: Sequence[Publication]) -> None:
        schemes = [publication.entry.scheme_id for publication in publications]
        drafts = Version.objects.filter(scheme__in=schemes, state=VersionState.DRAFT)
        drafts = drafts.select_related("blueprint", "scheme").defer("document")
        self._drafts = {draft.scheme_id: draft for draft in drafts}
        self._writes = set(organisations_where(user, Permission.EDIT))
        self._signs = set(organisations_where(user, Permission.SIGN))

    def links(self, entry: Entry, caveat: Caveat) -> Iterator[Link]:
        """The ways on, the likeliest first."""
        scheme = reverse("workspace:scheme", args=[entry.scheme_id])
        draft = self._drafts.get(entry.scheme_id)
        if entry.organisation not in self._writes:
            yield Link(_("Look at the scheme"), scheme)
        elif draft is not None:
            yield Link(_("Go on with the new version"), place_in_form(draft, caveat.anchor))
        else:
            yield Link(_("Write a new version"), scheme)
        if caveat.is_of_approval and entry.organisation in self._signs:
            ending = reverse("workspace:deregister", args=[entry.number])
            yield Link(_("Deregister the scheme"), ending)


@for_bodies
@require_safe
def caveats(request: HttpRequest) -> HttpResponse:
    """All of it, by scheme."""
    user = person(request)
    page = Paginator(concerned(user), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "tasks": list(tasks_for(user, list(page)))}
    return render(request, "workspace/caveats.html", context)
