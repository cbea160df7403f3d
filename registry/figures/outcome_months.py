"""The digest of outcomes in the words of a page, month by month: for the page and its feed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from registry.figures.outcomes import Row, Words, digest
from registry.procedure.grounds import Ground, grounds_by_code

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Line:
    """Like outcomes of a month, as they are read."""

    outcome: StrOrPromise
    track: StrOrPromise
    grounds: list[Ground]
    #: Empty where too few bodies stand behind them.
    fields: str
    summary: str
    cases: int


@dataclass(frozen=True, slots=True)
class Month:
    """What is told of one month that is over."""

    month: date
    lines: list[Line]

    @property
    def anchor(self) -> str:
        """Where it stands on the page."""
        return f"month-{self.month:%Y-%m}"


def months() -> list[Month]:
    """The months with such outcomes, the newest first."""
    rows = digest()
    words = Words()
    grounds = grounds_by_code(code for row in rows for code in row.reasons)
    return [
        Month(month, list(_lines(of_month, words, grounds)))
        for month, of_month in groupby(rows, key=lambda row: row.month)
    ]


def _lines(rows: Iterable[Row], words: Words, grounds: dict[str, Ground]) -> Iterable[Line]:
    for row in rows:
        yield Line(
            outcome=words.outcome(row.outcome),
            track=words.tracks.get(row.track, row.track),
            grounds=[grounds[code] for code in row.reasons],
            fields=_(", ").join(map(words.field, row.fields)),
            summary=row.summary,
            cases=row.cases,
        )
