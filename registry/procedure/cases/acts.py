"""What acts on a case have in common: they are possible while it is open, on every track."""

from __future__ import annotations

from typing import Any, cast

from portal.core.actions import Action
from registry.models import Filing
from registry.tracks import states_where

#: Any act on a filing, of a track or of a case.
AnyAct = type[Action[Filing]]


class OpenStates:
    """The states in which a filing is open: asked each time, since settings name the tracks."""

    def __get__(self, record: object, owner: type) -> frozenset[str]:
        return frozenset(states_where(lambda state: not state.is_closed))


def known_as(person: Any) -> dict[str, Any]:
    """A person as an event keeps them: readable also when the name has changed."""
    return {"id": person.pk, "zh": person.name, "en": person.name_en or person.name}


class CaseAction(Action[Filing]):
    """An act on an open case; the filing keeps its state and its clock."""

    from_states = cast("frozenset[str]", OpenStates())

    @property
    def reason(self) -> str:
        """Why, as it stands on the record."""
        return str(self.data.get("reason", "")).strip()
