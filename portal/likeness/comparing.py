"""Comparing fingerprints, one with one or one with thousands, in the same way.

Each view of the one is held against each view of the other, in every position of either; the best
of all counts. A hash's nearness is 1 when all bits agree and 0 when half do, as by chance.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from portal.likeness.fingerprints import Fingerprint
from portal.likeness.layout import HASHES, POSITIONS, PROFILE, RADIAL, WORDS
from portal.likeness.reasons import THRESHOLD, Likeness, Reason, circumstances

Key = TypeVar("Key")

_STARTS = np.cumsum([0] + [measure.words for measure in HASHES[:-1]])
_BITS = np.array([measure.words * 64 for measure in HASHES], dtype=np.float32)
_WEIGHTS = np.array([measure.weight for measure in HASHES], dtype=np.float32)
_TOTAL = float(_WEIGHTS.sum()) + RADIAL.weight


@dataclass(frozen=True)
class Neighbour(Generic[Key]):
    """A mark that is near another one."""

    key: Key
    likeness: Likeness


class Shelf(Generic[Key]):
    """Many fingerprints, laid out to be searched at once; make it once for many searches."""

    def __init__(self, prints: Iterable[tuple[Key, Fingerprint]]) -> None:
        self.keys: list[Key] = []
        self.prints: list[Fingerprint] = []
        for key, fingerprint in prints:
            self.keys.append(key)
            self.prints.append(fingerprint)
        counts = [len(fingerprint.views) for fingerprint in self.prints]
        #: The first row of each fingerprint; every view has a row.
        self.first_rows = np.cumsum([0, *counts])[:-1].astype(np.intp)
        views = [view for fingerprint in self.prints for view in fingerprint.views]
        words = np.frombuffer(b"".join(view.hashes for view in views), dtype=np.uint64)
        by_position = words.reshape(-1, POSITIONS, WORDS).transpose(1, 0, 2)
        self.hashes: NDArray[np.uint64] = np.ascontiguousarray(by_position)
        profiles = np.frombuffer(b"".join(view.profile for view in views), dtype=np.uint8)
        self.profiles = _unit(profiles.reshape(-1, PROFILE).astype(np.float32))

    def __len__(self) -> int:
        return len(self.keys)

    def scores(self, fingerprint: Fingerprint) -> NDArray[np.float32]:
        """The score of each fingerprint on the shelf with this one."""
        if not self.keys:
            return np.zeros(0, dtype=np.float32)
        other = Shelf([(None, fingerprint)])
        best = np.zeros(len(self.profiles), dtype=np.float32)
        for view in range(len(other.profiles)):
            radial = self.profiles @ other.profiles[view]
            for position in range(POSITIONS):
                for nearness in _both_ways(self, other, view, position):
                    np.maximum(best, _score(nearness, radial), out=best)
        highest: NDArray[np.float32] = np.maximum.reduceat(best, self.first_rows)
        return highest


def likeness(first: Fingerprint, second: Fingerprint) -> Likeness:
    """How alike two marks are, and why; the order of the two changes only the words."""
    one, other = Shelf([(None, first)]), Shelf([(None, second)])
    best = -1.0
    reasons: tuple[Reason, ...] = ()
    for view, view_print in enumerate(second.views):
        radial = one.profiles @ other.profiles[view]
        for position in range(POSITIONS):
            for nearness in _both_ways(one, other, view, position):
                scores = _score(nearness, radial)
                row = int(scores.argmax())
                if scores[row] > best:
                    best = float(scores[row])
                    reasons = (
                        *circumstances(position, first.views[row].without, view_print.without),
                        *_agreements(nearness[row], float(radial[row])),
                    )
    return Likeness(min(best, 1.0), reasons)


def neighbours(
    fingerprint: Fingerprint,
    many: Shelf[Key] | Iterable[tuple[Key, Fingerprint]],
    threshold: float = THRESHOLD,
    limit: int = 20,
) -> list[Neighbour[Key]]:
    """The nearest of many, nearest first, as far as they reach the threshold."""
    shelf = many if isinstance(many, Shelf) else Shelf(many)
    scores = shelf.scores(fingerprint)
    order = np.argsort(-scores, kind="stable")[: max(limit, 0)]
    return [
        Neighbour(shelf.keys[place], likeness(fingerprint, shelf.prints[place]))
        for place in order
        if scores[place] >= threshold
    ]


def _both_ways(
    one: Shelf[Any], other: Shelf[Any], view: int, position: int
) -> list[NDArray[np.float32]]:
    """Nearness of each hash with the other turned, then with the one turned."""
    ways = [_nearness(one.hashes[0], other.hashes[position, view])]
    if position:
        ways.append(_nearness(one.hashes[position], other.hashes[0, view]))
    return ways


def _nearness(rows: NDArray[np.uint64], words: NDArray[np.uint64]) -> NDArray[np.float32]:
    """For each row and each hash, from 0 to 1."""
    differing = np.add.reduceat(np.bitwise_count(rows ^ words), _STARTS, axis=1, dtype=np.int32)
    nearness = np.maximum(0, 1 - 2 * differing / _BITS)
    return nearness.astype(np.float32)


def _score(nearness: NDArray[np.float32], radial: NDArray[np.float32]) -> NDArray[np.float32]:
    score = (nearness @ _WEIGHTS + radial * RADIAL.weight) / _TOTAL
    return score.astype(np.float32)


def _agreements(nearness: NDArray[np.float32], radial: float) -> list[Reason]:
    reasons = [
        Reason(measure.code, float(near))
        for measure, near in zip(HASHES, nearness, strict=True)
        if near > 0
    ]
    reasons.append(Reason(RADIAL.code, min(radial, 1.0)))
    return sorted(reasons, key=lambda reason: -(reason.nearness or 0))


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: NDArray[np.float32] = rows / np.maximum(lengths, 1e-9)
    return unit
