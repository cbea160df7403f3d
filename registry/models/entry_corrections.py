"""Clerical errors of a listed text (勘误): what was filed, and what is to be read in its place."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class EntryCorrection(models.Model):
    """One clerical error of one listed version, with both texts. Never changed.

    The filed document stays as it was signed; pages and data show this beside it.
    """

    entry = models.ForeignKey(
        "registry.Entry", on_delete=models.PROTECT, related_name="corrections"
    )
    listed = models.ForeignKey(
        "registry.ListedVersion", on_delete=models.PROTECT, related_name="corrections"
    )
    address = models.CharField(_("place"), max_length=300)
    name = models.JSONField(_("name of the place"), default=dict)
    wrong = models.CharField(_("as filed"), max_length=300)
    right = models.CharField(_("to be read as"), max_length=300)
    corrected_on = models.DateField(_("corrected"), default=timezone.localdate)

    class Meta:
        ordering = ["entry", "pk"]
        verbose_name = _("correction of a clerical error")
        verbose_name_plural = _("corrections of clerical errors")

    def __str__(self) -> str:
        return f"{self.entry} {self.address}"
