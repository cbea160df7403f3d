"""By which track the law has a scheme put before the regulator: dated rows of his."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.accounts.models import CertificationField
from portal.core.localised import in_language
from portal.reference.choices import Category
from portal.reference.models.base import NamedRecord
from portal.reference.registers import RowFault
from registry.tracks import Track, track_choices, track_of


class Occasion(models.TextChoices):
    """On what a scheme is put before the regulator."""

    FIRST = "first", _("first filing")
    MAJOR = "major", _("major amendment")
    MINOR = "minor", _("minor amendment")


class Binding(models.TextChoices):
    """Whether the track has to be taken, or may be."""

    REQUIRED = "required", pgettext_lazy("a track", "required")
    ALLOWED = "allowed", pgettext_lazy("a track", "allowed")


class TrackRule(NamedRecord):
    """For which schemes a track is required or allowed, why, and by which clause of the law.

    An empty occasion, category or field means all of them; a row for a category holds for its
    fields. Which of several rows counts: `registry.procedure.track_choice`. What is under way
    stays on its track whatever becomes of the row.

    Source: Regulations on Optimising the Business Environment, article 39 (no licence may be set
    up under the name of filing): a row that leads to a licence names its clause.
    """

    key = models.SlugField(_("key"), max_length=40, unique=True)
    occasion = models.CharField(
        _("occasion"),
        max_length=10,
        choices=Occasion.choices,
        blank=True,
        help_text=_("Empty: every occasion."),
    )
    category = models.CharField(
        _("category"),
        max_length=20,
        choices=Category.choices,
        blank=True,
        help_text=_("Empty: every category."),
    )
    field = models.ForeignKey(
        CertificationField,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="track_rules",
        verbose_name=_("field"),
        help_text=_("Empty: every field of the category."),
    )
    track = models.CharField(_("track"), max_length=20, choices=track_choices)
    binding = models.CharField(
        _("how binding"), max_length=10, choices=Binding.choices, default=Binding.REQUIRED
    )
    why_zh = models.TextField(_("why, in Chinese"))
    why_en = models.TextField(_("why, in English"), blank=True)
    basis_zh = models.CharField(
        _("legal basis in Chinese"),
        max_length=300,
        blank=True,
        help_text=_("Law and clause. A track that is a licence needs them."),
    )
    basis_en = models.CharField(_("legal basis in English"), max_length=300, blank=True)

    class Meta(NamedRecord.Meta):
        ordering = ["track", "occasion", "category", "field", "key"]
        verbose_name = _("rule on tracks")
        verbose_name_plural = _("rules on tracks")

    @property
    def procedure(self) -> Track:
        """The track that it leads to."""
        return track_of(self.track)

    @property
    def is_required(self) -> bool:
        """Whether no other track may be taken, unless a row allows it."""
        return self.binding == Binding.REQUIRED

    @property
    def why_text(self) -> dict[str, str]:
        """The reason as localised text."""
        return {"zh": self.why_zh, **({"en": self.why_en} if self.why_en else {})}

    @property
    def why(self) -> str:
        """The reason in the language of the page."""
        return in_language(self.why_text)

    @property
    def basis_text(self) -> dict[str, str]:
        """The clause of the law as localised text; empty where there is none."""
        texts = {"zh": self.basis_zh, "en": self.basis_en}
        return {language: text for language, text in texts.items() if text}

    @property
    def basis(self) -> str:
        """The clause of the law in the language of the page."""
        return in_language(self.basis_text)

    @property
    def lacks_clause(self) -> bool:
        """Whether it would make a licence of what no clause of a law puts under one."""
        return self.procedure.is_licence and not self.basis_zh

    def clean(self) -> None:
        """A licence has its clause, a field its category, and no two rows contradict each other."""
        super().clean()
        refused: dict[str, Any] = {}
        known = {key for key, _name in track_choices()}
        if self.track in known and self.lacks_clause:
            refused["basis_zh"] = _(
                "The track “%(track)s” is a licence. Name the law and the clause that put this "
                "under it: nothing else may (Regulations on Optimising the Business Environment, "
                "article 39)."
            ) % {"track": self.procedure.name}
        if self.field and self.category and self.field.category != self.category:
            refused["field"] = _("This field belongs to another category.")
        if refused:
            raise ValidationError(refused)
        other = self._contradicted()
        if other is not None:
            raise ValidationError(_said_by(other))

    @property
    def place(self) -> tuple[str, ...]:
        """What the row is about; of several required tracks at one place one alone can be."""
        place = (self.occasion, self.category, self.field_id or "", self.binding)
        return place if self.is_required else (*place, self.track)

    def contradicts(self, other: TrackRule) -> bool:
        """Whether both say something of one place on some day."""
        begins = max(self.valid_from or date.min, other.valid_from or date.min)
        ends = min(self.valid_until or date.max, other.valid_until or date.max)
        return self.place == other.place and begins <= ends

    def _contradicted(self) -> TrackRule | None:
        same = TrackRule.objects.exclude(pk=self.pk).filter(
            occasion=self.occasion, category=self.category, field=self.field
        )
        return next((row for row in same if self.contradicts(row)), None)


def contradictions_in(rows: Iterable[TrackRule]) -> Iterator[RowFault]:
    """The rows that contradict others among them, each with one that it contradicts."""
    by_place: dict[tuple[str, ...], list[TrackRule]] = defaultdict(list)
    for row in rows:
        by_place[row.place].append(row)
    for row in itertools.chain.from_iterable(by_place.values()):
        others = (one for one in by_place[row.place] if one is not row and row.contradicts(one))
        if (other := next(others, None)) is not None:
            yield row, "track", _said_by(other)


def _said_by(other: TrackRule) -> str:
    return _(
        "The row “%(key)s” says for the same occasion, category and field in these days which "
        "track is %(binding)s: “%(track)s”. End it first."
    ) % {
        "key": other.key,
        "binding": other.get_binding_display(),
        "track": other.get_track_display(),
    }
