"""Changes of state, as they are declared, and the one door through which they happen.

A `Move` says which kind of record goes from which states to which. Nothing else in the house gives
a record a state: actions enter by `enter`, the worker by `move_rows`, and a record that begins
elsewhere than in its model's default takes `Move.beginning`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: The state of a record that is not there yet.
NOT_YET = ""


class UndeclaredMove(RuntimeError):
    """Somebody wrote a change of state that is not declared: a mistake in the code."""


@dataclass(frozen=True, slots=True)
class Move:
    """From which states a kind of record goes to which, and the event that its history keeps.

    `record` is the label of its model (`registry.Filing`). `label` and `who` are words for the
    documentation where no action gives them.
    """

    record: str
    from_states: frozenset[str]
    to_state: str
    event: str = ""
    label: StrOrPromise = ""
    who: StrOrPromise = ""

    def fits(self, record: Any, before: str) -> bool:
        """Whether it moves such a record out of this state."""
        return kind_of(record) == self.record and before in self.from_states

    @property
    def beginning(self) -> dict[str, str]:
        """The column of a record that begins with this move."""
        if NOT_YET not in self.from_states:
            raise UndeclaredMove(f"No {self.record} begins in {self.to_state}")
        return {"state": str(self.to_state)}


def kind_of(record: Model | type[Model] | Any) -> str:
    """The label of a record's model, by which moves name it."""
    label: str = record._meta.label
    return label


def state_before(record: Any) -> str:
    """The state that a record has; `NOT_YET` while it is not stored."""
    return NOT_YET if record._state.adding else str(record.state)


def locked(record: Any) -> Any:
    """The record as it is now, locked until the end of the transaction."""
    manager = type(record)._default_manager
    return manager.select_for_update(of=("self",)).get(pk=record.pk)


def enter(record: Any, move: Move) -> None:
    """Give a record, locked by whoever calls, the state that a move leads to. It is not saved.

    Raises:
        UndeclaredMove: the move is not one of such a record in its state.
    """
    before = state_before(record)
    if not move.fits(record, before):
        raise UndeclaredMove(f"{kind_of(record)} from {before!r} by {move}")
    record.state = move.to_state


def move_rows(rows: QuerySet[Any, Any], move: Move, **columns: Any) -> int:
    """Move all rows that are in a state for it, with further columns, in one statement.

    Returns how many. For moves of which only one of several workers may succeed.
    """
    if kind_of(rows.model) != move.record:
        raise UndeclaredMove(f"{kind_of(rows.model)} by {move}")
    fitting = rows.filter(state__in=sorted(move.from_states))
    return fitting.update(state=move.to_state, **columns)
