"""The procedure: filings, their submissions, remarks, decisions and history."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Organisation
from portal.core.models import Event
from registry.querysets import FilingQuerySet, RemarkQuerySet
from registry.states import (
    APPLICANT_LABELS,
    OPEN_STATES,
    AnswerKind,
    FilingState,
    Outcome,
    RemarkKind,
)
from registry.tracks import TRACKS, Track
from schemes.models import Scheme, Version


class Filing(models.Model):
    """One scheme put before the regulator on one track, from submission to outcome."""

    number = models.CharField(_("filing number"), max_length=20, unique=True)
    track = models.CharField(_("track"), max_length=20, default="filing")
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="filings")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="filings")
    version = models.ForeignKey(
        Version,
        on_delete=models.PROTECT,
        related_name="filings",
        help_text=_("The version that was submitted last."),
    )
    state = models.CharField(
        _("state"), max_length=30, choices=FilingState.choices, default=FilingState.RECEIVED
    )
    round = models.PositiveIntegerField(_("round"), default=1)
    is_amendment = models.BooleanField(_("amendment of a listed scheme"), default=False)
    submitted_at = models.DateTimeField(_("first submitted"), default=timezone.now)
    received_at = models.DateTimeField(
        _("last submitted"),
        default=timezone.now,
        help_text=_("When the regulator's clock last began."),
    )
    answer_due = models.DateField(_("answer due"), null=True, blank=True)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = FilingQuerySet.as_manager()

    class Meta:
        ordering = ["received_at", "pk"]
        verbose_name = _("filing")
        verbose_name_plural = _("filings")
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "organisation"],
                condition=Q(state__in=sorted(OPEN_STATES)),
                name="one_open_filing_per_scheme",
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def applicant_label(self) -> Any:
        """The state in the words of the certification body."""
        return APPLICANT_LABELS[self.state]

    @property
    def procedure(self) -> Track:
        """What this filing's track is in law."""
        return TRACKS[self.track]

    @property
    def proposal(self) -> Proposal | None:
        """What waits for a decider now."""
        if self.state != FilingState.PROPOSED:
            return None
        return self.proposals.filter(round=self.round).order_by("-pk").first()

    def record_event(self, **event: Any) -> FilingEvent:
        """Append one line to this filing's history."""
        return self.events.create(**event)


class Submission(models.Model):
    """One frozen version handed in: what was filed, when, by whom, under which receipt."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="submissions")
    round = models.PositiveIntegerField()
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="submission")
    sha256 = models.CharField(_("SHA-256 digest"), max_length=64)
    submitted_at = models.DateTimeField(default=timezone.now)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    findings = models.JSONField(
        default=list, help_text=_("The check report at the time of submission.")
    )

    class Meta:
        ordering = ["filing", "round"]
        constraints = [
            models.UniqueConstraint(fields=["filing", "round"], name="one_submission_per_round")
        ]

    def __str__(self) -> str:
        return f"{self.filing} #{self.round}"


class Remark(models.Model):
    """What an officer asks for at one place of the document, and the body's answer."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="remarks")
    round = models.PositiveIntegerField()
    address = models.CharField(
        _("place"), max_length=300, blank=True, help_text=_("Empty: the document as a whole.")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=RemarkKind.choices)
    text = models.TextField(_("remark"))
    reason_code = models.CharField(_("reason"), max_length=40, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    #: Set when the remark went to the body with a request for correction.
    sent_at = models.DateTimeField(null=True, blank=True)
    answer_kind = models.CharField(
        _("answer"), max_length=10, choices=AnswerKind.choices, blank=True
    )
    answer = models.TextField(_("answer in words"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        ordering = ["filing", "round", "pk"]
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_answered(self) -> bool:
        """Whether the body has said something about it."""
        return bool(self.answer_kind)


class Proposal(models.Model):
    """The outcome that an officer proposes for a round of review. Never changed.

    It binds nobody: another person decides, this way or that, or hands it back for a new one.
    """

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="proposals")
    round = models.PositiveIntegerField()
    outcome = models.CharField(_("outcome"), max_length=30, choices=Outcome.choices)
    reasons = models.TextField(_("reasons"))
    reason_codes = models.JSONField(
        default=list, blank=True, help_text=_("Codes of the reasons that it rests on.")
    )
    sha256 = models.CharField(_("SHA-256 digest of the version it is about"), max_length=64)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["filing", "pk"]
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")

    def __str__(self) -> str:
        return f"{self.filing} {self.get_outcome_display()}"


class Decision(models.Model):
    """The outcome of a round of review, with its named decider. Never changed."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="decisions")
    round = models.PositiveIntegerField()
    outcome = models.CharField(_("outcome"), max_length=30, choices=Outcome.choices)
    reasons = models.TextField(_("reasons"))
    reason_codes = models.JSONField(
        default=list, blank=True, help_text=_("Codes of the reasons that it rests on.")
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
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["filing", "round"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.UniqueConstraint(fields=["filing", "round"], name="one_decision_per_round")
        ]

    def __str__(self) -> str:
        return f"{self.filing} {self.get_outcome_display()}"


class FilingEvent(Event):
    """One line of a filing's history."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="events")
