"""How far back a tie counts, and what experts and bodies are told: dated data of the regulator."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.reference.words import row_from


class ExpertTermsQuerySet(models.QuerySet["ExpertTerms"]):
    """Terms of expert reviews."""

    def on(self, day: date) -> ExpertTerms:
        """The terms that hold on a day; as shipped where the regulator has none."""
        found = self.filter(in_force_from__lte=day).order_by("-in_force_from").first()
        return found or ExpertTerms(in_force_from=day, **AS_SHIPPED)


class ExpertTerms(models.Model):
    """The terms of expert reviews, from a day on."""

    in_force_from = models.DateField(_("in force from"), unique=True)
    conflict_years = models.PositiveIntegerField(
        _("years for which a former employer counts"),
        validators=[MinValueValidator(1)],
        help_text=_("Also an earlier recusal on account of the same certification body."),
    )
    answer_days = models.PositiveIntegerField(
        _("days to answer, as proposed to the officer"), validators=[MinValueValidator(1)]
    )
    reminder_days = models.PositiveIntegerField(_("reminder before the last day, in days"))
    link_days = models.PositiveIntegerField(
        _("days for which the link opens after the last day"),
        help_text=_("A late opinion is still taken while the case waits for it."),
    )
    names_announced = models.BooleanField(
        _("the body is told the names after the outcome"), default=False
    )
    source = models.CharField(_("source"), max_length=300, blank=True)

    objects = ExpertTermsQuerySet.as_manager()

    class Meta:
        ordering = ["-in_force_from"]
        verbose_name = _("terms of expert reviews")
        verbose_name_plural = _("terms of expert reviews")

    def __str__(self) -> str:
        return row_from(self.in_force_from)


#: What the portal ships with: proposals, none of them verified; the regulator sets its own.
AS_SHIPPED: dict[str, Any] = {
    "conflict_years": 3,
    "answer_days": 10,
    "reminder_days": 2,
    "link_days": 14,
    "names_announced": False,
    "source": (
        "Not verified: our proposal, to be confirmed by the regulator. That expert review does "
        "not count: Administrative Licensing Law, article 45"
    ),
}
