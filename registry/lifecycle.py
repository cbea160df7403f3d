"""The words in which acts on entries of the register are declared, and those of this portal.

One module declares what belongs to an act, such as a suspension, as its `LIFECYCLE`; the settings
name the modules (`ENTRY_ACTS`). What the public is told of an entry in a state is declared with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal.core.actions import Action
from registry.delegable import Delegable, DelegatedAct
from registry.states import EntryState

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True, eq=False)
class Lifecycle:
    """Acts on entries with the states that they bring, in words, and those of their events."""

    acts: tuple[type[Action[Any]], ...]
    #: What the public history says, by event.
    events: Mapping[str, StrOrPromise]
    #: States that an entry has by these acts alone, with the officer's words.
    states: Mapping[str, StrOrPromise] = field(default_factory=dict)
    #: What the public is told of an entry in them, as `registry.public_status.Told`.
    told: Sequence[Any] = ()
    #: What a branch can be given of them, by name of the act; others stay with the regulator.
    delegable: Mapping[str, Delegable] = field(default_factory=dict)


def lifecycles() -> tuple[Lifecycle, ...]:
    """What this portal has, in the order of the settings."""
    return _lifecycles_in(tuple(settings.ENTRY_ACTS))


@cache
def _lifecycles_in(modules: tuple[str, ...]) -> tuple[Lifecycle, ...]:
    return tuple(import_module(module).LIFECYCLE for module in modules)


def entry_acts() -> tuple[type[Action[Any]], ...]:
    """All acts on entries."""
    return tuple(act for lifecycle in lifecycles() for act in lifecycle.acts)


def act_named(name: str) -> type[Action[Any]]:
    """An act on entries by its name.

    Raises:
        ImproperlyConfigured: a record names it, and it is not there any more.
    """
    act = next((act for act in entry_acts() if act.name == name), None)
    if act is None:
        raise ImproperlyConfigured(f"No file that ENTRY_ACTS names has the act {name!r}.")
    return act


def delegable_of(name: str) -> Delegable:
    """What a branch can be given of an act on entries; nothing of most."""
    found = (lifecycle.delegable[name] for lifecycle in lifecycles() if name in lifecycle.delegable)
    return next(found, Delegable())


def delegable_by_act() -> Iterator[tuple[str, Delegable]]:
    """The acts on entries of which a branch can be given something, by name."""
    for lifecycle in lifecycles():
        yield from lifecycle.delegable.items()


def delegable_behind(event: str) -> Iterator[DelegatedAct]:
    """By what may have been delegated whoever wrote an event into an entry's history acted."""
    for act in entry_acts():
        if act.event == event:
            yield from filter(None, delegable_of(act.name))


def entry_events() -> dict[str, StrOrPromise]:
    """What the public history calls the events of these acts."""
    return {event: words for each in lifecycles() for event, words in each.events.items()}


def entry_state_choices() -> list[tuple[str, StrOrPromise]]:
    """All states of entries with the officer's words."""
    declared = [pair for lifecycle in lifecycles() for pair in lifecycle.states.items()]
    return [*((state.value, state.label) for state in EntryState), *declared]
