"""What a change of the law, a blueprint or a rule does to what is drafted, filed and registered."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Organisation
from registry.models.entries import Entry
from registry.models.filings import Filing
from schemes.models import Version


class ImpactCause(models.TextChoices):
    """What moved."""

    REFERENCE = "reference", _("reference data")
    BLUEPRINT = "blueprint", _("a blueprint version")
    RULES = "rules", _("rules")
    EVERYTHING = "everything", _("everything, checked anew")


class ImpactRun(models.Model):
    """One examination of everything that a change may touch. Resumable: `cursor` is how far it is.

    A preview examines a change that has not been made: `cause` then holds it.
    """

    cause_kind = models.CharField(_("cause"), max_length=12, choices=ImpactCause.choices)
    #: What moved: `changes` (ids of ReferenceChange), `registers`, `blueprint` (ref), `rules`.
    cause = models.JSONField(default=dict)
    summary = models.JSONField(_("what changed"), default=dict)
    is_preview = models.BooleanField(_("preview"), default=False)
    created_at = models.DateTimeField(_("begun"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    total = models.PositiveIntegerField(_("to examine"), default=0)
    done = models.PositiveIntegerField(_("examined"), default=0)
    cursor = models.PositiveBigIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("impact")
        verbose_name_plural = _("impacts")

    def __str__(self) -> str:
        return f"{self.get_cause_kind_display()} {self.created_at:%Y-%m-%d}"


class SubjectKind(models.TextChoices):
    """Where an affected version stands."""

    DRAFT = "draft", _("draft")
    FILING = "filing", _("filing")
    ENTRY = "entry", _("register entry")


class ImpactHit(models.Model):
    """One finding that a change brings (`appears`) or takes away, at its place in one version."""

    run = models.ForeignKey(ImpactRun, on_delete=models.CASCADE, related_name="hits")
    kind = models.CharField(_("kind"), max_length=8, choices=SubjectKind.choices)
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="+")
    filing = models.ForeignKey(Filing, null=True, on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey(Entry, null=True, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    appears = models.BooleanField(default=True)
    #: The day for which it was found: today, or a later day on which the change takes effect.
    day = models.DateField(_("on"), default=timezone.localdate)
    code = models.CharField(_("rule"), max_length=60)
    severity = models.CharField(max_length=10)
    address = models.CharField(_("place"), max_length=300)
    finding = models.JSONField(default=dict)

    class Meta:
        ordering = ["run", "-appears", "kind", "organisation", "version", "pk"]
        verbose_name = _("affected place")
        verbose_name_plural = _("affected places")

    def __str__(self) -> str:
        return f"{self.code} {self.address}"
