"""Which chapters of a filed text somebody has looked at: a note for going on, not a record."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ChapterRead(models.Model):
    """That a person of the desk has looked at one chapter of one filed version."""

    filing = models.ForeignKey("registry.Filing", on_delete=models.PROTECT, related_name="readings")
    round = models.PositiveIntegerField()
    chapter = models.CharField(_("chapter"), max_length=60)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("chapter that was looked at")
        verbose_name_plural = _("chapters that were looked at")
        constraints = [
            models.UniqueConstraint(
                fields=["filing", "round", "chapter", "person"], name="a_chapter_is_read_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.filing} {self.chapter}"
