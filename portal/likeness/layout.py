"""What a fingerprint is made of: which hashes, in which positions, and how long the profile is.

Known without any arithmetic, so that what only reads fingerprints need not load it.
"""

from __future__ import annotations

from dataclasses import dataclass

#: Degrees, counter-clockwise; each also mirrored, in this order, mirrored ones last.
ANGLES = (0, -10, 10)
POSITIONS = 2 * len(ANGLES)


@dataclass(frozen=True)
class Measure:
    """A hash: how many words of 64 bits it has, and how much it counts."""

    code: str
    words: int
    weight: float


#: In the order in which their words stand in a fingerprint. Weights: docs/mark-gate.md.
HASHES = (
    Measure("drawing", 4, 1.0),
    Measure("edges", 4, 2.0),
    Measure("slopes", 8, 1.0),
    Measure("silhouette", 1, 0.5),
)
WORDS = sum(measure.words for measure in HASHES)
RADIAL = Measure("radial", 0, 1.0)
#: How many distances from the centre the profile looks at, and how many waves it keeps of each.
RINGS = 12
WAVES = 10
PROFILE = RINGS * WAVES
