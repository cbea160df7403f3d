"""Whether a mark looks like another one: fingerprints of artwork, compared without its colours.

What is found and what is missed was measured; `docs/mark-gate.md` says on what, and how well.
"""

from schemes.marks.likeness.comparing import (
    THRESHOLD,
    Likeness,
    Neighbour,
    Shelf,
    likeness,
    neighbours,
)
from schemes.marks.likeness.fingerprints import VERSION, Fingerprint, OtherVersion, fingerprint
from schemes.marks.likeness.reasons import Reason

__all__ = [
    "THRESHOLD",
    "VERSION",
    "Fingerprint",
    "Likeness",
    "Neighbour",
    "OtherVersion",
    "Reason",
    "Shelf",
    "fingerprint",
    "likeness",
    "neighbours",
]
