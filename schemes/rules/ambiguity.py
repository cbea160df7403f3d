"""Whether a pattern could make a backtracking engine run for ever.

RE2, which we use ourselves, never does. Others who check certificate numbers with the
published pattern may use an engine that tries every way of reading a text. The number of
ways grows exponentially exactly when some loop of the pattern's automaton can be run
through on one text along two different paths (Weber and Seidl 1991, criterion EDA); that
is what is looked for here.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import product
from typing import TypeVar

from schemes.rules.pattern_parts import (
    Alternatives,
    Part,
    Repetition,
    Sequence,
    Signs,
    parts_of,
)

_MOST_POSITIONS = 400
_MOST_STEPS = 500_000
# A repetition with more freedom than this is as bad as one without end.
_LOOSE = 9
_MOST_COPIES = 20
# Single signs one after the other, in plain groups at most, each repeated by itself: a loop is
# then a single position, which can be run through in one way only. That is how numbers of
# certificates look, and it is seen much quicker than it is proved.
_ONE_SIGN = r"(?:[A-Za-z0-9 _/:,#.-]|\\[dwsDWS./()\[\]+*?-]|\[[A-Za-z0-9 _/.-]+\])"
_REPEATED_SIGN = _ONE_SIGN + r"(?:[*+?]\??|\{[0-9]{1,3}(?:,[0-9]{0,3})?\}\??)?"
_PLAIN = re.compile(rf"\^?(?:{_REPEATED_SIGN}|\((?:\?:)?(?:{_REPEATED_SIGN}|\|)*\)\??|\|)*\$?")

Pair = tuple[int, int]
T = TypeVar("T")


@lru_cache(maxsize=1024)
def runs_for_ever(pattern: str) -> bool:
    """Whether some text makes the ways of reading it grow exponentially.

    The pattern must be one that RE2 accepts. One too large to judge counts as such.
    """
    if _is_plain(pattern):
        return False
    automaton = _Automaton()
    try:
        automaton.add(parts_of(pattern))
        return automaton.has_exponential_loop()
    except _TooLarge:
        return True


def _is_plain(pattern: str) -> bool:
    """Whether a glance shows that no text can be read in exponentially many ways."""
    positions = len(pattern) + (_MOST_COPIES + _LOOSE) * pattern.count("{")
    return positions <= _MOST_POSITIONS and _PLAIN.fullmatch(pattern) is not None


class _TooLarge(Exception):
    """The pattern has too many parts to be judged."""


class _Fragment:
    """A piece of the automaton: where it begins and ends, and whether it may be empty."""

    def __init__(self, first: list[int], last: list[int], nullable: bool) -> None:
        self.first, self.last, self.nullable = first, last, nullable


class _Automaton:
    """A position automaton (Glushkov) that counts in how many ways a step arises."""

    def __init__(self) -> None:
        self.signs: list[int] = []
        self.steps: Counter[Pair] = Counter()

    def add(self, part: Part) -> _Fragment:
        if isinstance(part, Signs):
            return self._position(part.mask)
        if isinstance(part, Sequence):
            fragment = _Fragment([], [], nullable=True)
            for inner in part.parts:
                fragment = self._join(fragment, self.add(inner))
            return fragment
        if isinstance(part, Alternatives):
            branches = [self.add(inner) for inner in part.parts]
            return _Fragment(
                [position for branch in branches for position in branch.first],
                [position for branch in branches for position in branch.last],
                any(branch.nullable for branch in branches),
            )
        return self._repeat(part)

    def _position(self, mask: int) -> _Fragment:
        if len(self.signs) >= _MOST_POSITIONS:
            raise _TooLarge
        self.signs.append(mask)
        here = [len(self.signs) - 1]
        return _Fragment(here, here, nullable=False)

    def _connect(self, sources: Iterable[int], targets: Iterable[int]) -> None:
        self.steps.update(product(sources, targets))
        if len(self.steps) > _MOST_STEPS:
            raise _TooLarge

    def _join(self, before: _Fragment, after: _Fragment) -> _Fragment:
        self._connect(before.last, after.first)
        return _Fragment(
            before.first + (after.first if before.nullable else []),
            after.last + (before.last if after.nullable else []),
            before.nullable and after.nullable,
        )

    def _repeat(self, part: Repetition) -> _Fragment:
        fragment = _Fragment([], [], nullable=True)
        for _copy in range(min(part.least, _MOST_COPIES)):
            fragment = self._join(fragment, self.add(part.part))
        if part.most is None or part.most - part.least > _LOOSE:
            loop = self.add(part.part)
            self._connect(loop.last, loop.first)
            loop.nullable = True
            return self._join(fragment, loop)
        # a{1,3} is a(a(a)?)?: built from the inside, so that no step arises twice.
        rest = _Fragment([], [], nullable=True)
        for _copy in range(part.most - part.least):
            rest = self._join(self.add(part.part), rest)
            rest.nullable = True
        return self._join(fragment, rest)

    def has_exponential_loop(self) -> bool:
        return any(self._is_exponential(loop) for loop in self._loops())

    def _loops(self) -> list[set[int]]:
        """The sets of positions that can be run through again and again."""
        after: dict[int, set[int]] = defaultdict(set)
        before: dict[int, set[int]] = defaultdict(set)
        for source, target in self.steps:
            after[source].add(target)
            before[target].add(source)
        loops: list[set[int]] = []
        left = set(range(len(self.signs)))
        while left:
            start = left.pop()
            onward, backward = _reachable([start], after), _reachable([start], before)
            loop = onward & backward
            if loop:
                loops.append(loop)
                left -= loop
        return loops

    def _is_exponential(self, loop: set[int]) -> bool:
        inside: dict[int, list[int]] = defaultdict(list)
        for (source, target), ways in self.steps.items():
            if source in loop and target in loop:
                if ways > 1:
                    return True
                inside[source].append(target)
        return self._two_paths_meet(loop, inside)

    def _two_paths_meet(self, loop: set[int], inside: dict[int, list[int]]) -> bool:
        """Whether two paths on one text part within the loop and meet again."""
        after: dict[Pair, set[Pair]] = defaultdict(set)
        before: dict[Pair, set[Pair]] = defaultdict(set)
        together: list[Pair] = [(position, position) for position in loop]
        waiting, seen, steps = list(together), set(together), 0
        while waiting:
            pair = waiting.pop()
            for target in product(inside[pair[0]], inside[pair[1]]):
                steps += 1
                if steps > _MOST_STEPS:
                    raise _TooLarge
                if not self.signs[target[0]] & self.signs[target[1]]:
                    continue
                after[pair].add(target)
                before[target].add(pair)
                if target not in seen:
                    seen.add(target)
                    waiting.append(target)
        meeting = _reachable(together, before)
        return any(pair[0] != pair[1] for pair in seen & meeting)


def _reachable(starts: Iterable[T], after: dict[T, set[T]]) -> set[T]:
    """What can be reached in one step or more."""
    waiting = list(starts)
    reached: set[T] = set()
    while waiting:
        for target in after.get(waiting.pop(), ()):
            if target not in reached:
                reached.add(target)
                waiting.append(target)
    return reached
