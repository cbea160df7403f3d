"""How long a blueprint version goes on beside its successor."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class BlueprintPeriodQuerySet(models.QuerySet["BlueprintPeriod"]):
    """Periods of blueprint versions."""

    def on(self, day: date) -> BlueprintPeriod | None:
        """The periods that hold on a day."""
        return self.filter(in_force_from__lte=day).order_by("-in_force_from").first()


class BlueprintPeriod(models.Model):
    """For how many calendar days a version may be used on, and how early that is told.

    The numbers are our proposal, not law: the regulator adds a row, which holds from its day on.
    """

    in_force_from = models.DateField(_("in force from"), unique=True)
    drafts_days = models.PositiveIntegerField(
        _("for beginning drafts, in days"),
        help_text=_("How long drafts may be begun with a version after its successor came."),
    )
    filing_days = models.PositiveIntegerField(
        _("for filing, in days"),
        help_text=_("How long what follows a version may be filed after its successor came."),
    )
    announcement_days = models.PositiveIntegerField(
        _("announced before, in days"),
        help_text=_("A last day is told to the certification bodies at least so long before."),
    )
    reminder_days = models.PositiveIntegerField(
        _("told again before, in days"),
        help_text=_("So long before the last day for filing bodies with drafts get a second mail."),
    )
    source = models.CharField(_("source"), max_length=300, blank=True)

    objects = BlueprintPeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-in_force_from"]
        verbose_name = _("periods of blueprints")
        verbose_name_plural = _("periods of blueprints")
        constraints = [
            models.CheckConstraint(
                condition=Q(filing_days__gte=F("drafts_days")),
                name="filing_goes_on_at_least_as_long_as_beginning",
            ),
            models.CheckConstraint(
                condition=Q(drafts_days__gte=F("announcement_days")),
                name="what_is_set_by_default_is_announced_in_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.in_force_from)

    def clean(self) -> None:
        """Say in words what the constraints hold."""
        # None where the form could not read a number; the form says so itself.
        drafts: int | None = self.drafts_days
        filing: int | None = self.filing_days
        announced: int | None = self.announcement_days
        if drafts is not None and filing is not None and filing < drafts:
            text = _("Filing goes on at least as long as beginning drafts.")
            raise ValidationError({"filing_days": text})
        if drafts is not None and announced is not None and drafts < announced:
            text = _("No shorter than the time for which a last day is announced before.")
            raise ValidationError({"drafts_days": text})
