"""When somebody of the desk is away, and who stands in."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AbsenceQuerySet(QuerySet["Absence"]):
    """Absences."""

    def on(self, day: date) -> AbsenceQuerySet:
        """Those that hold on a day."""
        return self.filter(first_day__lte=day, last_day__gte=day, ended_at__isnull=True)

    def from_today_on(self) -> AbsenceQuerySet:
        """Those that hold today or later."""
        return self.filter(last_day__gte=timezone.localdate(), ended_at__isnull=True)


class Absence(models.Model):
    """From a day to a day somebody is away, and a deputy gets what is new and reminders."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="absences"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="deputised_absences"
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    noted_at = models.DateTimeField(default=timezone.now)
    #: Set when the person came back before the last day.
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["first_day", "pk"]
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="absence_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~Q(deputy=F("person")), name="nobody_is_own_deputy"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.first_day}"
