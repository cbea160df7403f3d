"""Letters to bodies, each as it was sent."""

from __future__ import annotations

from datetime import date

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LetterQuerySet(QuerySet["Letter"]):
    """Letters by what they are about."""

    def about(self, scheme: int, organisation: int) -> LetterQuerySet:
        """Those about a scheme of a body: its filings and its entry, newest first."""
        here = Q(filing__scheme=scheme) | Q(entries__scheme=scheme)
        return self.filter(here, organisation=organisation).distinct().order_by("-pk")

    def unread(self) -> LetterQuerySet:
        """Those that nobody of their body has opened."""
        return self.filter(readings=None)

    def with_first_reading(self) -> LetterQuerySet:
        """With the moment at which somebody of the body first opened each, as `opened_at`."""
        readings = apps.get_model("registry", "LetterReading")._default_manager
        first = readings.filter(letter=OuterRef("pk")).order_by("at", "pk")
        return self.annotate(opened_at=Subquery(first.values("at")[:1]))


class Letter(models.Model):
    """A letter as it was sent: numbered, in both languages, never changed.

    `content` holds every word of it, so that no later change of a template, a register or a name
    reaches it; `sha256` is the digest of its canonical form (RFC 8785).
    """

    number = models.CharField(_("number of the letter"), max_length=20, unique=True)
    act = models.CharField(_("act"), max_length=40)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, related_name="letters"
    )
    filing = models.ForeignKey(
        "registry.Filing", null=True, on_delete=models.PROTECT, related_name="letters"
    )
    entries = models.ManyToManyField("registry.Entry", related_name="letters")
    content = models.JSONField(_("as it was sent"))
    sha256 = models.CharField(_("SHA-256 digest"), max_length=64)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(default=timezone.now)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("letter")
        verbose_name_plural = _("letters")

    def __str__(self) -> str:
        return self.number

    @property
    def sent_on(self) -> date:
        """The day of the letter."""
        return date.fromisoformat(self.content["sent_on"])
