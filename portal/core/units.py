"""A unit of measure as every layer sees it; the register of units says which there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from portal.core.folding import fold, plain
from portal.core.localised import in_language

#: The symbol of the unit one, which is never written after a number.
_ONE = "1"


@dataclass(frozen=True)
class Unit:
    """A unit by its code in UN/CEFACT Recommendation 20; texts by `zh` and `en`.

    `written` is what stands after a number where that is not the symbol: 7天, 7 days.
    """

    code: str
    symbol: str = ""
    name: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)

    def after_number(self, language: str) -> str:
        """What stands after a number in one language; empty for the unit one."""
        if self.written.get(language):
            return self.written[language]
        if self.symbol:
            return "" if self.symbol == _ONE else self.symbol
        return in_language(self.name, language) or self.code


class Units(dict[str, Unit]):
    """The units of the register by code, and what else people write for them."""

    def meant(self, typed: str) -> tuple[str, ...]:
        """The codes that may be meant by what is none: a symbol, a name, a code in small letters.

        The plainest unit comes first: for V the volt, then those of alternating and direct current.
        """
        return self._by_sign.get(_sign(typed)) or self._by_word.get(_word(typed)) or ()

    @cached_property
    def _by_sign(self) -> Mapping[str, tuple[str, ...]]:
        return self._by(lambda unit: map(_sign, (unit.symbol, *unit.written.values())))

    @cached_property
    def _by_word(self) -> Mapping[str, tuple[str, ...]]:
        return self._by(lambda unit: map(_word, (unit.code, *unit.name.values())))

    def _by(self, keys: Callable[[Unit], Iterable[str]]) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = defaultdict(tuple)
        for unit in sorted(self.values(), key=_plainness):
            for key in {*keys(unit)} - {"", _ONE}:
                found[key] += (unit.code,)
        return dict(found)


def _plainness(unit: Unit) -> int:
    return len(unit.name.get("en", ""))


def _sign(text: str) -> str:
    """A symbol as it is compared: letters keep their case, for mW is not MW."""
    return plain(text).replace(" ", "")


def _word(text: str) -> str:
    return fold(text).strip()


def written_unit(units: Mapping[str, Unit], code: object, language: str) -> str:
    """The unit after a number; a code that the register does not know stays a code."""
    if not isinstance(code, str):
        return ""
    unit = units.get(code)
    return code if unit is None else unit.after_number(language)
