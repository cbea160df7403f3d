"""What was filed on paper before the portal, and its taking over into the register."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.models import Event
from registry.states import StockState, Verdict


class StockImport(models.Model):
    """A list of rules filed on paper, as somebody handed it in to be taken over.

    `registry.stock` alone writes it. Its rows are judged when it is handed in, and taken over one
    by one once a person has said so.
    """

    name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(_("SHA-256 digest"), max_length=64, db_index=True)
    state = models.CharField(
        _("state"), max_length=12, choices=StockState.choices, default=StockState.READY
    )
    #: What of its heading nobody knows, by the file's own names.
    left_out = models.JSONField(default=list, blank=True)
    handed_in_at = models.DateTimeField(_("handed in"), default=timezone.now)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    begun_at = models.DateTimeField(_("begun"), null=True, blank=True)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("import of stock")
        verbose_name_plural = _("imports of stock")

    def __str__(self) -> str:
        return self.name

    def record_event(self, **event: Any) -> StockEvent:
        """Append one line to its history."""
        return self.events.create(**event)


class StockEvent(Event):
    """One line of the history of an import: begun, finished, put aside."""

    stock = models.ForeignKey(StockImport, on_delete=models.PROTECT, related_name="events")


class StockFiles(models.Model):
    """An archive (ZIP) of files that rows of an import name; gone when the import is over."""

    stock = models.ForeignKey(StockImport, on_delete=models.CASCADE, related_name="archives")
    name = models.CharField(_("file"), max_length=200)
    content = models.FileField(upload_to="stock/", max_length=200)

    def __str__(self) -> str:
        return self.name


class StockRowQuerySet(QuerySet["StockRow"]):
    """Rows of lists."""

    def left(self) -> StockRowQuerySet:
        """Those that are good and not taken over yet, in the order of the list."""
        return self.filter(verdict=Verdict.GOOD, entry=None).order_by("line")


class StockRow(models.Model):
    """One row of a list: what it says, what is wrong with it, and the entry that came of it."""

    stock = models.ForeignKey(StockImport, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField(_("line"))
    cells = models.JSONField(_("as it was written"), default=dict)
    values = models.JSONField(_("as it was understood"), default=dict)
    faults = models.JSONField(default=list, blank=True)
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    sha256 = models.CharField(_("SHA-256 digest"), max_length=64)
    entry = models.ForeignKey(
        "registry.Entry", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = StockRowQuerySet.as_manager()

    class Meta:
        ordering = ["stock", "line"]
        constraints = [
            models.UniqueConstraint(fields=["stock", "line"], name="a_line_of_a_list_is_one_row")
        ]
        indexes = [models.Index(fields=["stock", "verdict", "line"], name="rows_by_verdict")]

    def __str__(self) -> str:
        return f"{self.stock_id} {self.line}"


class PaperFiling(models.Model):
    """That a rule was filed on paper, under which number and when. Never changed.

    The number on paper leads to the entry for ever, however it is spelled.
    """

    entry = models.OneToOneField("registry.Entry", on_delete=models.PROTECT, related_name="paper")
    number = models.CharField(_("number on paper"), max_length=80)
    folded = models.CharField(max_length=80, unique=True)
    filed_on = models.DateField(_("filed on paper"))
    sha256 = models.CharField(_("SHA-256 digest of what was taken over"), max_length=64)
    row_sha256 = models.CharField(_("SHA-256 digest of the row"), max_length=64)
    #: By what the desk finds it, in the one form of all spellings; one on each line.
    words = models.TextField()
    stock = models.ForeignKey(StockImport, on_delete=models.PROTECT, related_name="taken_over")
    taken_over_at = models.DateTimeField(_("taken over"), default=timezone.now)

    class Meta:
        verbose_name = _("filing on paper")
        verbose_name_plural = _("filings on paper")

    def __str__(self) -> str:
        return self.number
