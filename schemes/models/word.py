"""Word files that were brought to a scheme, and where each of their pieces lies."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.accounts.models import Organisation
from schemes.models.files import StoredFile
from schemes.models.schemes import Scheme


class WordPurpose(models.TextChoices):
    """Why a file was brought."""

    RULE = "rule", _("a rule to be taken over")
    RETURN = "return", _("a file of ours with a colleague’s changes")


class Standing(models.TextChoices):
    """Where a piece stands on its way into the draft."""

    PROPOSED = "proposed", pgettext_lazy("a piece", "proposed")
    CONFIRMED = "confirmed", pgettext_lazy("a piece", "in the draft as proposed")
    MOVED = "moved", pgettext_lazy("a piece", "in the draft at another place")
    TRAY = "tray", pgettext_lazy("a piece", "in the tray")
    NOT_TAKEN = "not_taken", pgettext_lazy("a piece", "not taken")


#: What stands in the draft, and what waits for somebody.
IN_THE_DRAFT = frozenset({Standing.CONFIRMED, Standing.MOVED})
OPEN = frozenset({Standing.PROPOSED, Standing.TRAY})


class WordImport(models.Model):
    """A Word file as it came, with its pieces as they were read from it.

    It belongs to the body that brought it: remarks in it are not for whoever owns the scheme
    later.
    """

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="word_imports")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=200)
    purpose = models.CharField(
        _("purpose"), max_length=10, choices=WordPurpose.choices, default=WordPurpose.RULE
    )
    pieces = models.JSONField(default=list, editable=False)
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    brought_at = models.DateTimeField(_("brought"), default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("Word file")
        verbose_name_plural = _("Word files")

    def __str__(self) -> str:
        return self.name

    @property
    def is_return(self) -> bool:
        """Whether it is a file of ours that came back."""
        return self.purpose == WordPurpose.RETURN


class Placement(models.Model):
    """Where one piece lies; a piece from which several values are read has several."""

    word_import = models.ForeignKey(WordImport, on_delete=models.CASCADE, related_name="placements")
    position = models.PositiveIntegerField()
    #: Of the piece, in the original.
    place = models.CharField(max_length=120)
    #: The part of the blueprint, or the place of the draft that a change is about.
    address = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=2, default="zh")
    #: What is to stand there; nothing stands for the words of the piece.
    value: Any = models.JSONField(null=True, blank=True)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.PROPOSED)
    why = models.CharField(max_length=20, blank=True)
    joins = models.CharField(max_length=120, blank=True)
    is_fact = models.BooleanField(default=False)
    #: Addresses in the draft with what was written there.
    laid: Any = models.JSONField(default=list, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["word_import", "position"]
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        constraints = [
            models.UniqueConstraint(
                fields=["word_import", "position"], name="placements_have_an_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.address or self.why}"
