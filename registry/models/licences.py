"""Licences: a scheme owner that certifies nothing lets bodies certify by its text."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Organisation
from schemes.models import Scheme


class LicenceQuerySet(QuerySet["Licence"]):
    """Licences."""

    def with_all(self) -> LicenceQuerySet:
        """With what pages show of them, in the order in which they began."""
        rows = self.select_related("scheme__organisation", "organisation", "ending")
        return rows.order_by("since", "pk")

    def on(self, day: date) -> LicenceQuerySet:
        """Those that hold on a day."""
        begun = self.filter(since__lte=day).filter(Q(until=None) | Q(until__gte=day))
        return begun.filter(Q(ending=None) | Q(ending__last_day__gte=day))


class Licence(models.Model):
    """That a body may certify by the text of a scheme owner, in fields, for a time. Never changed.

    Source: ISO/IEC 17067, 6.3 (a scheme owner licenses the bodies that operate its scheme).
    """

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="licences")
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="licences",
        verbose_name=_("licensed body"),
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    fields: Any = models.JSONField(_("fields"), default=list)
    evidence: Any = models.JSONField(
        _("evidence"), default=dict, help_text=_("The file of the licence, by its digest.")
    )
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    granted_at = models.DateTimeField(default=timezone.now)

    objects = LicenceQuerySet.as_manager()

    class Meta:
        ordering = ["scheme", "since", "pk"]
        verbose_name = _("licence")
        verbose_name_plural = _("licences")

    def __str__(self) -> str:
        return f"{self.scheme} · {self.organisation}"

    @property
    def licensor(self) -> Organisation:
        """Whose text it is."""
        return self.scheme.organisation

    @property
    def last_day(self) -> date | None:
        """The last day on which the body certifies by it, where one is known."""
        ending = getattr(self, "ending", None)
        days = [self.until, ending.last_day if ending is not None else None]
        return min((day for day in days if day is not None), default=None)

    def holds_on(self, day: date) -> bool:
        """Whether the body may certify by it on a day."""
        return self.since <= day and (self.last_day is None or day <= self.last_day)

    @property
    def holds(self) -> bool:
        """The same today."""
        return self.holds_on(timezone.localdate())

    @property
    def is_over(self) -> bool:
        """Whether its last day is over."""
        return self.last_day is not None and self.last_day < timezone.localdate()


class LicenceEnd(models.Model):
    """That a licence ends before its time: with which day, and why. Never changed."""

    licence = models.OneToOneField(Licence, on_delete=models.PROTECT, related_name="ending")
    last_day = models.DateField(_("last day"))
    certificates_until = models.DateField(_("certificates valid until"), null=True, blank=True)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("end of a licence")
        verbose_name_plural = _("ends of licences")

    def __str__(self) -> str:
        return str(self.licence)
