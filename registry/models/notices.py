"""Correction notices (补正通知书): numbered letters that ask a body for one corrected version."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """What a body was told to correct, as it was sent. Never changed.

    `content` holds every word of it, so that no later change of a register, a name or the calendar
    reaches it; `sha256` is the digest of its canonical form (RFC 8785).
    """

    number = models.CharField(_("number of the notice"), max_length=20, unique=True)
    filing = models.ForeignKey("registry.Filing", on_delete=models.PROTECT, related_name="notices")
    decision = models.OneToOneField(
        "registry.Decision", on_delete=models.PROTECT, related_name="notice"
    )
    round = models.PositiveIntegerField()
    content = models.JSONField(_("as it was sent"))
    sha256 = models.CharField(_("SHA-256 digest"), max_length=64)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["filing", "round"]
        verbose_name = _("correction notice")
        verbose_name_plural = _("correction notices")
        constraints = [
            models.UniqueConstraint(fields=["filing", "round"], name="one_notice_per_round")
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def due(self) -> date:
        """The last day for the answer, as the notice gives it."""
        return date.fromisoformat(self.content["due"])

    @property
    def sent_on(self) -> date:
        """The day of the notice."""
        return date.fromisoformat(self.content["sent_on"])


class NoticeItem(models.Model):
    """A remark under its number in a notice. One that was reopened stands in several."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveIntegerField()
    remark = models.ForeignKey("registry.Remark", on_delete=models.PROTECT, related_name="noticed")

    class Meta:
        ordering = ["notice", "number"]
        verbose_name = _("item of a notice")
        verbose_name_plural = _("items of notices")
        constraints = [
            models.UniqueConstraint(fields=["notice", "number"], name="one_item_per_number"),
            models.UniqueConstraint(fields=["notice", "remark"], name="one_item_per_remark"),
        ]

    def __str__(self) -> str:
        return f"{self.notice} ({self.number})"

    @property
    def words(self) -> dict[str, Any]:
        """The item as it was sent."""
        found: dict[str, Any] = self.notice.content["items"][self.number - 1]
        return found
