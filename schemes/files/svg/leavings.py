"""What was left out of a drawing because it cannot change the picture, for its author to know."""

from __future__ import annotations

from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext as _

#: So many attributes are named; the rest are "…".
_NAMED = 6


class Leavings:
    """What was left out, each kind once, in the order in which it was met."""

    def __init__(self) -> None:
        self._kinds: dict[str, Any] = {}
        self._programs: dict[str, None] = {}
        self._attributes: dict[str, None] = {}

    def kind(self, what: Any) -> None:
        """Something of a kind that has a name, such as comments."""
        self._kinds.setdefault(str(what), what)

    def program(self, name: str) -> None:
        """What a program keeps for itself."""
        self._programs[name] = None

    def attribute(self, name: str) -> None:
        """An attribute without effect."""
        self._attributes[name] = None

    def told(self) -> tuple[Any, ...]:
        """Each in words of whoever reads."""
        kinds = list(self._kinds.values())
        kinds += [_own(name) for name in self._programs]
        if self._attributes:
            kinds.append(_attributes(tuple(self._attributes)))
        return tuple(kinds)


def _own_data(name: str) -> str:
    return _("data of %(program)s") % {"program": name}


def _attributes_in_words(names: tuple[str, ...]) -> str:
    named = _(", ").join(names[:_NAMED]) + ("…" if len(names) > _NAMED else "")
    return _("attributes without effect (%(names)s)") % {"names": named}


_own = lazy(_own_data, str)
_attributes = lazy(_attributes_in_words, str)
