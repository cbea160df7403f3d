"""Facts of procedure that the regulator keeps: reasons of decisions, and time limits."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.core.localised import in_language
from portal.reference.words import not_known, row_from
from registry.states import ReasonPurpose
from registry.tracks import all_tracks


class ReasonCodeQuerySet(QuerySet["ReasonCode"]):
    """Reasons of the regulator's list."""

    def given_for(self, *purposes: str) -> ReasonCodeQuerySet:
        """Those in use that are given for one of these; for a decision when none is named."""
        return self.filter(is_used=True, purpose__in=purposes or [ReasonPurpose.DECISION])


class ReasonCode(models.Model):
    """A reason that a remark or a decision can rest on, with its clause of the law."""

    code = models.SlugField(_("code"), max_length=40, primary_key=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=160)
    basis_zh = models.CharField(_("legal basis in Chinese"), max_length=300, blank=True)
    basis_en = models.CharField(_("legal basis in English"), max_length=300, blank=True)
    purpose = models.CharField(
        _("given for"),
        max_length=20,
        choices=ReasonPurpose.choices,
        default=ReasonPurpose.DECISION,
    )
    order = models.PositiveIntegerField(_("order"), default=0)
    is_used = models.BooleanField(
        _("in use"),
        default=True,
        help_text=_("Reasons that are no longer used stay on the decisions that gave them."),
    )

    carries_conditions = models.BooleanField(
        _("carries conditions"),
        default=False,
        help_text=_(
            "Whether a condition may rest on it that is set after the fact, where a scheme is in "
            "effect without anybody's consent."
        ),
    )

    objects = ReasonCodeQuerySet.as_manager()

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


class TimeLimit(models.Model):
    """How long a clock of a track runs that begins on a day or later, in the unit of the clock.

    What is in force on the day on which a clock begins holds for it until it ends.
    """

    track = models.CharField(_("track"), max_length=20)
    clock = models.CharField(_("clock"), max_length=20)
    in_force_from = models.DateField(_("in force from"))
    amount = models.PositiveIntegerField(
        _("time limit"),
        help_text=_("In the unit of the clock; the day on which it begins does not count."),
    )
    extension = models.PositiveIntegerField(
        _("may be extended by"),
        default=0,
        help_text=_("Once, by a decider, with reasons. 0: it is not extended."),
    )
    reminder = models.PositiveIntegerField(
        _("reminder before the end"),
        default=0,
        help_text=_("So long before the last day whose turn it is is reminded. 0: not at all."),
    )
    fast = models.PositiveIntegerField(
        _("time limit in the fast lane"),
        default=0,
        help_text=_("In the same unit. 0: this clock has no fast lane."),
    )
    grace = models.PositiveIntegerField(
        _("days until what is deemed"),
        default=0,
        help_text=_(
            "So many calendar days after the end what the law provides for it is carried out, "
            "such as the closing of a filing that nobody answers."
        ),
    )
    is_deemed = models.BooleanField(
        _("what is deemed is carried out"),
        default=True,
        help_text=_(
            "Whether the end of a clock has by itself what the law provides for it, such as that "
            "silence is acceptance. Where not, the desk is told that the time is over, and acts."
        ),
    )
    source = models.CharField(
        _("source"), max_length=300, blank=True, help_text=_("The clause of the law.")
    )

    class Meta:
        ordering = ["track", "clock", "-in_force_from"]
        verbose_name = _("time limit")
        verbose_name_plural = _("time limits")
        constraints = [
            models.UniqueConstraint(
                fields=["track", "clock", "in_force_from"], name="one_limit_of_a_clock_from_a_day"
            )
        ]

    def __str__(self) -> str:
        return row_from(self.in_force_from, "time-limits", track=self.track, clock=self.clock)

    def clean(self) -> None:
        """A track must have the clock, or its limit would be heeded by nobody."""
        tracks = {track.key: track for track in all_tracks()}
        if self.track not in tracks:
            known = [track.name for track in tracks.values()]
            raise ValidationError({"track": not_known(self.track, known)})
        clocks = {rule.key: rule.in_words for rule in tracks[self.track].clocks}
        if self.clock not in clocks:
            raise ValidationError({"clock": not_known(self.clock, clocks.values())})
