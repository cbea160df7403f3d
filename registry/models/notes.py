"""What was noted of caveats: that one began to hold, that it ceased, and who was told."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from registry.caveat import Caveat
from registry.models.entries import Entry
from registry.states import CaveatKind


class CaveatNoteQuerySet(models.QuerySet["CaveatNote"]):
    """Notes of caveats."""

    def open(self) -> CaveatNoteQuerySet:
        """Those of caveats that hold, as far as anybody looked."""
        return self.filter(ceased_at__isnull=True)


class CaveatNote(models.Model):
    """That a caveat began to hold for an entry, noted once, and that it ceased.

    The publication may be made anew at any time; what was told to people may not be told anew.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="caveat_notes")
    kind = models.CharField(max_length=20, choices=CaveatKind.choices)
    #: What stays the same while the caveat does (`Caveat.identity`).
    identity = models.CharField(max_length=300)
    caveat = models.JSONField()
    began_at = models.DateTimeField(default=timezone.now)
    ceased_at = models.DateTimeField(null=True)
    #: When it began or ceased, whichever is later.
    changed_at = models.DateTimeField(default=timezone.now, db_index=True)
    #: When people of the body were told; None while nobody was, or where nobody need be.
    told_at = models.DateTimeField(null=True)
    #: The common key of the mails, and the people to whom they went.
    told_as = models.CharField(max_length=60, blank=True)
    told_to = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")

    objects = CaveatNoteQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "identity"],
                condition=Q(ceased_at__isnull=True),
                name="a_caveat_is_noted_once_while_it_holds",
            )
        ]
        indexes = [
            models.Index(
                fields=["entry"],
                name="caveats_not_told",
                condition=Q(told_at__isnull=True, ceased_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.identity}"

    @property
    def said(self) -> Caveat:
        """The caveat."""
        return Caveat.from_json(self.caveat)
