"""Questions to the catalogue, asked by its pages, the API and the home page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, ExtractYear
from django.utils import timezone

from portal.accounts.models import CertificationField, Organisation
from portal.accounts.roles import OrganisationKind
from portal.core.listing import alphabetically
from portal.reference.choices import Category
from registry.models import Publication
from registry.public_status import statuses

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def newest(limit: int) -> list[Publication]:
    """The schemes that were listed last."""
    return list(Publication.objects.newest_first()[:limit])


def fields_with_counts() -> list[tuple[str, str, int]]:
    """All fields of certification in their order: key, label in the page's language, schemes.

    Fields that only documents name come last, under their key.
    """
    counted: dict[str, int] = dict(
        Publication.objects.values_list("field_rows__key")
        .exclude(field_rows__key=None)
        .annotate(n=Count("pk", distinct=True))
    )
    rows = [
        (field.key, field.label, counted.pop(field.key, 0))
        for field in CertificationField.objects.all()
    ]
    return rows + [(key, key, count) for key, count in sorted(counted.items())]


def figures(day: date | None = None) -> dict[str, list[tuple[StrOrPromise, int]]]:
    """The register in numbers: labelled counts `by_category`, `by_status` and `by_year`."""
    today = day or timezone.localdate()
    publications: QuerySet[Any] = Publication.objects.with_status(today).order_by()
    by_category = dict(publications.values_list("category").annotate(n=Count("pk")))
    by_status = dict(publications.values_list("status_code").annotate(n=Count("pk")))
    by_year = dict(
        publications.values_list(ExtractYear("listed_at")).annotate(n=Count("pk")).order_by()
    )
    return {
        "by_category": [(c.label, by_category[c]) for c in Category if c in by_category],
        "by_status": [(s.label, by_status[s]) for s in statuses() if s in by_status],
        "by_year": [(str(year), by_year[year]) for year in sorted(by_year)],
    }


def bodies() -> QuerySet[Any]:
    """The certification bodies by name, with the number of their schemes in the register."""
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
        .order_by(alphabetically(), "approval_no")
    )
