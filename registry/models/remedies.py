"""What the law gives against decisions that burden: dated words of the regulator, by track."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.reference.words import not_known, row_from
from registry.tracks import all_tracks


class RemedyQuerySet(QuerySet["Remedy"]):
    """Remedies by the track and the day."""

    def on(self, day: date, track: str = "") -> dict[str, str]:
        """What can be done on a day against a decision on a track; without one, on an entry.

        A track without words of its own has those that hold for all. In both languages, and
        empty where the regulator has none.
        """
        holding = self.filter(in_force_from__lte=day, track__in=("", track))
        found = holding.order_by("-track", "-in_force_from").first()
        return {"zh": found.text_zh, "en": found.text_en} if found else {}


class Remedy(models.Model):
    """What the law gives against a decision that burdens, as the body is told it (救济告知)."""

    track = models.CharField(
        _("track"),
        max_length=20,
        blank=True,
        help_text=_("Empty: acts on entries, and every track without words of its own."),
    )
    in_force_from = models.DateField(_("in force from"))
    text_zh = models.TextField(_("remedy notice in Chinese"))
    text_en = models.TextField(_("remedy notice in English"))
    source = models.CharField(_("source"), max_length=300, help_text=_("The clause of the law."))

    objects = RemedyQuerySet.as_manager()

    class Meta:
        ordering = ["track", "-in_force_from"]
        verbose_name = _("remedy notice")
        verbose_name_plural = _("remedy notices")
        constraints = [
            models.UniqueConstraint(
                fields=["track", "in_force_from"], name="one_remedy_of_a_track_from_a_day"
            )
        ]

    def __str__(self) -> str:
        return row_from(self.in_force_from, "remedies", track=self.track)

    def clean(self) -> None:
        """A track that nobody follows would have a remedy that nobody reads."""
        known = {track.key: track.name for track in all_tracks()}
        if self.track and self.track not in known:
            raise ValidationError({"track": not_known(self.track, known.values())})
