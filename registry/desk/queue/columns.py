"""The columns of the queue, each of which is an order, rising and falling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import F, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from registry.models import Filing
from registry.procedure.clock import Clock, Deadlines, clocks_of
from registry.tracks import BODY, state_choices, state_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: So many clocks are worked out at once.
PORTION = 2000
OLDEST = ("received_at", "pk")
#: What of a filing its clock is worked out from.
ASKED_OF_CLOCKS = ("pk", "track", "in_fast_lane", "led_by", "closed_at")
NEWEST = ("-received_at", "-pk")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column is called and by what its rows are ordered; no path where it is worked out."""

    label: StrOrPromise
    path: str = ""

    @property
    def falling(self) -> StrOrPromise:
        """The name of the order the other way round."""
        return format_lazy("{label} ↓", label=self.label)


COLUMNS: dict[str, Column] = {
    "scheme": Column(_("Scheme"), "title"),
    "body": Column(_("Certification body"), "organisation__name_zh"),
    "number": Column(_("Filing number"), "number"),
    "track": Column(_("Track"), "track"),
    "state": Column(_("State"), "state"),
    "risk": Column(_("Risk"), "risk__points"),
    "lane": Column(_("Fast lane"), "in_fast_lane"),
    "due": Column(_("Clock")),
    "received": Column(_("Last submitted"), "received_at"),
    "officer": Column(_("Officer"), "officer__name"),
}


def in_order(
    filings: QuerySet[Filing], words: dict[str, Any], today: date, deadlines: Deadlines
) -> QuerySet[Filing] | list[int]:
    """The filings in the order that is asked for; as primary keys where it is worked out.

    Last days are computed and stand in no column (`registry.procedure.clock`), so that order
    reads the clock of every filing that is listed.
    """
    sort = str(words.get("sort", ""))
    name, falls = sort.removeprefix("-"), sort.startswith("-")
    column = COLUMNS.get(name)
    if column is None:
        return _as_it_waits(filings, words)
    if not column.path:
        return _by_last_day(filings, falls, today, deadlines)
    path = F(column.path)
    if column.path == "title":
        filings = filings.annotate(title=KeyTextTransform("zh", "scheme__title"))
    by = path.desc(nulls_last=True) if falls else path.asc(nulls_last=True)
    return filings.order_by(by, *OLDEST)


def _as_it_waits(filings: Any, words: dict[str, Any]) -> QuerySet[Filing]:
    """What waits longest first; where nothing waits, the newest."""
    state = str(words.get("state") or ("all" if words.get("q") else ""))
    if state in ("closed", "all"):
        return filings.order_by(*NEWEST)
    # What waits for the body has its own clock; all else has waited since it was received.
    waits_for_body = state == "silent" or (
        state in dict(state_choices()) and state_of(state).waits_for is BODY
    )
    return filings.longest_turn_first() if waits_for_body else filings.order_by(*OLDEST)


def _by_last_day(
    filings: QuerySet[Filing], falls: bool, today: date, deadlines: Deadlines
) -> list[int]:
    """Filings without a clock come last, this way round and that."""
    rows = list(filings.order_by(*OLDEST).only(*ASKED_OF_CLOCKS))
    clocks = clocks_in_portions(rows, today, deadlines)
    running = [row.pk for row in rows if row.pk in clocks]
    running.sort(key=lambda pk: clocks[pk].due, reverse=falls)
    return [*running, *(row.pk for row in rows if row.pk not in clocks)]


def clocks_in_portions(
    filings: Sequence[Filing], today: date, deadlines: Deadlines
) -> dict[int, Clock]:
    """The clocks of many filings, a bounded number of parameters at a time."""
    clocks: dict[int, Clock] = {}
    for start in range(0, len(filings), PORTION):
        clocks.update(clocks_of(filings[start : start + PORTION], today, deadlines))
    return clocks


def loaded(keys: Sequence[Any]) -> list[Filing]:
    """The filings of a page with what its rows show, in their order."""
    known = Filing.objects.select_related("organisation", "scheme", "officer", "risk").in_bulk(
        [key if isinstance(key, int) else key.pk for key in keys]
    )
    return [known[key if isinstance(key, int) else key.pk] for key in keys]
