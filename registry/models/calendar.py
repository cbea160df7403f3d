"""Days that differ from the ordinary week: those the regulator keeps, and those the law names."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.reference.models.base import NamedRecord


class CalendarDay(models.Model):
    """A day that is working or free against the rule of the week (调休). Overrides all else."""

    day = models.DateField(_("day"), unique=True)
    is_working = models.BooleanField(_("working day"))
    name = models.CharField(pgettext_lazy("of a row", "name"), max_length=80, blank=True)

    class Meta:
        ordering = ["day"]
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")

    def __str__(self) -> str:
        return f"{self.day} {self.name}".strip()


class Anchor(models.TextChoices):
    """By which calendar the day of a holiday is found."""

    SOLAR = "solar", _("the civil calendar")
    LUNAR = "lunar", _("the lunar calendar")
    QINGMING = "qingming", _("the solar term Qingming")


class StatutoryHoliday(NamedRecord):
    """A holiday that the law gives to everybody each year, without any notice.

    Source: Measures on Holidays for National Festivals and Memorial Days (全国年节及纪念日放假
    办法), article 2. The State Council's notice for a year adds which weekends are moved.
    """

    key = models.SlugField(_("key"), max_length=40)
    anchor = models.CharField(_("counted by"), max_length=10, choices=Anchor.choices)
    month = models.PositiveSmallIntegerField(
        _("month"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    day = models.PositiveSmallIntegerField(
        _("day"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    starts_before = models.PositiveSmallIntegerField(
        _("begins so many days before"),
        default=0,
        help_text=_("1 where the eve belongs to it, as with the Spring Festival."),
    )
    days = models.PositiveSmallIntegerField(_("days off"), validators=[MinValueValidator(1)])

    class Meta(NamedRecord.Meta):
        ordering = ["key", F("valid_from").asc(nulls_first=True)]
        verbose_name = _("statutory holiday")
        verbose_name_plural = _("statutory holidays")
        constraints = [
            *NamedRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["key", "valid_from"],
                name="one_statutory_holiday_from_a_day",
            ),
            models.CheckConstraint(
                condition=Q(anchor=Anchor.QINGMING) | Q(month__isnull=False, day__isnull=False),
                name="a_holiday_has_month_and_day_unless_it_is_a_solar_term",
                violation_error_message=_("Give the month and the day of the holiday."),
            ),
        ]
