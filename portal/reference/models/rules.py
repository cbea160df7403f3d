"""What rules compare with: words, limits, shapes of numbers, contents of certificates."""

from __future__ import annotations

import re2
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.fields import TextListField
from portal.core.standard_numbers import (
    CODE_GROUP,
    NATIONAL_TYPES,
    YEAR_GROUP,
    national_type,
    spelled,
)
from portal.reference.choices import Category, WordList, WordUse
from portal.reference.models.base import NamedRecord, ReferenceRecord
from portal.reference.shipped import limit_names


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


class PartWord(ReferenceRecord):
    """What rules that were written as Word files call a part of a blueprint."""

    part = models.CharField(
        _("part of a blueprint"),
        max_length=120,
        help_text=_("Its address; - stands for the items of a list: /fees/-/amount."),
    )
    use = models.CharField(_("use"), max_length=10, choices=WordUse.choices)
    word = models.CharField(pgettext_lazy("of a row", "word"), max_length=120)
    code = models.CharField(
        _("code"), max_length=60, blank=True, help_text=_("Which code of the part it means.")
    )

    class Meta(ReferenceRecord.Meta):
        ordering = ["part", "use", "word"]
        verbose_name = _("word of a part")
        verbose_name_plural = _("words of parts")
        constraints = [
            *ReferenceRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["part", "use", "word"], name="word_of_a_part_stands_once_for_a_use"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part}: {self.word}"

    def clean(self) -> None:
        """A code is what a word of that use means, and of no other."""
        means_code = self.use == WordUse.CODE
        if means_code and not self.code:
            raise ValidationError({"code": _("Say which code the word means.")})


class RuleLimit(ReferenceRecord):
    """The value of a limit that a rule compares with; the unit stands in its name.

    A limit whose source nobody has seen is not verified, and the rule's page says so. A new value
    is a new row, valid from its day.
    """

    name = models.SlugField(pgettext_lazy("of a row", "name"), max_length=60)
    value = models.PositiveIntegerField(_("value"))

    class Meta(ReferenceRecord.Meta):
        ordering = ["name", "valid_from"]
        verbose_name = _("limit of a rule")
        verbose_name_plural = _("limits of rules")
        constraints = [
            *ReferenceRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["name", "valid_from"], name="one_value_of_a_limit_from_a_day"
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(valid_from__isnull=True),
                name="one_value_of_a_limit_from_the_beginning",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} = {self.value}"

    def clean(self) -> None:
        """A rule must know the limit, or its value would be heeded by nobody."""
        if self.name and self.name not in limit_names():
            text = _("No rule knows the limit “%(name)s”.") % {"name": self.name}
            raise ValidationError({"name": text})


class NumberPattern(NamedRecord):
    """The shape of the numbers of one kind of standard, tried on its examples."""

    key = models.SlugField(_("key"), max_length=30, unique=True)
    types = TextListField(_("types of bases"), help_text=_("Such as GB/T."))
    pattern = models.CharField(_("pattern"), max_length=1000)
    examples = TextListField(_("examples"))

    class Meta(NamedRecord.Meta):
        ordering = ["key"]
        verbose_name = _("shape of standard numbers")
        verbose_name_plural = _("shapes of standard numbers")

    def clean(self) -> None:
        """The pattern must run in linear time, fit each example, and name what rules read in it.

        Rules read the year, and for national standards the code, which is the type of the basis.
        A new shape has a first day: what was judged before it came is not judged by it.
        """
        if self._state.adding and self.valid_from is None:
            asked = _("Say from which day on numbers are judged by this shape.")
            raise ValidationError({"valid_from": asked})
        try:
            compiled = re2.compile(self.pattern)
        except re2.error as error:
            raise ValidationError({"pattern": str(error)}) from error
        codes = NATIONAL_TYPES & set(self.types or [])
        for group in (YEAR_GROUP, *([CODE_GROUP] if codes else [])):
            if group not in compiled.groupindex:
                text = _("The pattern lacks the group %(group)s.") % {"group": f"(?P<{group}>…)"}
                raise ValidationError({"pattern": text})
        for example in self.examples or []:
            match = compiled.fullmatch(spelled(example))
            if match is None:
                text = _("“%(example)s” does not fit.") % {"example": example}
            elif not _is_year(match.group(YEAR_GROUP)):
                text = _("No year is read in “%(example)s”.") % {"example": example}
            elif codes and national_type(match.group(CODE_GROUP)) not in codes:
                text = _("No type of this row is read in “%(example)s”.") % {"example": example}
            else:
                continue
            raise ValidationError({"examples": text})


def _is_year(text: str | None) -> bool:
    """Whether a group holds a year in two digits or four; an undated number has none."""
    return text is None or (text.isdecimal() and len(text) in (2, 4))


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
