"""Experts heard on a filing: the draw, who has a seat, by which link, what was answered."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.localised import in_language
from portal.reference.models import RegulatorText
from registry.models.experts import Expert


class Tie(models.TextChoices):
    """Why somebody of the pool is not drawn for a filing."""

    WORKED_FOR_BODY = "worked_for_body", _("works or worked for the certification body")
    WORKED_FOR_NAMED = (
        "worked_for_named",
        _("works or worked for an organisation that the text names"),
    )
    TOOK_PART = "took_part", _("belongs to the body, wrote in this scheme or signed it")
    OF_THE_DESK = "of_the_desk", _("works at the regulator’s desk")
    DECLARED = "declared", _("declared an interest in this body before")
    ASKED = "asked", _("was asked in this case already")


class ExpertStance(models.TextChoices):
    """What the opinion of an expert comes to."""

    FAVOURABLE = "favourable", pgettext_lazy("expert", "Favourable")
    RESERVATIONS = "reservations", pgettext_lazy("expert", "Favourable with reservations")
    AGAINST = "against", pgettext_lazy("expert", "Against")
    CANNOT_JUDGE = "cannot_judge", pgettext_lazy("expert", "I cannot judge this")


class SeatEnding(models.TextChoices):
    """Why a seat ended without an opinion."""

    CONFLICT = "conflict", pgettext_lazy("expert", "recused: conflict of interest")
    UNABLE = "unable", pgettext_lazy("expert", "recused: no time, or not my field")
    RELEASED = "released", pgettext_lazy("expert", "not waited for any more")


class ExpertPanel(models.Model):
    """A draw: how many of which fields, from whom, with which seed. Never changed.

    Sorting `candidates` by `SHA-256(seed:number)` gives the order of the draw again.
    """

    filing = models.ForeignKey("registry.Filing", on_delete=models.PROTECT, related_name="panels")
    round = models.PositiveIntegerField()
    wanted = models.PositiveIntegerField(_("number of experts"))
    fields = models.JSONField(_("fields"), default=list)
    question = models.TextField(_("question"))
    due_on = models.DateField(_("due on"))
    #: Whether the clock goes on by itself when the last seat is settled.
    pauses = models.BooleanField(_("the clock stands meanwhile"), default=False)
    seed = models.CharField(max_length=64)
    #: Numbers of the experts who could be drawn, ascending.
    candidates = models.JSONField(default=list)
    #: Of each who could not: number, name, tie, detail.
    exclusions = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    drawn_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["filing", "pk"]
        verbose_name = _("panel of experts")
        verbose_name_plural = _("panels of experts")

    def __str__(self) -> str:
        return f"{self.filing} {self.drawn_at:%Y-%m-%d}"


class ExpertSeatQuerySet(QuerySet["ExpertSeat"]):
    """Seats."""

    def open(self) -> ExpertSeatQuerySet:
        """Those whose opinion is waited for."""
        return self.filter(opinion__isnull=True, ending__isnull=True)

    def with_answers(self) -> ExpertSeatQuerySet:
        """With the expert and everything that was answered."""
        return self.select_related(
            "expert", "panel", "seated_by", "declaration", "opinion", "ending__by"
        )


class ExpertSeat(models.Model):
    """That an expert is asked in a panel: by the draw, as a reserve, or by hand. Never changed."""

    panel = models.ForeignKey(ExpertPanel, on_delete=models.PROTECT, related_name="seats")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="seats")
    #: Place in the order of the draw, from 1; 0 for who was chosen by hand.
    place = models.PositiveIntegerField(default=0)
    #: Why by hand; empty for who was drawn.
    reason = models.TextField(blank=True)
    #: Nobody where a reserve came into place by itself.
    seated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    seated_at = models.DateTimeField(default=timezone.now)

    objects = ExpertSeatQuerySet.as_manager()

    class Meta:
        ordering = ["panel", "pk"]
        verbose_name = _("seat of an expert")
        verbose_name_plural = _("seats of experts")
        constraints = [
            models.UniqueConstraint(fields=["panel", "expert"], name="one_seat_in_a_panel")
        ]

    def __str__(self) -> str:
        return f"{self.panel} {self.expert}"

    @property
    def is_given(self) -> bool:
        """Whether the opinion is there."""
        return hasattr(self, "opinion")

    @property
    def is_ended(self) -> bool:
        """Whether it ended without one."""
        return hasattr(self, "ending")

    @property
    def is_declared(self) -> bool:
        """Whether the expert declared to have no conflict."""
        return hasattr(self, "declaration")

    @property
    def is_open(self) -> bool:
        """Whether it is waited for."""
        return not (self.is_given or self.is_ended)

    @property
    def is_late(self) -> bool:
        """Whether it is waited for after its last day."""
        return self.is_open and self.panel.due_on < timezone.localdate()


class ExpertLink(models.Model):
    """A secret address for one seat. Only the digest of the secret is kept.

    The secret follows from the nonce and the key of the installation, which is not in the
    database, so that a reminder can name it again.
    """

    seat = models.ForeignKey(ExpertSeat, on_delete=models.PROTECT, related_name="links")
    nonce = models.CharField(max_length=32)
    digest = models.CharField(max_length=64, unique=True)
    last_day = models.DateField(_("last day"))
    made_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.seat} {self.made_at:%Y-%m-%d}"

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return self.last_day < timezone.localdate()


class ExpertDeclaration(models.Model):
    """That an expert declared to have no conflict, in which words. Never changed."""

    seat = models.OneToOneField(ExpertSeat, on_delete=models.PROTECT, related_name="declaration")
    text = models.ForeignKey(
        RegulatorText, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.seat)


class ExpertSeatEnd(models.Model):
    """That a seat ended without an opinion, and why. Never changed."""

    seat = models.OneToOneField(ExpertSeat, on_delete=models.PROTECT, related_name="ending")
    kind = models.CharField(max_length=10, choices=SeatEnding.choices)
    reason = models.TextField(_("reason"))
    #: Nobody where the expert said so.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.reason[:60]


class ExpertDraft(models.Model):
    """What an expert has written so far; gone with the opinion."""

    seat = models.OneToOneField(ExpertSeat, on_delete=models.PROTECT, related_name="draft")
    words: Any = models.JSONField(default=dict)
    #: Grows with each saving, so that two windows do not overwrite each other.
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.seat)


class ExpertOpinion(models.Model):
    """What an expert answered. Never changed."""

    seat = models.OneToOneField(ExpertSeat, on_delete=models.PROTECT, related_name="opinion")
    stance = models.CharField(_("opinion"), max_length=12, choices=ExpertStance.choices)
    text = models.TextField(_("opinion in words"))
    #: Of each place: chapter, quote, text.
    notes = models.JSONField(default=list)
    sha256 = models.CharField(_("SHA-256 digest of the version it is about"), max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("opinion of an expert")
        verbose_name_plural = _("opinions of experts")

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def placed(self) -> list[tuple[dict[str, str], str]]:
        """The notes, each with the title of its chapter in the language of the page."""
        sections = self.seat.panel.filing.version.blueprint.blueprint.sections
        titles = {section.key: in_language(section.title) for section in sections}
        return [(note, titles.get(note["chapter"], "")) for note in self.notes]
