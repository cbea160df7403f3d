"""What the public is told of an entry on a day: one table, asked as a function and as a query.

Each condition says both how values are judged and how columns are asked, so that a page and a
list of many cannot differ. What the public is told of a state that acts on entries bring, their
file declares with them (`registry.lifecycle`), as `Told`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Self

from django.db.models import Case, CharField, Q, Value, When
from django.utils.translation import gettext_lazy as _

from registry.lifecycle import Lifecycle, lifecycles
from registry.states import EntryState, Gap, holds_on

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class PublicStatus(str):
    """A code with the word and the sentence that people read.

    The sentence may name `%(body)s` and the days `%(from)s`, `%(until)s`, `%(ended)s`,
    `%(pilot_until)s` and, of its state, `%(since)s`. With a status that is over, nothing is
    certified any more; with one that bars, not today: `effect` then says in a few words what has
    become of the effect, for labels of filings; it is empty while the scheme is in effect.
    """

    label: StrOrPromise
    sentence: StrOrPromise
    effect: StrOrPromise
    is_over: bool
    may_certify: bool

    NOT_YET_EFFECTIVE: ClassVar[PublicStatus]
    IN_FORCE: ClassVar[PublicStatus]
    BODY_NOT_APPROVED: ClassVar[PublicStatus]
    EXPIRED: ClassVar[PublicStatus]
    ENDING: ClassVar[PublicStatus]
    DEREGISTERED: ClassVar[PublicStatus]

    def __new__(
        cls,
        code: str,
        label: StrOrPromise,
        sentence: StrOrPromise,
        *,
        effect: StrOrPromise = "",
        is_over: bool = False,
        bars: bool = False,
    ) -> Self:
        """A status under this code."""
        status = super().__new__(cls, code)
        status.label, status.sentence, status.is_over = label, sentence, is_over
        status.may_certify = not (is_over or bars)
        status.effect = "" if status.may_certify else effect or label
        return status

    @property
    def value(self) -> str:
        """The code."""
        return str(self)


PublicStatus.NOT_YET_EFFECTIVE = PublicStatus(
    "not_yet_effective",
    _("Not yet in force"),
    _("The scheme is listed and comes into force on %(from)s."),
    effect=_("not yet in force"),
    bars=True,
)
PublicStatus.IN_FORCE = PublicStatus(
    "in_force", _("In force"), _("The scheme has been in force since %(from)s.")
)
# Only the body or the regulator ends an entry; but nobody may certify by it meanwhile
# (Regulations on Certification and Accreditation, article 9).
PublicStatus.BODY_NOT_APPROVED = PublicStatus(
    "body_not_approved",
    _("Body not approved"),
    _(
        "The scheme is listed, but its body is approved for none of its fields now. No new "
        "certificates."
    ),
    effect=_("without effect while the body is not approved"),
    bars=True,
)
PublicStatus.EXPIRED = PublicStatus(
    "expired",
    _("Expired"),
    _("The scheme expired on %(until)s. No new certificates."),
    effect=_("the scheme has expired"),
    is_over=True,
)
# Announced: the body may issue certificates until the day before.
PublicStatus.ENDING = PublicStatus(
    "ending",
    _("Ending"),
    _("The scheme ends on %(ended)s. No new certificates after %(last_issue)s."),
)
PublicStatus.DEREGISTERED = PublicStatus(
    "deregistered",
    _("Deregistered"),
    _("The scheme was deregistered on %(ended)s. No new certificates."),
    effect=_("the scheme was deregistered"),
    is_over=True,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a status depends on; the names of the days are those of the columns."""

    state: str
    effective_from: date
    expires_on: date | None
    ended_on: date | None
    #: The days on which the body is approved for none of the fields.
    gaps: tuple[Gap, ...]
    state_until: date | None = None
    pilot_until: date | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on a day, of the facts of an entry and, as a query, of its row.

    The query is given the rows whose body is approved for none of the fields that day.
    """

    holds: Callable[[date, Facts], bool]
    asked: Callable[[date, Q], Q]

    def __and__(self, other: Condition) -> Condition:
        return Condition(
            lambda day, facts: self.holds(day, facts) and other.holds(day, facts),
            lambda day, gaps: self.asked(day, gaps) & other.asked(day, gaps),
        )


def in_state(*states: str) -> Condition:
    """The entry is in one of these states."""
    return Condition(
        lambda day, facts: facts.state in states,
        lambda day, gaps: Q(state__in=states),
    )


def since(column: str) -> Condition:
    """It is the day in the column, or later."""
    return _compared(column, operator.ge, "lte")


def after(column: str) -> Condition:
    """It is later than the day in the column."""
    return _compared(column, operator.gt, "lt")


def before(column: str) -> Condition:
    """It is earlier than the day in the column."""
    return _compared(column, operator.lt, "gt")


def until(column: str) -> Condition:
    """It is the day in the column, or earlier."""
    return _compared(column, operator.le, "gte")


def not_after(column: str) -> Condition:
    """It is the day in the column at the latest, or the column has none."""
    return Condition(
        lambda day, facts: (at := getattr(facts, column)) is None or day <= at,
        lambda day, gaps: Q(**{f"{column}__isnull": True}) | Q(**{f"{column}__gte": day}),
    )


def _compared(column: str, compare: Callable[[date, date], bool], lookup: str) -> Condition:
    """The day beside that of a column, the column beside the day; false where it has none."""
    return Condition(
        lambda day, facts: (at := getattr(facts, column)) is not None and compare(day, at),
        lambda day, gaps: Q(**{f"{column}__{lookup}": day}),
    )


WITHOUT_APPROVAL = Condition(
    lambda day, facts: any(holds_on(day, *gap) for gap in facts.gaps),
    lambda day, gaps: gaps,
)

Row = tuple[PublicStatus, Condition]
#: The first that holds is told; where none does, the scheme is in force.
TABLE: list[Row] = [
    (PublicStatus.DEREGISTERED, in_state(EntryState.DEREGISTERED) & since("ended_on")),
    (PublicStatus.EXPIRED, after("expires_on")),
    (PublicStatus.NOT_YET_EFFECTIVE, before("effective_from")),
    (PublicStatus.BODY_NOT_APPROVED, WITHOUT_APPROVAL),
    (
        PublicStatus.ENDING,
        in_state(EntryState.DEREGISTERED, EntryState.ABSORBED) & before("ended_on"),
    ),
]

#: In the order of a life, as lists and filters show them.
IN_LISTS = [
    PublicStatus.NOT_YET_EFFECTIVE,
    PublicStatus.IN_FORCE,
    PublicStatus.BODY_NOT_APPROVED,
    PublicStatus.ENDING,
    PublicStatus.EXPIRED,
    PublicStatus.DEREGISTERED,
]


class Told(NamedTuple):
    """A status that acts on entries bring: ahead of which it is told, and ahead of which listed."""

    status: PublicStatus
    condition: Condition
    ahead_of: PublicStatus
    #: The same as the other where nothing is said.
    in_lists_ahead_of: PublicStatus | None = None


@cache
def _with(declared: tuple[Lifecycle, ...]) -> tuple[list[Row], list[PublicStatus]]:
    """The table and the list of all, with what the acts on entries bring."""
    table, in_lists = list(TABLE), list(IN_LISTS)
    for told in (told for each in declared for told in each.told):
        place = [row[0] for row in table].index(told.ahead_of)
        table.insert(place, (told.status, told.condition))
        if told.status not in in_lists:  # it may be told of several states
            place = in_lists.index(told.in_lists_ahead_of or told.ahead_of)
            in_lists.insert(place, told.status)
    return table, in_lists


def statuses() -> tuple[PublicStatus, ...]:
    """All that the public can be told, in the order of a life."""
    return tuple(_with(lifecycles())[1])


def public_status(
    day: date,
    state: str,
    effective_from: date,
    expires_on: date | None,
    ended_on: date | None,
    gaps: Iterable[Gap] = (),
    **days: date | None,
) -> PublicStatus:
    """What the public is told on a day about an entry in this state with these dates.

    `gaps` are the days on which its body is approved for none of its fields; further `days` are
    those of `Facts`.
    """
    facts = Facts(state, effective_from, expires_on, ended_on, tuple(gaps), **days)
    table, _in_lists = _with(lifecycles())
    told = (status for status, condition in table if condition.holds(day, facts))
    return next(told, PublicStatus.IN_FORCE)


def status_asked(day: date, gaps: Q) -> Case:
    """The same as an expression of the database, a code.

    `gaps` are the rows whose body is approved for none of the fields that day.
    """
    table, _in_lists = _with(lifecycles())
    return Case(
        *(When(asked.asked(day, gaps), then=Value(status.value)) for status, asked in table),
        default=Value(PublicStatus.IN_FORCE.value),
        output_field=CharField(),
    )
