"""How much attention a filing asks for, as judged when it was handed in."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RiskLevel(models.TextChoices):
    """How much attention."""

    LOW = "low", pgettext_lazy("risk", "low")
    MEDIUM = "medium", pgettext_lazy("risk", "medium")
    HIGH = "high", pgettext_lazy("risk", "high")


class RiskFactor(models.TextChoices):
    """What it is made of."""

    WAIVERS = "waivers", _("warnings left standing with a reason")
    SIMILAR = "similar", _("similar schemes or marks")
    NEW_FIELD = "new_field", _("field that is new to the body")
    CORRECTIONS = "corrections", _("corrections requested of the body in two years")


class FilingRisk(models.Model):
    """The points of a filing; `registry.procedure.risk` alone writes them, and says how."""

    filing = models.OneToOneField(
        "registry.Filing", on_delete=models.CASCADE, related_name="risk", primary_key=True
    )
    points = models.PositiveSmallIntegerField(_("points"), default=0)
    level = models.CharField(_("risk"), max_length=10, choices=RiskLevel.choices)
    counts = models.JSONField(_("what was counted"), default=dict)
    judged_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["level", "points"], name="risk_of_filings")]

    def __str__(self) -> str:
        return f"{self.filing_id} {self.level}"

    @property
    def factors(self) -> list[tuple[Any, int]]:
        """What was counted, in words, the nothing left out."""
        return [(RiskFactor(key).label, n) for key, n in self.counts.items() if n]
