"""What rows of all registers have: days of validity, a source, names.

Rows carry the days from and until which they hold, both included; an empty day is open. When the
law changes a row is ended, not deleted: what was judged by it can then still be explained.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.core.localised import in_language


class DatedQuerySet(models.QuerySet[Any]):
    """Rows that hold from a day until a day."""

    def on(self, day: date) -> Self:
        """The rows that hold on a day."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_until__isnull=True) | Q(valid_until__gte=day),
        )


class ReferenceRecord(models.Model):
    """What every row has: days of validity, its source, and whether the source was seen."""

    valid_from = models.DateField(
        _("valid from"), null=True, blank=True, help_text=_("Empty: from the beginning.")
    )
    valid_until = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("The last day. Empty: no end.")
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    verified = models.BooleanField(
        _("verified"),
        default=False,
        help_text=_("Whether somebody has compared this row with its source."),
    )

    objects: ClassVar[Any] = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="%(class)s_ends_after_it_begins",
                violation_error_message=_("The last day lies before the first."),
            )
        ]

    def holds_on(self, day: date) -> bool:
        """Whether the row holds on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or self.valid_until >= day
        )


class NamedRecord(ReferenceRecord):
    """A row with a name in both languages."""

    name_zh = models.CharField(_("name in Chinese"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)

    class Meta(ReferenceRecord.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name_text(self) -> dict[str, str]:
        """The name as localised text."""
        return {"zh": self.name_zh, **({"en": self.name_en} if self.name_en else {})}

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return in_language(self.name_text)
