"""What a body asked for to be dealt with ahead of others, and what an officer ruled on it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class FastLaneRequest(models.Model):
    """Why a body asks for the fast lane, once for each filing. Never changed."""

    filing = models.OneToOneField(
        "registry.Filing", on_delete=models.PROTECT, related_name="fast_lane"
    )
    reason_code = models.CharField(
        _("ground"), max_length=40, help_text=_("A reason of the regulator’s list.")
    )
    reason = models.TextField(_("reason"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("request for the fast lane")
        verbose_name_plural = _("requests for the fast lane")

    def __str__(self) -> str:
        return str(self.filing)


class FastLaneRuling(models.Model):
    """Whether it was granted, by whom and why. Never changed."""

    request = models.OneToOneField(FastLaneRequest, on_delete=models.PROTECT, related_name="ruling")
    is_granted = models.BooleanField(_("granted"))
    reason = models.TextField(_("reason"))
    ruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ruled_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("ruling on the fast lane")
        verbose_name_plural = _("rulings on the fast lane")

    def __str__(self) -> str:
        return str(self.request)
