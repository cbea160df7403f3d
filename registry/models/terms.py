"""How long acts on entries last and how early they are told: dated data of the regulator."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.reference.words import row_from


class EntryTermsQuerySet(models.QuerySet["EntryTerms"]):
    """Terms of acts on entries."""

    def on(self, day: date) -> EntryTerms:
        """The terms that hold on a day; as shipped where the regulator has none."""
        found = self.filter(in_force_from__lte=day).order_by("-in_force_from").first()
        return found or EntryTerms(in_force_from=day, **AS_SHIPPED)


class EntryTerms(models.Model):
    """The periods of acts on entries, from a day on."""

    in_force_from = models.DateField(_("in force from"), unique=True)
    suspension_days = models.PositiveIntegerField(
        _("longest suspension, in days"),
        validators=[MinValueValidator(1)],
        help_text=_("A suspension ends by itself with its last day."),
    )
    suspension_warning_days = models.PositiveIntegerField(
        _("warning before a suspension ends, in days"),
        help_text=_("So many days before, the desk and the certification body are reminded."),
    )
    notice_days = models.PositiveIntegerField(
        _("notice before a body ends its scheme, in days"),
        default=30,
        help_text=_("A body announces the end so early, where certificates are valid."),
    )
    expiry_first_days = models.PositiveIntegerField(
        _("first reminder before a scheme expires, in days"), default=90
    )
    expiry_last_days = models.PositiveIntegerField(
        _("last reminder before a scheme expires, in days"), default=30
    )
    condition_warning_days = models.PositiveIntegerField(
        _("reminder before a condition is due, in days"), default=15
    )
    pilot_days = models.PositiveIntegerField(
        _("longest pilot, in days"),
        default=730,
        validators=[MinValueValidator(1)],
        help_text=_("Counted from the day on which the scheme comes into force."),
    )
    pilot_warning_days = models.PositiveIntegerField(
        _("reminder before a pilot ends, in days"), default=60
    )
    source = models.CharField(_("source"), max_length=300, blank=True)

    objects = EntryTermsQuerySet.as_manager()

    class Meta:
        ordering = ["-in_force_from"]
        verbose_name = _("terms of acts on entries")
        verbose_name_plural = _("terms of acts on entries")

    def __str__(self) -> str:
        return row_from(self.in_force_from)


class DigestTermsQuerySet(models.QuerySet["DigestTerms"]):
    """Terms of the digest of outcomes."""

    def on(self, day: date) -> DigestTerms:
        """The terms that hold on a day; as shipped where the regulator has none."""
        found = self.filter(in_force_from__lte=day).order_by("-in_force_from").first()
        return found or DigestTerms(in_force_from=day)


class DigestTerms(models.Model):
    """What the public digest of outcomes leaves out, so that it names nobody, from a day on."""

    in_force_from = models.DateField(_("in force from"), unique=True)
    least_bodies = models.PositiveIntegerField(
        _("bodies behind a field"),
        default=3,
        validators=[MinValueValidator(1)],
        help_text=_("Where fewer stand behind a field in a month, the field is left out."),
    )
    source = models.CharField(_("source"), max_length=300, blank=True)

    objects = DigestTermsQuerySet.as_manager()

    class Meta:
        ordering = ["-in_force_from"]
        verbose_name = _("terms of the digest of outcomes")
        verbose_name_plural = _("terms of the digest of outcomes")

    def __str__(self) -> str:
        return row_from(self.in_force_from)


#: What the portal ships with. The days are proposals; the regulator sets its own.
AS_SHIPPED: dict[str, Any] = {
    "suspension_days": 180,
    "suspension_warning_days": 15,
    "notice_days": 30,
    "expiry_first_days": 90,
    "expiry_last_days": 30,
    "condition_warning_days": 15,
    "pilot_days": 730,
    "pilot_warning_days": 60,
    "source": "Our proposal, to be confirmed by the regulator",
}
