"""Judging the gate by labelled pairs: what it finds, what it misses, where it alarms wrongly."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from bench.labelled.marks.copies import copies_of
from bench.labelled.marks.pairs import Pair, Picture, copied, original
from bench.labelled.marks.pictograms import pictograms
from portal.likeness import Fingerprint, Shelf, fingerprint, likeness, neighbours

#: The threshold is the lowest at which at most this share of pairs of different marks alarms.
TOLERATED = 0.01
#: Changes that need drawings of our own making.
_NOT_FOR_PICTOGRAMS = {"outlined", "words removed"}


@dataclass(frozen=True)
class Scored:
    """A labelled pair with the score that the gate gives it."""

    pair: Pair
    score: float

    def __str__(self) -> str:
        change = f" ({self.pair.second.kind})" if self.pair.second.kind else ""
        return (
            f"{self.pair.first.mark.name} / {self.pair.second.mark.name}{change} {self.score:.2f}"
        )


@cache
def print_of(picture: Picture) -> Fingerprint:
    """The fingerprint of a picture, made once."""
    return fingerprint(picture.png)


def scored(pairs: Iterable[Pair]) -> list[Scored]:
    """Every pair with its score."""
    return [
        Scored(pair, likeness(print_of(pair.first), print_of(pair.second)).score) for pair in pairs
    ]


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def rate(self) -> float:
        """From 0 to 1; nothing of nothing is 0."""
        return self.part / self.whole if self.whole else 0.0


def reaching(results: Iterable[Scored], threshold: float) -> Share:
    """How many of these pairs the gate would show."""
    scores = [result.score for result in results]
    return Share(sum(score >= threshold for score in scores), len(scores))


def copies(results: Iterable[Scored]) -> list[Scored]:
    """The pairs of a mark and its copy."""
    return [result for result in results if result.pair.is_copy]


def others(results: Iterable[Scored]) -> list[Scored]:
    """The pairs of different marks."""
    return [result for result in results if not result.pair.is_copy]


def chosen_threshold(results: list[Scored]) -> float:
    """The lowest hundredth at which no more than the tolerated share of others alarms."""
    different = others(results)
    return next(
        hundredth / 100
        for hundredth in range(102)
        if reaching(different, hundredth / 100).rate <= TOLERATED
    )


def mistakes(results: list[Scored], threshold: float) -> tuple[list[Scored], list[Scored]]:
    """The copies that were missed and the others that alarm, the plainest mistakes first."""
    missed = [result for result in copies(results) if result.score < threshold]
    false = [result for result in others(results) if result.score >= threshold]
    return sorted(missed, key=lambda r: r.score), sorted(false, key=lambda r: -r.score)


@dataclass(frozen=True)
class Searches:
    """What looking for each copy among all originals brought up."""

    original_is_first: Share
    original_is_shown: Share
    others_shown: int


def searched(pairs: Iterable[Pair], threshold: float) -> Searches:
    """Look for every copy among all originals of these pairs."""
    originals: dict[str, Fingerprint] = {}
    wanted: list[Picture] = []
    for pair in pairs:
        if not pair.first.kind:
            originals[pair.first.mark.name] = print_of(pair.first)
        if pair.is_copy:
            wanted.append(pair.second)
    shelf = Shelf(originals.items())
    found = [
        ([near.key for near in neighbours(print_of(copy), shelf, threshold)], copy.mark.name)
        for copy in wanted
    ]
    shown = sum(name in keys for keys, name in found)
    return Searches(
        Share(sum(keys[:1] == [name] for keys, name in found), len(found)),
        Share(shown, len(found)),
        sum(len(keys) for keys, _name in found) - shown,
    )


def pictogram_pairs() -> Iterator[Pair]:
    """Three copies of each pictogram of other people, and each two of the pictograms."""
    originals = [original(mark) for mark in pictograms()]
    for place, first in enumerate(originals):
        made = [copy for copy in copies_of(first.mark) if copy.kind not in _NOT_FOR_PICTOGRAMS]
        for number in range(3):
            copy = made[(place * 3 + number) % len(made)]
            yield Pair(first, copied(first.mark, copy), True, copy.kind)
    for one, other in itertools.combinations(originals, 2):
        yield Pair(one, other, False, "two pictograms")
