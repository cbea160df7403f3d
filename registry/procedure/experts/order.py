"""The order of a draw: worked out from a seed and the numbers of those who can be drawn.

The seed is 32 bytes of the system's source of chance and stands on the record with the numbers, so
that anybody can work the order out again: `printf '%s' SEED:NUMBER | sha256sum` for each, sorted.

Source: the random choice of 双随机 (Regulations on Optimising the Business Environment, article
54), by analogy.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable


def new_seed() -> str:
    """32 bytes of chance, as hexadecimal digits."""
    return os.urandom(32).hex()


def ticket(seed: str, number: int) -> str:
    """What an expert is sorted by: SHA-256 of seed, colon and number, in hexadecimal digits."""
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()


def in_order(seed: str, candidates: Iterable[int]) -> list[int]:
    """The numbers of the experts in the order of the draw; the same for ever."""
    return sorted(candidates, key=lambda number: ticket(seed, number))
