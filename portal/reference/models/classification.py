"""Items inside the fields of certification, and what other classifications call them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import CertificationField
from portal.core.localised import in_language
from portal.reference.choices import CrosswalkSystem, Match
from portal.reference.models.base import NamedRecord, ReferenceRecord


class ClassificationItem(NamedRecord):
    """An item (认证项目) inside a field of the classification (CNCA notice 2016 no. 24)."""

    field = models.ForeignKey(
        CertificationField, on_delete=models.PROTECT, related_name="items", verbose_name=_("field")
    )
    code = models.CharField(_("code"), max_length=20, blank=True)
    is_national = models.BooleanField(
        _("national"), default=False, help_text=_("Whether the state has unified rules for it.")
    )

    class Meta(NamedRecord.Meta):
        ordering = ["field__category", "field__order", "name_zh"]
        verbose_name = _("item of the classification")
        verbose_name_plural = _("items of the classification")
        constraints = [
            *NamedRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["field", "name_zh"], name="item_name_is_unique_in_its_field"
            ),
        ]


class Crosswalk(ReferenceRecord):
    """What a field, or one of its items, is called in another classification."""

    field = models.ForeignKey(
        CertificationField,
        on_delete=models.PROTECT,
        related_name="crosswalks",
        verbose_name=_("field"),
    )
    item = models.CharField(
        _("item"), max_length=200, blank=True, help_text=_("Empty: the field as a whole.")
    )
    system = models.CharField(_("classification"), max_length=20, choices=CrosswalkSystem.choices)
    code = models.CharField(_("code"), max_length=40)
    name_zh = models.CharField(_("name in Chinese"), max_length=200, blank=True)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)
    match = models.CharField(
        _("nearness"), max_length=10, choices=Match.choices, default=Match.CLOSE
    )

    class Meta(ReferenceRecord.Meta):
        ordering = ["field__category", "field__order", "item", "system", "code"]
        verbose_name = _("crosswalk")
        verbose_name_plural = _("crosswalks")
        constraints = [
            *ReferenceRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["field", "item", "system", "code"], name="crosswalk_is_given_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item or self.field_id} = {self.system} {self.code}"

    @property
    def name(self) -> str:
        """The name there in the language of the page."""
        return in_language({"zh": self.name_zh, "en": self.name_en})
