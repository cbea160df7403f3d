"""Acts of the regulator of which the body gets a letter, where the register has a template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from registry.lifecycle import entry_acts
from registry.tracks import all_tracks

if TYPE_CHECKING:
    from portal.core.actions import Action


class Lettered:
    """An act that ends in a letter to the body, by the template of its name."""

    #: Whether it burdens the body: its letter then names reasons, grounds and the remedy.
    asks_grounds: ClassVar[bool] = False
    #: Whether whoever acts signs it; nobody does where that is no person of the regulator.
    is_signed: ClassVar[bool] = True
    name: ClassVar[str]
    record: Any
    user: Any

    def letter_words(self) -> Any:
        """What its letter says (`registry.register.letters.LetterWords`)."""
        raise NotImplementedError


#: The acts that any track can have, such as those about clocks: declared by their own module.
_ON_ANY_TRACK: list[type[Action[Any]]] = []


def on_any_track(*acts: type[Action[Any]]) -> None:
    """Declare acts that no track names as its own."""
    _ON_ANY_TRACK.extend(acts)


def lettered_acts() -> dict[str, type[Action[Any]]]:
    """All of them by name, those of the tracks first."""
    of_tracks = (act for track in all_tracks() for act in track.acts)
    acts = [*of_tracks, *_ON_ANY_TRACK, *entry_acts()]
    return {act.name: act for act in acts if issubclass(act, Lettered)}
