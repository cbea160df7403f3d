"""That somebody opened a letter or a correction notice: how its delivery (送达) is shown later."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.models.letters import Letter
from registry.models.notices import Notice


class LetterReading(models.Model):
    """The first time that a person of the body opened a letter or a notice. Never changed.

    `sha256` is the digest of what was opened; the page and the file have the same words.
    """

    letter = models.ForeignKey(Letter, null=True, on_delete=models.PROTECT, related_name="readings")
    notice = models.ForeignKey(Notice, null=True, on_delete=models.PROTECT, related_name="readings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(_("SHA-256 digest"), max_length=64)
    at = models.DateTimeField(_("opened"), default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("opening of a letter")
        verbose_name_plural = _("openings of letters")
        constraints = [
            models.UniqueConstraint(fields=["letter", "person"], name="a_letter_is_opened_once"),
            models.UniqueConstraint(fields=["notice", "person"], name="a_notice_is_opened_once"),
            models.CheckConstraint(
                condition=Q(letter__isnull=False, notice__isnull=True)
                | Q(letter__isnull=True, notice__isnull=False),
                name="what_was_opened_is_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter or self.notice} · {self.person}"
