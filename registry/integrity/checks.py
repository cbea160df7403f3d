"""All checks of the register, in the order in which they run, the texts first; and running them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from registry.integrity import documents, files, numbers, publications
from registry.integrity.fault import Fault

#: Given its own name; yields what does not hold.
Check = Callable[[str], Iterator[Fault]]

CHECKS: dict[str, Check] = {
    "digests": documents.digests,
    "signatures": documents.signatures,
    "submissions": documents.submissions,
    "decisions": documents.decisions,
    "notices": documents.notices,
    "histories": documents.histories,
    "numbers": numbers.numbers,
    "files": files.files,
    "named files": files.named_files,
    "renderings": files.renderings,
    "publications": publications.publications,
}


def faults(progress: Callable[[str], None] = lambda check: None) -> Iterator[Fault]:
    """Everything that does not hold, check by check; the first one is found first."""
    for name, check in CHECKS.items():
        progress(name)
        yield from check(name)
