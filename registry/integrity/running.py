"""Running the checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from registry.integrity.checks import CHECKS
from registry.integrity.fault import Fault


def faults(progress: Callable[[str], None] = lambda check: None) -> Iterator[Fault]:
    """Everything that does not hold, check by check; the first one is found first."""
    for name, check in CHECKS.items():
        progress(name)
        yield from check(name)
