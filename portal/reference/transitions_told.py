"""Transitions of standards as the public is told of them: until when which edition, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from portal.core.localised import document_language, in_both_languages
from portal.reference.declarations import STANDARD_TRANSITIONS, STANDARDS
from portal.reference.models import Standard, StandardTransition
from portal.reference.uris import row_path, uri


@dataclass(frozen=True, slots=True)
class TransitionTold:
    """One transition on a day, in the language of the page."""

    row: StandardTransition
    phase: str

    def __str__(self) -> str:
        return _SENTENCES[self.phase]() % {
            "old": self.row.old_edition.number,
            "new": self.row.new_edition.number,
            "begins": formats.date_format(self.row.valid_from),
            "issue_until": formats.date_format(self.row.issue_until),
            "until": formats.date_format(self.row.valid_until),
        }

    @property
    def is_over(self) -> bool:
        """Whether nothing is to be done any more."""
        return self.phase == "over"

    @property
    def duties_language(self) -> str:
        """The language of the duties, as a page marks it, where it is not the page's."""
        return "" if self.row.duties_text.get(document_language()) else "zh-Hans"

    @property
    def href(self) -> str:
        """The page of the announcement in the register."""
        return reverse("reference:row", args=[STANDARD_TRANSITIONS.key, self._path])

    @property
    def href_of_new(self) -> str:
        """The page of the new edition."""
        path = row_path(STANDARDS, self.row.new_edition)
        return reverse("reference:row", args=[STANDARDS.key, path])

    @property
    def _path(self) -> str:
        return row_path(STANDARD_TRANSITIONS, self.row)

    def as_record(self) -> dict[str, Any]:
        """The transition as public data; the same wherever it is given."""
        return {
            "old_edition": self.row.old_edition.number,
            "new_edition": self.row.new_edition.number,
            "phase": self.phase,
            "sentence": in_both_languages(self),
            "new_from": self.row.valid_from,
            "issue_until": self.row.issue_until,
            "certificates_until": self.row.valid_until,
            "duties": self.row.duties_text,
            "announcement": self.row.notice_no,
            "announced_on": self.row.announced_on,
            "source": uri(STANDARD_TRANSITIONS.key, self._path),
        }


def told_on(rows: Iterable[StandardTransition], day: date) -> list[TransitionTold]:
    """The transitions with how far they are on a day."""
    return [TransitionTold(row, row.phase_on(day)) for row in rows]


def transitions_of_standard(standard: Standard, day: date) -> list[TransitionTold]:
    """All transitions from an edition and to it, those that are over as well."""
    return told_on(_of(Q(old_edition=standard) | Q(new_edition=standard)), day)


def transitions_at(asked: Q, day: date) -> list[TransitionTold]:
    """The transitions that are asked for, as far as they have begun and are not over; one query."""
    return told_on(_of(asked).filter(valid_from__lte=day, valid_until__gte=day), day)


def _of(asked: Q) -> QuerySet[StandardTransition]:
    rows = StandardTransition.objects.filter(asked).select_related("old_edition", "new_edition")
    found: QuerySet[StandardTransition] = rows.order_by("valid_until", "pk")
    return found


def _announced() -> str:
    return _("From %(begins)s on, %(new)s may be used beside %(old)s.")


def _running() -> str:
    return _(
        "Both editions are allowed: by %(old)s new certificates may be issued until "
        "%(issue_until)s, and certificates by it hold until %(until)s."
    )


def _held() -> str:
    return _(
        "By %(old)s no new certificates have been issued since %(issue_until)s passed; "
        "certificates by it hold until %(until)s."
    )


def _over() -> str:
    return _("Certificates by %(old)s held until %(until)s; %(new)s alone is a basis now.")


_SENTENCES = {"announced": _announced, "running": _running, "held": _held, "over": _over}
