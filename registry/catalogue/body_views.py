"""Certification bodies and marks, as the public sees them."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.accounts.models import Organisation
from portal.accounts.roles import OrganisationKind
from registry.catalogue.freshness import fresh_register
from registry.models import EntryEvent, Publication
from registry.querysets import status_on
from registry.states import PublicStatus

PER_PAGE = 60


def bodies() -> QuerySet[Any]:
    """The certification bodies with the number of their schemes in the register."""
    counted = (
        Publication.objects.filter(body_slug=OuterRef("slug"))
        .order_by()
        .values("body_slug")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return (
        Organisation.objects.filter(kind=OrganisationKind.BODY)
        .annotate(schemes_listed=Coalesce(Subquery(counted), 0))
        .order_by("approval_no")
    )


def _state_of_bodies(slug: str = "") -> list[object]:
    """What the pages show of bodies that is not in the register."""
    shown = Organisation.objects.filter(kind=OrganisationKind.BODY)
    if slug:
        shown = shown.filter(slug=slug)
    columns = ("slug", "name_zh", "name_en", "approval_no", "website")
    dates = ("approved_fields__field", "approved_fields__valid_until")
    return list(shown.order_by("pk", "approved_fields__pk").values_list(*columns, *dates))


@require_safe
@fresh_register("bodies", also=_state_of_bodies)
def body_list(request: HttpRequest) -> HttpResponseBase:
    """All certification bodies."""
    page = Paginator(bodies(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "catalogue/bodies.html", {"page": page})


@require_safe
@fresh_register("body", also=_state_of_bodies)
def body(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One certification body: its approval and fields, its schemes, its recent history."""
    organisation = get_object_or_404(Organisation, kind=OrganisationKind.BODY, slug=slug)
    today = timezone.localdate()
    listed = Publication.objects.filter(body_slug=slug).newest_first()
    fields = organisation.approved_fields.select_related("field")
    events = EntryEvent.objects.filter(entry__organisation=organisation)
    context = {
        "body": organisation,
        "fields": [one for one in fields if one.valid_until is None or one.valid_until >= today],
        "page": Paginator(listed, PER_PAGE).get_page(request.GET.get("page")),
        "events": events.select_related("entry__publication").order_by("-at", "-pk")[:10],
    }
    return render(request, "catalogue/body.html", context)


@require_safe
@fresh_register("marks")
def marks(request: HttpRequest) -> HttpResponseBase:
    """Pictures of the marks of all schemes that may be used today, with what each claims."""
    shown = (
        Publication.objects.annotate(status_code=status_on(timezone.localdate()))
        .filter(has_mark=True)
        .exclude(status_code__in=[PublicStatus.DEREGISTERED, PublicStatus.EXPIRED])
        .newest_first()
    )
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "catalogue/marks.html", {"page": page})
