"""That a clock of a filing was extended: by how much, by whom, why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Extension(models.Model):
    """More time for one clock of a filing, granted once. Never changed.

    Source: Administrative Licensing Law, article 42 (ten days more, with the reasons told).
    """

    filing = models.ForeignKey(
        "registry.Filing", on_delete=models.PROTECT, related_name="extensions"
    )
    clock = models.CharField(_("clock"), max_length=20)
    amount = models.PositiveIntegerField(
        _("extended by"), help_text=_("In the unit of the clock, as the register then said.")
    )
    reasons = models.TextField(_("reasons"))
    granted_at = models.DateTimeField(_("granted"), default=timezone.now)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["filing", "pk"]
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        constraints = [
            models.UniqueConstraint(fields=["filing", "clock"], name="a_clock_is_extended_once")
        ]

    def __str__(self) -> str:
        return f"{self.filing} {self.clock} +{self.amount}"
