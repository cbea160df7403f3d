"""Standards, national schemes, compulsory certification, and texts fixed by the regulator."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import CertificationField
from portal.core.fields import (
    NormalNumberField,
    StandardListField,
    StandardNumberField,
    TextListField,
)
from portal.core.localised import in_language
from portal.core.standard_numbers import normal_form
from portal.reference.choices import Category, StandardStatus, TextKind
from portal.reference.models.base import DatedQuerySet, NamedRecord, ReferenceRecord

#: The words for what is no longer in force.
ENDED = (StandardStatus.WITHDRAWN, StandardStatus.REPLACED)


class StandardQuerySet(DatedQuerySet):
    """Standards, whose days say more than the word for their status."""

    def of_status(self, status: str, day: date) -> Self:
        """The standards that have a status on a day; the same answer as `Standard.status_on`."""
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        called = Q(status__in=ENDED)
        over = Q(valid_until__lt=day) | (Q(valid_until__isnull=True) & called)
        followed = ~Q(replaced_by=[])
        by_days = {
            StandardStatus.UPCOMING: Q(valid_from__gt=day),
            StandardStatus.CURRENT: begun & ~over,
            StandardStatus.REPLACED: begun
            & over
            & (Q(status=StandardStatus.REPLACED) | (~called & followed)),
            StandardStatus.WITHDRAWN: begun
            & over
            & (Q(status=StandardStatus.WITHDRAWN) | (~called & ~followed)),
        }
        condition = {word.value: asked for word, asked in by_days.items()}.get(status)
        return self.none() if condition is None else self.filter(condition)


class Standard(ReferenceRecord):
    """A standard or other document that schemes rest on, with its status.

    `valid_from` is the day on which it comes into force, `valid_until` its last day. The status
    words are those of the national platform; on a given day the days win (`status_on`).
    """

    number = StandardNumberField(
        _("number"), max_length=100, unique=True, help_text=_("Such as GB/T 19001-2016.")
    )
    #: One standard stands here once, however its number is spelled; rules look it up by this.
    normal_number = NormalNumberField(of="number", max_length=300, unique=True)
    type = models.CharField(_("type"), max_length=30, db_index=True)
    title_zh = models.CharField(_("title in Chinese"), max_length=300)
    title_en = models.CharField(_("title in English"), max_length=400, blank=True)
    issuer_zh = models.CharField(_("issuer in Chinese"), max_length=200, blank=True)
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=StandardStatus.choices,
        default=StandardStatus.CURRENT,
    )
    replaced_by = StandardListField(_("replaced by"), help_text=_("Numbers of the successors."))
    url = models.URLField(_("address"), max_length=300, blank=True)

    objects: ClassVar[Any] = StandardQuerySet.as_manager()

    class Meta(ReferenceRecord.Meta):
        ordering = ["number"]
        verbose_name = _("standard")
        verbose_name_plural = _("standards")

    def __str__(self) -> str:
        return f"{self.number} {in_language({'zh': self.title_zh, 'en': self.title_en})}"

    def validate_unique(self, exclude: Collection[str] | None = None) -> None:
        """Refuse a standard that stands here already under another spelling of its number.

        Nothing is asked about the number where that was answered already (`exclude`).
        """
        exclude = set(exclude or ())
        super().validate_unique(exclude | {"normal_number"})
        if "number" in exclude:
            return
        others = Standard.objects.exclude(pk=self.pk)
        known = others.filter(normal_number=normal_form(self.number)).first()
        if known is not None:
            text = _("The register has this standard as “%(number)s”.")
            raise ValidationError({"number": text % {"number": known.number}})

    def status_on(self, day: date) -> StandardStatus:
        """The status on a day: before its first day upcoming, until its last day in force.

        A standard that ended without a recorded day has ended on every day.
        """
        if self.valid_from is not None and day < self.valid_from:
            return StandardStatus.UPCOMING
        ended = self.status in ENDED
        if self.valid_until is None:
            return StandardStatus(self.status) if ended else StandardStatus.CURRENT
        if day <= self.valid_until:
            return StandardStatus.CURRENT
        if ended:
            return StandardStatus(self.status)
        return StandardStatus.REPLACED if self.replaced_by else StandardStatus.WITHDRAWN


class NationalScheme(ReferenceRecord):
    """A scheme whose rules the state has unified (国推), with what a body needs to certify by it.

    Source: Certification and Accreditation Regulations, article 17; bodies write rules of their
    own only where the state has none.
    """

    key = models.SlugField(_("key"), max_length=60, unique=True)
    number = models.CharField(
        _("number of the rule"), max_length=80, blank=True, help_text=_("CNCA-QMS-01:2025")
    )
    title_zh = models.CharField(_("title in Chinese"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    category = models.CharField(_("category"), max_length=20, choices=Category.choices)
    field = models.ForeignKey(
        CertificationField,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="national_schemes",
        verbose_name=_("field"),
    )
    scope_zh = models.TextField(_("scope in Chinese"), blank=True)
    objects_zh = TextListField(_("objects"), help_text=_("What is certified."))
    bases = StandardListField(_("bases"), help_text=_("Numbers of standards."))
    criteria_zh = TextListField(_("criteria"), help_text=_("What is required."))
    conditions_zh = models.TextField(_("entry conditions in Chinese"), blank=True)
    conditions_en = models.TextField(_("entry conditions in English"), blank=True)
    issuer_zh = models.CharField(_("issuer in Chinese"), max_length=200, blank=True)
    url = models.URLField(_("address"), max_length=300, blank=True)

    class Meta(ReferenceRecord.Meta):
        ordering = ["category", "title_zh"]
        verbose_name = _("national scheme")
        verbose_name_plural = _("national schemes")

    def __str__(self) -> str:
        return in_language(self.title_text)

    @property
    def title_text(self) -> dict[str, str]:
        """The title as localised text."""
        return {"zh": self.title_zh, **({"en": self.title_en} if self.title_en else {})}


class CompulsoryItem(NamedRecord):
    """An item of the catalogue of compulsory certification (CCC) and its standards."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    standards = StandardListField(_("standards"), help_text=_("Numbers of standards."))

    class Meta(NamedRecord.Meta):
        ordering = ["code"]
        verbose_name = _("CCC item")
        verbose_name_plural = _("CCC items")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class RegulatorTextQuerySet(DatedQuerySet):
    """Texts of the regulator."""

    def current(self, kind: TextKind, day: date) -> RegulatorText | None:
        """The text of a kind that holds on a day; the newest where several do."""
        # A row without a first day holds from the beginning; PostgreSQL would sort it last.
        newest = F("valid_from").desc(nulls_last=True)
        return self.on(day).filter(kind=kind).order_by(newest, "-pk").first()


class RegulatorText(ReferenceRecord):
    """A version of a text that people sign or that is shown as it is; fixed by the regulator.

    Source of the public commitment: CNCA notice 2025 no. 9. What was signed must stay what it
    was, so a text is never changed: a new version follows it.
    """

    kind = models.CharField(_("kind"), max_length=30, choices=TextKind.choices)
    version = models.CharField(_("version"), max_length=20)
    text_zh = models.TextField(_("text in Chinese"))
    text_en = models.TextField(_("text in English"), blank=True)

    objects: ClassVar[Any] = RegulatorTextQuerySet.as_manager()

    class Meta(ReferenceRecord.Meta):
        ordering = ["kind", "-valid_from", "-pk"]
        verbose_name = _("text of the regulator")
        verbose_name_plural = _("texts of the regulator")
        constraints = [
            *ReferenceRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["kind", "version"], name="version_of_a_text_is_given_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.version}"

    @property
    def text(self) -> dict[str, str]:
        """The text as localised text."""
        return {"zh": self.text_zh, **({"en": self.text_en} if self.text_en else {})}
