"""Outcomes of a review: what an officer proposes and another person decides."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.states import Outcome


class Proposal(models.Model):
    """The outcome that an officer proposes for a round of review. Never changed.

    It binds nobody: another person decides, this way or that, or hands it back for a new one.
    """

    filing = models.ForeignKey(
        "registry.Filing", on_delete=models.PROTECT, related_name="proposals"
    )
    round = models.PositiveIntegerField()
    outcome = models.CharField(_("outcome"), max_length=30, choices=Outcome.choices)
    reasons = models.TextField(_("reasons"))
    reason_codes = models.JSONField(
        default=list, blank=True, help_text=_("Codes of the reasons that it rests on.")
    )
    again_because = models.TextField(
        _("why a further notice"),
        blank=True,
        help_text=_("Where the track asks for corrections once and the body was asked before."),
    )
    letter_note = models.TextField(_("paragraph of the letter"), blank=True)
    conditions = models.JSONField(
        _("conditions and recommendations"),
        default=list,
        blank=True,
        help_text=_("Each with text, due date and evidence; a recommendation has its text alone."),
    )
    sha256 = models.CharField(_("SHA-256 digest of the version it is about"), max_length=64)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(default=timezone.now)

    #: Set by `registry.procedure.grounds`, which reads those of many at once.
    grounds: list[Any]

    class Meta:
        ordering = ["filing", "pk"]
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")

    def __str__(self) -> str:
        return f"{self.filing} {self.get_outcome_display()}"


class Decision(models.Model):
    """The outcome of a round of review, with its named decider. Never changed."""

    filing = models.ForeignKey(
        "registry.Filing", on_delete=models.PROTECT, related_name="decisions"
    )
    round = models.PositiveIntegerField()
    outcome = models.CharField(_("outcome"), max_length=30, choices=Outcome.choices)
    reasons = models.TextField(_("reasons"))
    reason_codes = models.JSONField(
        default=list, blank=True, help_text=_("Codes of the reasons that it rests on.")
    )
    conditions = models.JSONField(
        _("conditions and recommendations"),
        default=list,
        blank=True,
        help_text=_("Each with text, due date and evidence; a recommendation has its text alone."),
    )
    sha256 = models.CharField(_("SHA-256 digest of the version decided on"), max_length=64)
    proposal = models.OneToOneField(
        Proposal,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decision",
        help_text=_("What it was decided on. Decisions from before proposals have none."),
    )
    public_summary = models.CharField(
        _("summary for the public"),
        max_length=300,
        blank=True,
        help_text=_("For the digest of outcomes without names; empty: the reasons say enough."),
    )
    remedy = models.JSONField(
        _("remedy"),
        default=dict,
        blank=True,
        help_text=_("What the body was told that it can do against it, in both languages."),
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(default=timezone.now)

    #: Set by `registry.procedure.grounds`, which reads those of many at once.
    grounds: list[Any]

    class Meta:
        ordering = ["filing", "round"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.UniqueConstraint(fields=["filing", "round"], name="one_decision_per_round")
        ]

    def __str__(self) -> str:
        return f"{self.filing} {self.get_outcome_display()}"

    @property
    def anchor(self) -> str:
        """Where it stands on the page of its filing."""
        return f"decision-{self.round}"
