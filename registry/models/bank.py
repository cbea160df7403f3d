"""The remark bank: what the regulator has found words for once, to be taken over and adapted."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.localised import in_language
from registry.states import RemarkKind


class BankRemark(models.Model):
    """A remark ready to be taken over, with what it rests on and the rule that it belongs to."""

    code = models.SlugField(_("code"), max_length=40, primary_key=True)
    rule_code = models.CharField(
        _("rule"),
        max_length=10,
        blank=True,
        help_text=_("The rule of the check after whose findings it is offered first: SCH-026."),
    )
    text_zh = models.TextField(_("remark in Chinese"))
    text_en = models.TextField(_("remark in English"), blank=True)
    satisfied_zh = models.TextField(_("what would satisfy it, in Chinese"), blank=True)
    satisfied_en = models.TextField(_("what would satisfy it, in English"), blank=True)
    kind = models.CharField(
        _("kind"), max_length=10, choices=RemarkKind.choices, default=RemarkKind.MUST
    )
    reason_code = models.CharField(
        _("reason"), max_length=40, blank=True, help_text=_("The code of a reason of the list.")
    )
    basis_zh = models.CharField(_("legal basis in Chinese"), max_length=300, blank=True)
    basis_en = models.CharField(_("legal basis in English"), max_length=300, blank=True)
    order = models.PositiveIntegerField(_("order"), default=0)
    is_used = models.BooleanField(
        _("in use"),
        default=True,
        help_text=_("What is no longer used is not offered; remarks made from it stay."),
    )

    class Meta:
        ordering = ["order", "code"]
        verbose_name = _("remark of the bank")
        verbose_name_plural = _("remark bank")

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The remark in the language of the page."""
        return in_language({"zh": self.text_zh, "en": self.text_en})

    @property
    def satisfied_by(self) -> str:
        """What would satisfy it, in the language of the page."""
        return in_language({"zh": self.satisfied_zh, "en": self.satisfied_en})

    @property
    def basis(self) -> str:
        """The clause of the law in the language of the page."""
        return in_language({"zh": self.basis_zh, "en": self.basis_en})
