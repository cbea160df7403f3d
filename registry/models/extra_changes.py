"""Changes that a body makes beside what was asked of it, each declared with its reason."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ExtraChange(models.Model):
    """Why a corrected version changes a place that was not returned; fixed once it is submitted."""

    filing = models.ForeignKey(
        "registry.Filing", on_delete=models.PROTECT, related_name="extra_changes"
    )
    #: The submission that is corrected.
    round = models.PositiveIntegerField()
    address = models.CharField(_("place"), max_length=300)
    reason = models.TextField(_("reason"))
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    declared_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["filing", "round", "pk"]
        verbose_name = _("extra change")
        verbose_name_plural = _("extra changes")
        constraints = [
            models.UniqueConstraint(
                fields=["filing", "round", "address"], name="one_declaration_per_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.filing} {self.address}"
