"""How certification goes over from one edition of a standard to the next (标准换版)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.localised import in_language
from portal.reference.choices import StandardStatus
from portal.reference.models.base import ReferenceRecord
from portal.reference.models.law import Standard

Fault = tuple[Any, str, str]


class StandardTransition(ReferenceRecord):
    """Two editions of a standard that are both allowed for a time, and what holders must do in it.

    `valid_from` is the first day on which the new edition may be the basis, `issue_until` the last
    on which certificates are issued by the old one, `valid_until` the last on which those that
    were issued by it hold. After that the new edition alone is a basis.
    """

    old_edition = models.ForeignKey(
        Standard,
        on_delete=models.PROTECT,
        related_name="transitions_from",
        verbose_name=gettext_lazy("old edition"),
    )
    new_edition = models.ForeignKey(
        Standard,
        on_delete=models.PROTECT,
        related_name="transitions_to",
        verbose_name=gettext_lazy("new edition"),
    )
    valid_from = models.DateField(
        gettext_lazy("new edition may be used from"),
        help_text=gettext_lazy("The first day on which it may be the basis of a certification."),
    )
    issue_until = models.DateField(
        gettext_lazy("last day of new certificates by the old edition"),
        help_text=gettext_lazy("After it the old edition is the basis of certificates held alone."),
    )
    valid_until = models.DateField(
        gettext_lazy("last day of certificates by the old edition"),
        help_text=gettext_lazy("After it the new edition alone is a basis."),
    )
    duties_zh = models.TextField(gettext_lazy("what certificate holders must do, in Chinese"))
    duties_en = models.TextField(
        gettext_lazy("what certificate holders must do, in English"), blank=True
    )
    notice_no = models.CharField(gettext_lazy("number of the announcement"), max_length=120)
    announced_on = models.DateField(gettext_lazy("announced on"))

    class Meta(ReferenceRecord.Meta):
        ordering = ["-announced_on", "old_edition", "new_edition"]
        verbose_name = gettext_lazy("transition of a standard")
        verbose_name_plural = gettext_lazy("transitions of standards")
        constraints = [
            *ReferenceRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["old_edition", "new_edition"], name="transition_is_given_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_edition.number} → {self.new_edition.number}"

    def phase_on(self, day: date) -> str:
        """How far it is on a day: `announced`, `running`, `held` or `over`."""
        if day < self.valid_from:
            return "announced"
        if day <= self.issue_until:
            return "running"
        return "held" if day <= self.valid_until else "over"

    @property
    def duties(self) -> str:
        """What certificate holders must do, in the language of the page."""
        return in_language(self.duties_text)

    @property
    def duties_text(self) -> dict[str, str]:
        """The same as localised text."""
        return {"zh": self.duties_zh, **({"en": self.duties_en} if self.duties_en else {})}

    def clean(self) -> None:
        """The days follow each other, and no way leads back to the old edition."""
        super().clean()
        refused = {**dict(self._bad_days()), **dict(self._bad_editions())}
        if refused:
            raise ValidationError(refused)

    def _bad_days(self) -> Iterator[tuple[str, str]]:
        # Days that were not given are None here, and are told by the form.
        days = (self.valid_from, self.issue_until, self.valid_until, self.announced_on)
        begins, issue, ends, announced = cast("tuple[date | None, ...]", days)
        if begins and issue and issue < begins:
            yield "issue_until", _("This day lies before the first day of the new edition.")
        if issue and ends and ends < issue:
            yield (
                "valid_until",
                _("Certificates by the old edition cannot end before the last one is issued."),
            )
        if announced and ends and announced > ends:
            yield "announced_on", _("The transition was over before this day.")

    def _bad_editions(self) -> Iterator[tuple[str, str]]:
        if not (self.old_edition_id and self.new_edition_id):
            return
        others = StandardTransition.objects.exclude(pk=self.pk).select_related(
            "old_edition", "new_edition"
        )
        for row, column, text in faults_of_ways([*others, self]):
            if row is self:
                yield column, text


def counting_on(rows: Iterable[StandardTransition], day: date) -> StandardTransition | None:
    """Of the transitions from one edition that have begun, the longest; None before the first."""
    begun = [row for row in rows if row.valid_from <= day]
    return max(begun, key=lambda row: (row.valid_until, row.issue_until, row.pk), default=None)


def status_beside(
    status: str,
    day: date,
    leaving: Iterable[StandardTransition],
    coming: Iterable[StandardTransition],
) -> StandardStatus:
    """The status of an edition on a day, with what the transitions from it and to it make of it."""
    row = counting_on(leaving, day)
    if row is not None:
        return StandardStatus.CURRENT if day <= row.issue_until else StandardStatus.REPLACED
    if status == StandardStatus.UPCOMING and any(one.valid_from <= day for one in coming):
        return StandardStatus.CURRENT
    return StandardStatus(status)


def faults_of_ways(rows: Sequence[StandardTransition]) -> Iterator[Fault]:
    """The rows that lead from a standard to itself, in one step or in several, and by which way."""
    following: dict[int, list[StandardTransition]] = defaultdict(list)
    for row in rows:
        following[row.old_edition_id].append(row)
    for row in rows:
        if row.old_edition_id == row.new_edition_id:
            yield row, "new_edition", _("This is the old edition itself.")
        elif (way := _way_back(row, following)) is not None:
            numbers = " → ".join([row.old_edition.number, *(one.new_edition.number for one in way)])
            text = _("This leads back to the old edition: %(way)s.")
            yield row, "new_edition", text % {"way": numbers}


def _way_back(
    row: StandardTransition, following: dict[int, list[StandardTransition]]
) -> Iterable[StandardTransition] | None:
    """The steps from a row back to its old edition, the row first; None where there are none."""
    ways, seen = [[row]], {row.new_edition_id}
    while ways:
        way = ways.pop()
        for step in following.get(way[-1].new_edition_id, ()):
            if step.new_edition_id == row.old_edition_id:
                return [*way, step]
            if step.new_edition_id not in seen:
                seen.add(step.new_edition_id)
                ways.append([*way, step])
    return None
