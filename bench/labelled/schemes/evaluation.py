"""Judging the duplicate gate by labelled pairs: what it finds, misses, and alarms at wrongly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bench.labelled.marks.evaluation import Share
from bench.labelled.schemes.pairs import Pair
from schemes.similarity import likeness

#: Other registers hold nearer neighbours than this set, so the threshold keeps this distance
#: from the highest score of two different schemes.
MARGIN = 5


@dataclass(frozen=True, eq=False)
class Scored:
    """A labelled pair with the score that the gate gives it."""

    pair: Pair
    score: float

    def __str__(self) -> str:
        return f"{self.pair} {self.score:.2f}"


def scored(pairs: Iterable[Pair]) -> list[Scored]:
    """Every pair with its score."""
    return [Scored(pair, likeness(pair.second, pair.first.profile).score) for pair in pairs]


def reaching(results: Iterable[Scored], threshold: float) -> Share:
    """How many of these pairs the gate would show."""
    scores = [result.score for result in results]
    return Share(sum(score >= threshold for score in scores), len(scores))


def copies(results: Iterable[Scored]) -> list[Scored]:
    """The pairs of a scheme and its copy."""
    return [result for result in results if result.pair.is_copy]


def others(results: Iterable[Scored]) -> list[Scored]:
    """The pairs of different schemes."""
    return [result for result in results if not result.pair.is_copy]


def chosen_threshold(results: list[Scored]) -> float:
    """The lowest hundredth that no pair of different schemes reaches, and the margin above it."""
    different = others(results)
    free = next(level for level in range(102) if not reaching(different, level / 100).part)
    return (free + MARGIN) / 100


def mistakes(results: list[Scored], threshold: float) -> tuple[list[Scored], list[Scored]]:
    """The copies that were missed and the others that alarm, the plainest mistakes first."""
    missed = [result for result in copies(results) if result.score < threshold]
    false = [result for result in others(results) if result.score >= threshold]
    return sorted(missed, key=lambda r: r.score), sorted(false, key=lambda r: -r.score)
