"""Rows of the read model that hold from a day to a day, to be asked by the database."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

from registry.states import CaveatKind, holding_on


class DaysQuerySet(QuerySet[Any]):
    """Rows of the read model that hold from a day to a day."""

    def on(self, day: date) -> DaysQuerySet:
        """Those that hold on a day."""
        return self.filter(holding_on(day))


class PublishedCaveat(models.Model):
    """The kind and the days of a caveat of a publication, for the filter and the calendar."""

    publication = models.ForeignKey(
        "registry.Publication", on_delete=models.CASCADE, related_name="caveat_rows"
    )
    kind = models.CharField(max_length=20, choices=CaveatKind.choices)
    begins = models.DateField(null=True)
    ends = models.DateField(null=True)

    objects = DaysQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kind", "begins"], name="caveats_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.kind}"


class PublishedGap(models.Model):
    """Days on which the body of a publication is approved for none of its fields."""

    publication = models.ForeignKey(
        "registry.Publication", on_delete=models.CASCADE, related_name="gap_rows"
    )
    begins = models.DateField(null=True)
    ends = models.DateField(null=True)

    objects = DaysQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.publication_id} {self.begins} {self.ends}"


def without_approval(day: date, publication: str = "pk") -> Q:
    """The rows whose body is approved for none of the fields on a day.

    `publication` is the way to the publication from the rows that are asked.
    """
    gaps = PublishedGap.objects.on(day).values("publication_id")
    return Q(**{f"{publication}__in": gaps})
