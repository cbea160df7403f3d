"""How far a long command is, for whoever waits at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm


@contextmanager
def shown_steps(total: int | None = None) -> Iterator[Callable[[str], None]]:
    """A bar on standard error, on a terminal alone; call what is given with each next step."""
    with tqdm(total=total, unit="", disable=None, file=sys.stderr) as bar:

        def show(step: str) -> None:
            bar.set_description(step)
            bar.update()

        yield show
