"""What people declare of their impartiality in a case, in the words that were in force."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.reference.models import RegulatorText


class Duty(models.TextChoices):
    """For what somebody has to be impartial."""

    REVIEW = "review", _("review")
    PROPOSAL = "proposal", _("proposal")
    OPINION = "opinion", _("opinion")
    DECISION = "decision", _("decision")


class ImpartialityStatement(models.Model):
    """That a person declared to be impartial in a case: for what, in which words. Never changed."""

    filing = models.ForeignKey(
        "registry.Filing", on_delete=models.PROTECT, related_name="impartiality_statements"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(_("duty"), max_length=10, choices=Duty.choices)
    text = models.ForeignKey(RegulatorText, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["filing", "pk"]
        verbose_name = _("declaration of impartiality")
        verbose_name_plural = _("declarations of impartiality")
        constraints = [
            models.UniqueConstraint(
                fields=["filing", "person", "duty"], name="one_statement_for_a_duty"
            )
        ]

    def __str__(self) -> str:
        return f"{self.filing} {self.person} {self.duty}"


class EntryStatement(models.Model):
    """That a person declared to be impartial in one act on an entry. Never changed.

    An entry lives for years, so every act is declared for anew. `proposal` is the one that was
    made or ruled on; None where the act is done at once.
    """

    entry = models.ForeignKey(
        "registry.Entry", on_delete=models.PROTECT, related_name="impartiality_statements"
    )
    act = models.CharField(_("act"), max_length=40)
    proposal = models.ForeignKey(
        "registry.EntryProposal",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="impartiality_statements",
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(_("duty"), max_length=10, choices=Duty.choices)
    text = models.ForeignKey(RegulatorText, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["entry", "pk"]
        verbose_name = _("declaration of impartiality for an act on an entry")
        verbose_name_plural = _("declarations of impartiality for acts on entries")

    def __str__(self) -> str:
        return f"{self.entry} {self.act} {self.person} {self.duty}"
