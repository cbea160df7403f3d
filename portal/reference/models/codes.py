"""Code lists and units of measure."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.reference.choices import CodeListName
from portal.reference.models.base import NamedRecord


class CodeTerm(NamedRecord):
    """One code of a code list, with its words and its official number where there is one."""

    list = models.CharField(_("list"), max_length=30, choices=CodeListName.choices)
    code = models.CharField(_("code"), max_length=60)
    official_code = models.CharField(_("official code"), max_length=40, blank=True)
    order = models.PositiveIntegerField(_("order"), default=0)

    class Meta(NamedRecord.Meta):
        ordering = ["list", "order", "code"]
        verbose_name = _("code")
        verbose_name_plural = _("code lists")
        constraints = [
            *NamedRecord.Meta.constraints,
            models.UniqueConstraint(fields=["list", "code"], name="code_stands_once_in_its_list"),
        ]


class Unit(NamedRecord):
    """A unit of measure by its code in UN/CEFACT Recommendation 20."""

    code = models.CharField(_("code"), max_length=10, unique=True)
    symbol = models.CharField(_("symbol"), max_length=40, blank=True)
    written_zh = models.CharField(
        _("written in Chinese"),
        max_length=40,
        blank=True,
        help_text=_("What stands after a number, where that is not the symbol."),
    )
    written_en = models.CharField(
        _("written in English"),
        max_length=40,
        blank=True,
        help_text=_("What stands after a number, where that is not the symbol."),
    )

    class Meta(NamedRecord.Meta):
        ordering = ["code"]
        verbose_name = _("unit")
        verbose_name_plural = _("units")
