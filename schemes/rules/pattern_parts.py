"""The parts of a regular expression that RE2 has accepted, with sets of signs as bit masks.

Only what matters for counting ways of reading is kept; anchors are empty, and what is not
understood stands for any sign.
"""

from __future__ import annotations

from dataclasses import dataclass

_ASCII = 128


@dataclass(frozen=True)
class Signs:
    """One sign out of a set: a bit for each ASCII sign, each other sign that the pattern
    names, and one for all the rest.
    """

    mask: int


@dataclass(frozen=True)
class Sequence:
    """Parts one after the other."""

    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Alternatives:
    """One part out of several."""

    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Repetition:
    """A part several times; `most` is None when there is no end."""

    part: Part
    least: int
    most: int | None


Part = Signs | Sequence | Alternatives | Repetition


def _mask(signs: str) -> int:
    return sum(1 << ord(sign) for sign in set(signs))


_DIGITS = _mask("0123456789")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_CLASSES = {
    "d": _DIGITS,
    "w": _DIGITS | _mask(_LETTERS + _LETTERS.upper() + "_"),
    "s": _mask("\t\n\f\r "),
}
_ANCHORS = "AbBzZ"
_EMPTY = Sequence(())


def parts_of(pattern: str) -> Part:
    """The parts of a pattern."""
    return _Reader(pattern).alternatives()


class _Reader:
    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        named = sorted({sign for sign in pattern if ord(sign) >= _ASCII})
        self.bits = {sign: 1 << (_ASCII + 1 + index) for index, sign in enumerate(named)}
        self.rest = 1 << _ASCII
        self.any = (1 << (_ASCII + 1 + len(named))) - 1

    def alternatives(self) -> Part:
        branches = [self.sequence()]
        while self.take("|"):
            branches.append(self.sequence())
        return branches[0] if len(branches) == 1 else Alternatives(tuple(branches))

    def sequence(self) -> Part:
        parts: list[Part] = []
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            parts.append(self.repetition())
        return Sequence(tuple(parts))

    def repetition(self) -> Part:
        part = self.atom()
        while (bounds := self.bounds()) is not None:
            part = Repetition(part, *bounds)
            self.take("?")
        return part

    def bounds(self) -> tuple[int, int | None] | None:
        for sign, bounds in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self.take(sign):
                return bounds
        end = self.pattern.find("}", self.at)
        least, comma, most = self.pattern[self.at + 1 : end].partition(",")
        counted = self.pattern[self.at : self.at + 1] == "{" and end > 0 and least.isdecimal()
        if not counted or (most and not most.isdecimal()):
            return None
        self.at = end + 1
        return int(least), int(most) if most else (None if comma else int(least))

    def atom(self) -> Part:
        sign = self.next()
        if sign == "(":
            return self.group()
        if sign == "[":
            return Signs(self.bracket())
        if sign == ".":
            return Signs(self.any)
        if sign in "^$":
            return _EMPTY
        if sign != "\\":
            return Signs(self.one(sign))
        escaped = self.escape()
        return _EMPTY if escaped is None else Signs(escaped)

    def group(self) -> Part:
        if self.take("?"):
            if self.pattern[self.at] in "P<":
                self.at = self.pattern.index(">", self.at) + 1
            else:
                flags = self.next()
                while flags not in ":)":
                    flags = self.next()
                if flags == ")":
                    return _EMPTY
        inner = self.alternatives()
        self.take(")")
        return inner

    def bracket(self) -> int:
        negated = self.take("^")
        mask, first = 0, True
        while self.at < len(self.pattern) and (first or self.pattern[self.at] != "]"):
            first = False
            if self.pattern.startswith("[:", self.at):
                self.at = self.pattern.index(":]", self.at) + 2
                mask |= self.any
                continue
            members, low = self.member()
            mask |= members
            ranged = self.pattern[self.at : self.at + 1] == "-"
            if low and ranged and self.pattern[self.at + 1 : self.at + 2] != "]":
                self.at += 1
                mask |= self.range(low, self.member()[1])
        self.take("]")
        return self.any & ~mask if negated else mask

    def member(self) -> tuple[int, str]:
        """One member of a bracket; if it is a plain sign, which may open a range, the sign."""
        sign = self.next()
        if sign != "\\":
            return self.one(sign), sign
        escaped = self.pattern[self.at]
        mask = self.escape() or 0
        return mask, "" if escaped.isalnum() else escaped

    def one(self, sign: str) -> int:
        """The bit of a sign."""
        return 1 << ord(sign) if ord(sign) < _ASCII else self.bits[sign]

    def range(self, low: str, high: str) -> int:
        """The signs of a range; an end that is no plain sign leaves it open."""
        last = ord(high) if high else _ASCII
        mask = sum(1 << point for point in range(ord(low), min(last + 1, _ASCII)))
        if last >= _ASCII:
            named = (bit for sign, bit in self.bits.items() if ord(low) <= ord(sign) <= last)
            mask |= self.rest | sum(named)
        return mask

    def escape(self) -> int | None:
        """The signs of an escape; None for an anchor."""
        sign = self.next()
        if sign in _ANCHORS:
            return None
        if sign.lower() in _CLASSES:
            mask = _CLASSES[sign.lower()]
            return mask if sign.islower() else self.any & ~mask
        if sign in "pPxCQ" or sign.isdecimal():
            if self.pattern[self.at : self.at + 1] == "{":
                self.at = self.pattern.index("}", self.at) + 1
            elif sign in "pPx":
                self.at += 2 if sign == "x" else 1
            return self.any
        return self.one({"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v"}.get(sign, sign))

    def next(self) -> str:
        sign = self.pattern[self.at]
        self.at += 1
        return sign

    def take(self, sign: str) -> bool:
        if self.pattern[self.at : self.at + 1] != sign:
            return False
        self.at += 1
        return True
