"""What rules compare with: words, limits, shapes of numbers, contents of certificates."""

from __future__ import annotations

import re2
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.fields import TextListField
from portal.reference.choices import Category, WordList
from portal.reference.models.base import NamedRecord, ReferenceRecord


class RuleWord(ReferenceRecord):
    """A word that a rule searches for."""

    list = models.CharField(_("list"), max_length=30, choices=WordList.choices)
    word = models.CharField(_("word"), max_length=60)

    class Meta(ReferenceRecord.Meta):
        ordering = ["list", "word"]
        verbose_name = _("word of a rule")
        verbose_name_plural = _("words of rules")
        constraints = [
            *ReferenceRecord.Meta.constraints,
            models.UniqueConstraint(fields=["list", "word"], name="word_stands_once_in_its_list"),
        ]

    def __str__(self) -> str:
        return self.word


class RuleLimit(ReferenceRecord):
    """The value of a limit that a rule compares with; the unit stands in its name.

    A limit whose source nobody has seen is not verified, and the rule's page says so. A new value
    is a new row, valid from its day.
    """

    name = models.SlugField(_("name"), max_length=60)
    value = models.PositiveIntegerField(_("value"))

    class Meta(ReferenceRecord.Meta):
        ordering = ["name", "valid_from"]
        verbose_name = _("limit of a rule")
        verbose_name_plural = _("limits of rules")
        constraints = [
            *ReferenceRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["name", "valid_from"],
                nulls_distinct=False,
                name="one_value_of_a_limit_from_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} = {self.value}"


class NumberPattern(NamedRecord):
    """The shape of the numbers of one kind of standard, tried on its examples."""

    key = models.SlugField(_("key"), max_length=30, unique=True)
    types = TextListField(_("types of bases"), help_text=_("Such as GB/T."))
    pattern = models.CharField(_("pattern"), max_length=500)
    examples = TextListField(_("examples"))

    class Meta(NamedRecord.Meta):
        ordering = ["key"]
        verbose_name = _("shape of standard numbers")
        verbose_name_plural = _("shapes of standard numbers")

    def clean(self) -> None:
        """The pattern must run in linear time and fit each of its examples."""
        try:
            compiled = re2.compile(self.pattern)
        except re2.error as error:
            raise ValidationError({"pattern": str(error)}) from error
        for example in self.examples or []:
            if not compiled.fullmatch(example):
                raise ValidationError(
                    {"examples": _("“%(example)s” does not fit.") % {"example": example}}
                )


class CertificateContent(ReferenceRecord):
    """What a certificate of a category must state (Measures on certificates, articles 7 to 9)."""

    category = models.CharField(_("category"), max_length=20, choices=Category.choices)
    code = models.CharField(_("code"), max_length=60)

    class Meta(ReferenceRecord.Meta):
        ordering = ["category", "code"]
        verbose_name = _("required content of certificates")
        verbose_name_plural = _("required contents of certificates")
        constraints = [
            *ReferenceRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["category", "code"], name="content_is_required_once_per_category"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.code}"
