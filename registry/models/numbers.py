"""The counters that register numbers come from."""

from __future__ import annotations

from django.db import models


class NumberCounter(models.Model):
    """The last number given in one series of one year; locked while the next is taken."""

    series = models.CharField(max_length=8)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "year"], name="one_counter_per_series_year")
        ]

    def __str__(self) -> str:
        return f"{self.series}-{self.year}: {self.last}"
