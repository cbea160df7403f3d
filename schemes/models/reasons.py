"""Why a version changes what the one before it said, place by place."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schemes.models.schemes import Version


class ChangeReason(models.Model):
    """The reason for what a version changes at one place: an item of a list, or a field.

    It is held by the identity of the place, so it stays when the change goes on, and when the item
    moves.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="reasons")
    address = models.CharField(_("place"), max_length=500)
    #: What the place was called when the reason was given, in both languages.
    place = models.JSONField(default=dict, blank=True)
    text = models.JSONField(_("reason"), default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("written by"),
    )
    at = models.DateTimeField(_("written"), default=timezone.now)
    #: The item of the summary of changes that was composed of it, and what it said then.
    composed: Any = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("reason for a change")
        verbose_name_plural = _("reasons for changes")
        constraints = [
            models.UniqueConstraint(fields=["version", "address"], name="one_reason_for_a_place")
        ]

    def __str__(self) -> str:
        return self.address
