"""Certification bodies and marks, as the public sees them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.accounts.models import Organisation
from portal.accounts.roles import WRITING_KINDS
from portal.reference.changes import current_token
from registry.footing.standing import standings
from registry.models import AllianceEvent, CoIssuer, EntryEvent, Issue, Publication
from registry.publication.alliances import memberships_of
from registry.publication.designations import carried_out_by
from registry.publication.freshness import fresh_register
from registry.publication.owners import handed_over_by
from registry.publication.queries import bodies

PER_PAGE = 60


def _state_of_bodies(slug: str = "") -> object:
    """What the pages show of bodies that is not in publications: registers and alliances."""
    last = AllianceEvent.objects.order_by("-pk").values_list("pk", flat=True).first()
    return f"{current_token()}-{last}"


@require_safe
@fresh_register("bodies", also=_state_of_bodies)
def body_list(request: HttpRequest) -> HttpResponseBase:
    """All certification bodies."""
    page = Paginator(bodies(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "catalogue/bodies.html", {"page": page})


@require_safe
@fresh_register("body", also=_state_of_bodies)
def body(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One body, authority or scheme owner: its approval, its schemes, its recent history."""
    organisation = get_object_or_404(Organisation, kind__in=WRITING_KINDS, slug=slug)
    today = timezone.localdate()
    listed = Publication.objects.filter(_of(organisation)).newest_first()
    events = EntryEvent.objects.filter(entry__organisation=organisation)
    context = {
        "body": organisation,
        "carried_out": carried_out_by(organisation),
        "fields": standings([organisation], today)[organisation.pk],
        "page": Paginator(listed, PER_PAGE).get_page(request.GET.get("page")),
        "alliances": memberships_of(organisation),
        "handed_over": handed_over_by(organisation),
        "events": events.select_related("entry__publication").order_by("-at", "-pk")[:10],
    }
    return render(request, "catalogue/body.html", context)


def _of(organisation: Organisation) -> Q:
    """What it has filed or issued; of a scheme owner, what bodies certify by for it."""
    own = Q(body_slug=organisation.slug)
    if organisation.is_body:
        return own
    issued = CoIssuer.objects.filter(organisation=organisation, agreement__isnull=False)
    entries = Issue.objects.filter(filing__co_issuers__in=issued).values("entry")
    return own | Q(entry__scheme__organisation=organisation) | Q(entry__in=entries)


@require_safe
@fresh_register("marks")
def marks(request: HttpRequest) -> HttpResponseBase:
    """Pictures of the marks of all schemes that may be used today, with what each claims."""
    shown = Publication.objects.current_on(timezone.localdate()).filter(has_mark=True)
    page = Paginator(shown.newest_first(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "catalogue/marks.html", {"page": page})
