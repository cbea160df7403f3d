"""What is wrong with a number that the register does not know, and which one may be meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from stdnum.iso7064 import mod_37_36

from registry.models import Entry
from registry.register.numbers import ENTRY_SERIES, FILING_SERIES, is_well_formed, normalise_number

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#: Letters that are read or typed for digits.
MISREAD = str.maketrans({"O": "0", "Q": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "B": "8"})
SHAPE = re.compile(r"[A-Z]{2}\d{10}[0-9A-Z]")
MOST_SUGGESTIONS = 3
LONGEST_SHOWN = 40


class Reason(StrEnum):
    """Why a number is not in the register."""

    EMPTY = "empty"
    NOT_A_NUMBER = "not_a_number"
    FILING_NUMBER = "filing_number"
    MISREAD = "misread"
    WRONG_CHECK = "wrong_check"
    NEVER_GIVEN = "never_given"


@dataclass(frozen=True, slots=True)
class Sign:
    """One character of a number, and whether it is suspicious."""

    character: str
    is_suspicious: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a number is unknown. `suggestions` are numbers of the register it may be meant for."""

    number: str
    reason: Reason
    suggestions: tuple[str, ...] = ()
    #: The check character that the digits would have.
    expected: str = ""
    #: Places in `number` of the characters that differ from the suggestions.
    suspicious: frozenset[int] = frozenset()

    @property
    def signs(self) -> list[Sign]:
        """The number by characters."""
        return [Sign(sign, at in self.suspicious) for at, sign in enumerate(self.number)]

    @property
    def suspicious_places(self) -> list[int]:
        """The suspicious characters as people count them: from 1, without the dashes."""
        return [len(self.number[: at + 1].replace("-", "")) for at in sorted(self.suspicious)]


def explain(text: str) -> Explanation:
    """Why the register does not know this number. Call it for unknown numbers only."""
    number = normalise_number(text)[:LONGEST_SHOWN]
    compact = number.replace("-", "")
    if not compact:
        return Explanation(number, Reason.EMPTY)
    if not SHAPE.fullmatch(compact):
        return _misread(number) or Explanation(number, Reason.NOT_A_NUMBER)
    if number.startswith(FILING_SERIES) and is_well_formed(number):
        return Explanation(number, Reason.FILING_NUMBER)
    if is_well_formed(number):
        return Explanation(number, Reason.NEVER_GIVEN)
    expected = mod_37_36.calc_check_digit(compact[:-1])
    meant = _in_register(set(_neighbours(compact)))
    suspicious = {at for other in meant for at in _differences(number, other)}
    return Explanation(number, Reason.WRONG_CHECK, tuple(meant), expected, frozenset(suspicious))


def _misread(number: str) -> Explanation | None:
    """Letters where digits belong: `TS-2O26-…`, or a number without its series."""
    compact = re.sub(r"[^0-9A-Z]", "", number)
    if len(compact) == 11:
        compact = ENTRY_SERIES + compact
    if len(compact) != 13:
        return None
    digits = compact[2:-1].translate(MISREAD)
    likely = normalise_number(ENTRY_SERIES + digits + compact[-1])
    if not is_well_formed(likely):
        return None
    shown = with_dashes(compact)
    suspicious = frozenset(_differences(shown, likely))
    known = tuple(_in_register({likely.replace("-", "")}))
    return Explanation(shown, Reason.MISREAD, known, suspicious=suspicious)


def with_dashes(compact: str) -> str:
    """Thirteen characters with the dashes of a register number."""
    return f"{compact[:2]}-{compact[2:6]}-{compact[6:12]}-{compact[12:]}"


def _neighbours(compact: str) -> Iterator[str]:
    """Valid numbers that differ in one character, or by two neighbours changing places."""
    for at, sign in enumerate(compact):
        choices = ALPHABET if at in (0, 1, 12) else "0123456789"
        for other in choices:
            changed = compact[:at] + other + compact[at + 1 :]
            if other != sign and mod_37_36.is_valid(changed):
                yield changed
    for at in range(len(compact) - 1):
        swapped = compact[:at] + compact[at + 1] + compact[at] + compact[at + 2 :]
        if swapped != compact and mod_37_36.is_valid(swapped):
            yield swapped


def _in_register(compact: set[str]) -> list[str]:
    """Those of the numbers that were given to entries."""
    numbers = [with_dashes(one) for one in compact if one.startswith(ENTRY_SERIES)]
    known = Entry.objects.filter(number__in=numbers).order_by("number")
    return list(known.values_list("number", flat=True)[:MOST_SUGGESTIONS])


def _differences(number: str, other: str) -> Iterator[int]:
    for at, (one, two) in enumerate(zip(number, other, strict=False)):
        if one != two:
            yield at
