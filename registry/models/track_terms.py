"""What the regulator sets of tracks and states: whether a track is open, and words, dated."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.reference.words import not_known, row_from, words_of

EMPTY = _("Empty: as the portal ships it.")


class TrackTerms(models.Model):
    """A track from a day on: whether it takes new filings, its name, when it serves, its basis.

    What is left empty is as the portal ships it. What is under way stays on its track.
    """

    track = models.CharField(_("track"), max_length=20)
    in_force_from = models.DateField(_("in force from"))
    is_open = models.BooleanField(
        _("takes new filings"),
        default=True,
        help_text=_(
            "A track that takes none is offered to nobody from that day on. What is under way on "
            "it goes on, with its corrections."
        ),
    )
    name_zh = models.CharField(_("name in Chinese"), max_length=60, blank=True, help_text=EMPTY)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True, help_text=EMPTY)
    why_zh = models.TextField(_("when it serves, in Chinese"), blank=True, help_text=EMPTY)
    why_en = models.TextField(_("when it serves, in English"), blank=True, help_text=EMPTY)
    legal_basis_zh = models.CharField(
        _("legal basis in Chinese"), max_length=300, blank=True, help_text=EMPTY
    )
    legal_basis_en = models.CharField(
        _("legal basis in English"), max_length=300, blank=True, help_text=EMPTY
    )
    source = models.CharField(
        _("source"), max_length=300, help_text=_("The decision or the clause that it rests on.")
    )

    confirmed_on = models.DateField(
        _("confirmed by a second person on"), null=True, blank=True, editable=False
    )

    class Meta:
        ordering = ["track", "-in_force_from"]
        verbose_name = _("terms of a track")
        verbose_name_plural = _("terms of tracks")
        constraints = [
            models.UniqueConstraint(
                fields=["track", "in_force_from"], name="one_row_of_a_track_from_a_day"
            )
        ]

    def __str__(self) -> str:
        return row_from(self.in_force_from, "track-terms", track=self.track)

    def clean(self) -> None:
        """A track that is not there would be told to nobody; nobody confirms what they enter."""
        _require_known("track-terms", "track", self.track)
        if self._state.adding and self.confirmed_on is not None:
            text = _("A second person confirms the row when it has been entered; leave this empty.")
            raise ValidationError({"confirmed_on": text})

    @property
    def awaits_confirmation(self) -> bool:
        """Whether it closes the track, which one person does not do alone."""
        return not self.is_open and self.confirmed_on is None

    @property
    def holds_from(self) -> date | None:
        """From which day on it counts; None while a second person has to confirm it."""
        if self.awaits_confirmation:
            return None
        return max(self.in_force_from, self.confirmed_on or self.in_force_from)


class StateWords(models.Model):
    """What a state of filings is called from a day on, at the desk and to the body.

    A state means the same on every track that has it. What is left empty is as the portal ships it.
    """

    state = models.CharField(_("state"), max_length=30)
    in_force_from = models.DateField(_("in force from"))
    label_zh = models.CharField(_("at the desk, in Chinese"), max_length=60, blank=True)
    label_en = models.CharField(_("at the desk, in English"), max_length=80, blank=True)
    to_body_zh = models.CharField(_("to the body, in Chinese"), max_length=120, blank=True)
    to_body_en = models.CharField(_("to the body, in English"), max_length=160, blank=True)
    without_effect_zh = models.CharField(
        _("to the body while the text is not in effect, in Chinese"),
        max_length=120,
        blank=True,
        help_text=_("Why it is not in effect follows by itself."),
    )
    without_effect_en = models.CharField(
        _("to the body while the text is not in effect, in English"), max_length=160, blank=True
    )
    source = models.CharField(
        _("source"), max_length=300, blank=True, help_text=_("The decision that it rests on.")
    )

    class Meta:
        ordering = ["state", "-in_force_from"]
        verbose_name = _("words of a state")
        verbose_name_plural = _("words of states")
        constraints = [
            models.UniqueConstraint(
                fields=["state", "in_force_from"], name="one_row_of_a_state_from_a_day"
            )
        ]

    def __str__(self) -> str:
        return row_from(self.in_force_from, "state-words", state=self.state)

    def clean(self) -> None:
        """A state that is not there would be told to nobody."""
        _require_known("state-words", "state", self.state)


def _require_known(register: str, field: str, typed: str) -> None:
    known = words_of(register, field)
    if typed not in known:
        raise ValidationError({field: not_known(typed, known.values())})
