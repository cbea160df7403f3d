"""Facts of procedure that the regulator keeps: reasons of decisions, and time limits."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.localised import in_language


class ReasonCode(models.Model):
    """A reason that a remark or a decision can rest on, with its clause of the law."""

    code = models.SlugField(_("code"), max_length=40, primary_key=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=160)
    basis_zh = models.CharField(_("legal basis in Chinese"), max_length=300, blank=True)
    basis_en = models.CharField(_("legal basis in English"), max_length=300, blank=True)
    order = models.PositiveIntegerField(_("order"), default=0)
    is_used = models.BooleanField(
        _("in use"),
        default=True,
        help_text=_("Reasons that are no longer used stay on the decisions that gave them."),
    )

    class Meta:
        ordering = ["order", "code"]
        verbose_name = _("reason")
        verbose_name_plural = _("reasons")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return in_language({"zh": self.name_zh, "en": self.name_en})

    @property
    def basis(self) -> str:
        """The clause of the law in the language of the page; empty where there is none."""
        return in_language({"zh": self.basis_zh, "en": self.basis_en})


class TimeLimitQuerySet(models.QuerySet["TimeLimit"]):
    """Time limits."""

    def on(self, track: str, day: date) -> TimeLimit | None:
        """The limits of a track that hold on a day."""
        return self.filter(track=track, in_force_from__lte=day).order_by("-in_force_from").first()


class TimeLimit(models.Model):
    """How long the regulator has for its review, and a body for its answer, from a day on."""

    track = models.CharField(_("track"), max_length=20, default="filing")
    in_force_from = models.DateField(_("in force from"))
    review_working_days = models.PositiveIntegerField(
        _("review, in working days"),
        help_text=_("Counted from the day after the filing was last submitted."),
    )
    answer_days = models.PositiveIntegerField(
        _("answer, in calendar days"),
        help_text=_("Counted from the day on which the correction was requested."),
    )
    source = models.CharField(_("source"), max_length=300, blank=True)

    objects = TimeLimitQuerySet.as_manager()

    class Meta:
        ordering = ["track", "-in_force_from"]
        verbose_name = _("time limit")
        verbose_name_plural = _("time limits")
        constraints = [
            models.UniqueConstraint(
                fields=["track", "in_force_from"], name="one_time_limit_per_track_and_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.track} {self.in_force_from}"
