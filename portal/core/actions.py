"""One door for each legal act.

An `Action` is one change of state: who may, from which states, to which, what must hold, what
it does, which event it records and who is told. Buttons, API, commands and tests ask
`available_actions` and call `run`; nothing else changes a state.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from portal.core.access import Access
from portal.core.errors import NotAllowed, WrongState

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

    def __init__(self, record: Record, user: Person, **data: Any) -> None:
        self.record = record
        self.user = user
        self.data = data

    @classmethod
    def access(cls, user: Person, record: Record) -> Access:
        """Whether this person may do this to this record, leaving its state aside."""
        raise NotImplementedError

    @classmethod
    def is_available(cls, user: Person, record: Record) -> bool:
        """Whether a button for this action should be there."""
        return record.state in cls.from_states and bool(cls.access(user, record))

    def check(self) -> None:
        """Raise `RulesBroken` or `WrongState` when something else must hold first."""

    def apply(self) -> None:
        """Change the record and what belongs to it; the record itself is saved afterwards."""

    def tell(self) -> None:
        """Put what people and other systems should hear into the outbox."""

    def event_data(self) -> dict[str, Any]:
        """What the event keeps beside who, when, from and to."""
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
            self.check()
            before = self.record.state
            self.apply()
            if self.to_state is not None:
                self.record.state = self.to_state
            self.record.save()
            self.record.record_event(
                event=self.event,
                from_state=before,
                to_state=self.record.state,
                actor=self.user,
                data=self.event_data(),
            )
            self.tell()
        return self.record

    def wrong_state_message(self) -> StrOrPromise:
        """What the second of two people, or of two clicks, is told."""
        return _(
            "“%(action)s” was not carried out: the record has changed meanwhile. "
            "Nothing was lost; look at its present state and go on from there."
        ) % {"action": self.label}

    def _locked(self) -> Record:
        """The record as it is now, locked until the end of the transaction."""
        manager = type(self.record)._default_manager  # type: ignore[attr-defined]
        locked: Record = manager.select_for_update(of=("self",)).get(pk=self.record.pk)
        return locked


def available(
    actions: Iterable[type[Action[Record]]], user: Person, record: Record
) -> list[type[Action[Record]]]:
    """The actions that this person can take on this record now."""
    return [action for action in actions if action.is_available(user, record)]
