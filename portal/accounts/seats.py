"""Where an organisation is seated, and of a branch of the regulator its territory."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class Seated(models.Model):
    """What an organisation has of regions: its seat; a branch its territory."""

    uscc: str
    territory = models.JSONField(
        _("territory"),
        default=list,
        blank=True,
        help_text=_("Of a branch: codes of GB/T 2260, such as 33 for a province, 3301 for a city."),
    )
    region = models.CharField(
        _("region of the seat"),
        max_length=6,
        blank=True,
        help_text=_("Code of GB/T 2260. Empty: as the unified social credit code has it."),
    )

    class Meta:
        abstract = True

    @property
    def seat_region(self) -> str:
        """The region of the seat: as entered, else characters 3 to 8 of the credit code.

        Source: GB 32100-2015 (code of the administrative division of the registering authority).
        """
        return self.region or self.uscc[2:8]

    def is_seated_in(self, regions: Iterable[str]) -> bool:
        """Whether the seat lies in one of these regions, given by their codes."""
        return any(code and self.seat_region.startswith(code) for code in regions)

    def covers(self, region: str) -> bool:
        """Whether a region lies in the territory of this branch."""
        return any(region.startswith(code) for code in self.territory)
