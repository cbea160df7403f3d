"""Measuring: the best of several runs, and the ratio of two of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Comparison:
    """One line of the table: what we do, what we compare it with, and how the two relate."""

    name: str
    ours: str
    theirs: str
    our_seconds: float
    their_seconds: float

    @property
    def ratio(self) -> float:
        """How many times as long the other way takes; above 1 ours is quicker."""
        return self.their_seconds / self.our_seconds


def seconds(work: Callable[[], object], *, at_least: float = 0.3) -> float:
    """Seconds for one call: the best of five rounds, each long enough for the clock."""
    calls = 1
    while True:
        spent = _round(work, calls)
        if spent >= at_least / 5:
            break
        calls *= 2
    return min(spent, *(_round(work, calls) for _ in range(4))) / calls


def compare(
    name: str, ours: tuple[str, Callable[[], object]], theirs: tuple[str, Callable[[], object]]
) -> Comparison:
    """Time two ways to the same result, one after the other."""
    return Comparison(name, ours[0], theirs[0], seconds(ours[1]), seconds(theirs[1]))


def _round(work: Callable[[], object], calls: int) -> float:
    start = time.perf_counter()
    for _ in range(calls):
        work()
    return time.perf_counter() - start
