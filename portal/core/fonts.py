"""The fonts of this machine: which characters they can print.

Where the fonts named in a style sheet have no shape, Pango takes any other font that fontconfig
knows; so what can be printed is what all of them have together.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

#: The kinds that Pango draws with; it passes over the old bitmap ones.
_USABLE = ("TrueType", "CFF")


class Coverage:
    """A set of code points kept as ranges, since a machine has some hundred thousand."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(ranges):
            if self._ends and start <= self._ends[-1] + 1:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the ranges, in hexadecimal digits."""
        return hashlib.sha256(repr((self._starts, self._ends)).encode()).hexdigest()

    def __contains__(self, code: object) -> bool:
        """Whether a code point is in it."""
        assert isinstance(code, int)
        at = bisect_right(self._starts, code) - 1
        return at >= 0 and code <= self._ends[at]


@lru_cache(maxsize=1)
def printable_code_points() -> Coverage | None:
    """What some font of the machine has; None without fontconfig's `fc-list`, which knows.

    Read once by each process: one that runs does not see a font that is installed meanwhile.
    """
    listing = list_fonts("", "%{fontformat} %{charset}\n")
    return Coverage(_ranges(listing)) if listing else None


def list_fonts(pattern: str, layout: str) -> list[str]:
    """The installed fonts that fit a pattern of fontconfig, a line each."""
    lister = shutil.which("fc-list")
    if lister is None:
        return []
    command = [lister, "--format", layout, f":{pattern}"]
    listing = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return [line for line in listing.stdout.splitlines() if line.strip()]


def _ranges(listing: Iterable[str]) -> Iterator[tuple[int, int]]:
    """The ranges of every usable font: hexadecimal, `4e00-9fff`, or a single `3007`."""
    for line in listing:
        kind, *ranges = line.split()
        if kind not in _USABLE:
            continue
        for one in ranges:
            start, _dash, end = one.partition("-")
            yield int(start, 16), int(end or start, 16)
