"""What checks found in versions, and the answers to it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schemes.models.schemes import Version


class StoredReport(models.Model):
    """A check report of one version, with all that it was computed from.

    The states of the blueprint, the rules and the registers are kept, so that a report which
    would come out differently today is known to be stale, and why.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="reports")
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    #: The day for which the registers were asked.
    day = models.DateField(_("day"))
    document_digest = models.CharField(max_length=64)
    blueprint_ref = models.CharField(max_length=60)
    blueprint_digest = models.CharField(max_length=64)
    #: By rule id, the version of the rule.
    rules = models.JSONField(default=dict)
    #: By register, its state as `portal.reference.changes.states` names it.
    reference = models.JSONField(default=dict)
    #: SHA-256 of all of the above but the time: equal keys, equal findings.
    key = models.CharField(max_length=64, db_index=True)
    #: The name of all that its check was given (`schemes.reports.given`), the newest where several
    #: led to these findings; empty where the report is not to be found again.
    given = models.CharField(max_length=64, blank=True, default="")
    findings = models.JSONField(default=list)
    errors = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["version", "-id"], name="newest_report_of_a_version")]
        verbose_name = _("check report")
        verbose_name_plural = _("check reports")

    def __str__(self) -> str:
        return f"{self.version_id} {self.made_at}"


class Waiver(models.Model):
    """The written reason why a warning is left standing; published with the scheme.

    It answers one finding of one version: its code, its case and its place. A waiver whose
    finding is gone has no effect.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="waivers")
    code = models.CharField(_("rule"), max_length=60)
    case = models.CharField(max_length=60, blank=True)
    address = models.CharField(_("place"), max_length=300)
    reason = models.JSONField(_("reason"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        ordering = ["code", "address"]
        verbose_name = _("answer to a warning")
        verbose_name_plural = _("answers to warnings")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "code", "case", "address"], name="a_warning_is_answered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.address}"
