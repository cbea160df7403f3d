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
    name: ClassVar[str]
    record: Any
    user: Any

    def letter_words(self) -> Any:
        """What its letter says (`registry.register.letters.LetterWords`)."""
        raise NotImplementedError


def lettered_acts() -> dict[str, type[Action[Any]]]:
    """All of them by name, those of the tracks first."""
    acts = [*(act for track in all_tracks() for act in track.acts), *entry_acts()]
    return {act.name: act for act in acts if issubclass(act, Lettered)}
