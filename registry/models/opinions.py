"""Opinions that an officer asks colleagues or other units for, before the proposal."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OpinionKind(models.TextChoices):
    """What is judged."""

    ADMINISTRATIVE = "administrative", _("administrative review")
    TECHNICAL = "technical", _("technical review")
    UNIT = "unit", _("opinion of another unit")


class Stance(models.TextChoices):
    """What it comes to."""

    AGREES = "agrees", _("no objection")
    CONDITIONS = "conditions", _("no objection if something is mended")
    OBJECTS = "objects", _("objection")


class OpinionRequestQuerySet(QuerySet["OpinionRequest"]):
    """Opinions that were asked for."""

    def open(self) -> OpinionRequestQuerySet:
        """Those that are waited for: neither given nor let go."""
        return self.filter(opinion__isnull=True, release__isnull=True)

    def with_answers(self) -> OpinionRequestQuerySet:
        """With what was answered, and the people."""
        return self.select_related("person", "asked_by", "opinion", "release__by")


class OpinionRequest(models.Model):
    """That somebody was asked for an opinion, until when. Never changed."""

    filing = models.ForeignKey(
        "registry.Filing", on_delete=models.PROTECT, related_name="opinion_requests"
    )
    round = models.PositiveIntegerField()
    kind = models.CharField(_("kind"), max_length=20, choices=OpinionKind.choices)
    unit = models.CharField(_("unit"), max_length=120, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="opinion_requests"
    )
    question = models.TextField(_("question"))
    due_on = models.DateField(_("due on"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)

    objects = OpinionRequestQuerySet.as_manager()

    class Meta:
        ordering = ["filing", "pk"]
        verbose_name = _("request for an opinion")
        verbose_name_plural = _("requests for opinions")

    def __str__(self) -> str:
        return f"{self.filing} {self.get_kind_display()}"

    @property
    def is_given(self) -> bool:
        """Whether the opinion is there."""
        return hasattr(self, "opinion")

    @property
    def is_released(self) -> bool:
        """Whether it is not waited for any more."""
        return hasattr(self, "release")

    @property
    def is_open(self) -> bool:
        """Whether it is waited for."""
        return not (self.is_given or self.is_released)

    @property
    def is_late(self) -> bool:
        """Whether it is waited for after its last day."""
        return self.is_open and self.due_on < timezone.localdate()


class Opinion(models.Model):
    """What was answered. Never changed."""

    request = models.OneToOneField(OpinionRequest, on_delete=models.PROTECT, related_name="opinion")
    stance = models.CharField(_("opinion"), max_length=20, choices=Stance.choices)
    text = models.TextField(_("opinion in words"))
    sha256 = models.CharField(_("SHA-256 digest of the version it is about"), max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("opinion")
        verbose_name_plural = _("opinions")

    def __str__(self) -> str:
        return self.text[:60]


class JointOpinion(models.Model):
    """What the lead unit says of all opinions together, with what each was then. Never changed.

    A later one of the same submission stands in its place; the earlier stays on the record.
    """

    filing = models.ForeignKey(
        "registry.Filing", on_delete=models.PROTECT, related_name="joint_opinions"
    )
    round = models.PositiveIntegerField()
    unit = models.CharField(_("lead unit"), max_length=120)
    text = models.TextField(_("joint opinion"))
    #: Each opinion as it was: `request`, `unit`, `person`, `kind`, `question`, `state`.
    quoted = models.JSONField(default=list)
    sha256 = models.CharField(_("SHA-256 digest of the version it is about"), max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["filing", "pk"]
        verbose_name = _("joint opinion")
        verbose_name_plural = _("joint opinions")

    def __str__(self) -> str:
        return self.text[:60]


class OpinionRelease(models.Model):
    """That an opinion is not waited for any more, and why. Never changed."""

    request = models.OneToOneField(OpinionRequest, on_delete=models.PROTECT, related_name="release")
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.reason[:60]
