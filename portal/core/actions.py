"""One door for each legal act.

An `Action` is one change of state: who may, from which states, to which, what must hold, what
it does, which event it records and who is told. Buttons, API, commands and tests ask `available`
and call `run`. It declares what else it moves (`further_moves`), and moves nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from portal.core.access import Access
from portal.core.errors import NotAllowed, RulesBroken, WrongState
from portal.core.moves import NOT_YET, Move, UndeclaredMove, enter, kind_of, locked, state_before

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: A user; the model is defined above this package, so it is not named here.
Person = Any


class Stateful(Protocol):
    """A record that has a state and writes down its events."""

    pk: Any
    #: A string; a type checker meets the field before it knows what type it has.
    state: Any

    def record_event(self, **event: Any) -> Any:
        """Append one event to the record's history."""

    def save(self) -> None:
        """Store the record."""


Record = TypeVar("Record", bound=Stateful)
Other = TypeVar("Other", bound=Stateful)


class Action(Generic[Record]):
    """One change of state of one record, by one person."""

    name: ClassVar[str]
    label: ClassVar[StrOrPromise]
    #: What the history says afterwards, in the past tense.
    event: ClassVar[str]
    from_states: ClassVar[frozenset[str]]
    #: The state afterwards; None leaves it as it is.
    to_state: ClassVar[str | None] = None
    #: Who may, in words, for the generated documentation.
    who: ClassVar[StrOrPromise] = ""
    #: What somebody is told of it before anything has begun, as a sentence; empty: nothing.
    beforehand: ClassVar[StrOrPromise] = ""
    #: Whether it may be done to a record whose course another one leads (`leader`).
    on_its_own: ClassVar[bool] = False
    #: A template shows the action; it does not make one.
    do_not_call_in_templates: ClassVar[bool] = True

    def __init__(self, record: Record, user: Person, **data: Any) -> None:
        self.record = record
        self.user = user
        self.data = data

    @classmethod
    def access(cls, user: Person, record: Record) -> Access:
        """Whether this person may do this to this record, leaving its state aside."""
        raise NotImplementedError

    @classmethod
    def further_moves(cls) -> tuple[Move, ...]:
        """The moves of other records that come with it, each with the event of its history."""
        return ()

    @classmethod
    def is_available(cls, user: Person, record: Record) -> bool:
        """Whether a button for this action should be there."""
        is_led = not cls.on_its_own and leader_of(record) is not None
        fits = record.state in cls.from_states and not is_led
        return fits and bool(cls.access(user, record))

    def check(self) -> None:
        """Raise `RulesBroken` or `WrongState` when something else must hold first."""

    def apply(self) -> None:
        """Change the record and what belongs to it; the record itself is saved afterwards."""

    def follow(self, other: Record) -> None:
        """What it means for a record that is moved along, besides its state and its event."""

    def tell(self) -> None:
        """Put what people and other systems should hear into the outbox."""

    def event_data(self) -> dict[str, Any]:
        """What the event keeps beside who, when, from and to."""
        return {}

    def event_columns(self) -> dict[str, Any]:
        """Further columns of the event, such as the day on which it takes effect."""
        return {}

    def run(self) -> Record:
        """Do it: lock, check, apply, record and tell, in one transaction.

        Raises:
            NotAllowed: the person may not.
            WrongState: the record is not in a state for this.
            RulesBroken: something that must hold does not; carries the findings.
        """
        with transaction.atomic():
            self.record = self._locked()
            access = self.access(self.user, self.record)
            if not access:
                raise NotAllowed(access.reason)
            if self.record.state not in self.from_states:
                raise WrongState(self.wrong_state_message())
            self._require_own_course()
            self.check()
            before = self.record.state
            self.apply()
            if self.to_state is not None:
                enter(self.record, Move(kind_of(self.record), self.from_states, self.to_state))
            self.record.save()
            self.record.record_event(
                event=self.event,
                from_state=before,
                to_state=self.record.state,
                actor=self.user,
                data=self.event_data(),
                **self.event_columns(),
            )
            self._move_along()
            self.tell()
        return self.record

    def _require_own_course(self) -> None:
        """What another record leads is acted upon there."""
        leader = None if self.on_its_own else leader_of(self.record)
        if leader is not None:
            raise WrongState(
                _("“%(action)s” is done to %(leader)s, which this goes along with.")
                % {"action": self.label, "leader": leader}
            )

    def _move_along(self) -> None:
        """Records that this one leads come to the same state, wherever they were."""
        led = getattr(self.record, "moved_along", None)
        if self.to_state is None or led is None:
            return
        for other in led():
            before = other.state
            enter(other, Move(kind_of(other), frozenset({before}), self.to_state))
            other.save()
            other.record_event(
                event=self.event,
                from_state=before,
                to_state=other.state,
                actor=self.user,
                data={**self.event_data(), "with": str(self.record)},
            )
            self.follow(other)

    def move(
        self, other: Other, to_state: str, told: Mapping[str, Any], /, **changes: Any
    ) -> Other:
        """Move another record, as `further_moves` declares: lock, change, save and record it.

        `told` are columns of the event besides who, when, from and to. A record that is not stored
        yet begins with it.

        Raises:
            UndeclaredMove: nothing of the kind is declared.
        """
        before = state_before(other)
        if before != NOT_YET:
            other = locked(other)
            before = state_before(other)
        declared = self._declared(other, before, to_state)
        for name, value in changes.items():
            setattr(other, name, value)
        enter(other, declared)
        other.save()
        states = {"from_state": before, "to_state": declared.to_state}
        other.record_event(event=declared.event, actor=self.user, **states, **told)
        return other

    def _declared(self, other: Any, before: str, to_state: str) -> Move:
        fitting = (move for move in self.further_moves() if move.to_state == to_state)
        declared = next((move for move in fitting if move.fits(other, before)), None)
        if declared is None:
            raise UndeclaredMove(f"{type(self).__name__}: {other} from {before!r} to {to_state}")
        return declared

    def wrong_state_message(self) -> StrOrPromise:
        """What the second of two people, or of two clicks, is told."""
        return _(
            "“%(action)s” was not carried out: the record has changed meanwhile. "
            "Nothing was lost; look at its present state and go on from there."
        ) % {"action": self.label}

    def _locked(self) -> Record:
        """The record as it is now, locked until the end of the transaction."""
        now: Record = locked(self.record)
        return now


def leader_of(record: Any) -> Any:
    """The record that leads the course of this one; None for nearly all."""
    return getattr(record, "leader", None)


class ReasonedAction(Action[Record]):
    """An action that asks for a reason, and what it declares beside: pages offer it themselves."""

    #: What it means, for the person who is about to do it.
    explanation: ClassVar[StrOrPromise] = ""
    #: What its words are called where they are more than a reason, such as a condition.
    reason_label: ClassVar[StrOrPromise] = ""

    @classmethod
    def fields(cls, record: Record) -> Mapping[str, Any]:
        """What its form asks beside the reason: form fields by the name of the action's data."""
        return {}

    @property
    def reason(self) -> str:
        """Why, as it stands on the record."""
        return str(self.data.get("reason", "")).strip()

    def check(self) -> None:
        """Somebody will ask why."""
        if not self.reason:
            raise RulesBroken(_("Say why; the record keeps it."))

    def event_data(self) -> dict[str, Any]:
        """The reason."""
        return {"reason": self.reason}


def available(
    actions: Iterable[type[Action[Record]]], user: Person, record: Record
) -> list[type[Action[Record]]]:
    """The actions that this person can take on this record now."""
    return [action for action in actions if action.is_available(user, record)]
