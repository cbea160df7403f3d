"""`make bench`: every benchmark of this directory, as one table of ratios.

A benchmark is a module here with `comparisons()`. Absolute times depend on the machine, so the
table shows them for orientation only and nothing asserts on them; a ratio is what to watch.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from collections.abc import Iterator

import django

import bench
from bench.timing import Comparison

NOT_BENCHMARKS = {"run", "timing"}


def benchmarks(chosen: list[str]) -> Iterator[str]:
    """The names of the benchmarks, all of them unless some are named."""
    for module in pkgutil.iter_modules(bench.__path__):
        is_one = not module.ispkg and module.name not in NOT_BENCHMARKS
        if is_one and (not chosen or module.name in chosen):
            yield module.name


def line(comparison: Comparison) -> str:
    """One row of the table."""
    ours = f"{comparison.ours} {comparison.our_seconds * 1000:.3f} ms"
    theirs = f"{comparison.theirs} {comparison.their_seconds * 1000:.3f} ms"
    return f"{comparison.name:<52} {ours:<34} {theirs:<34} {comparison.ratio:>8.1f} x"


def main(chosen: list[str]) -> int:
    """Run and print; refuses a name that is no benchmark."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
    django.setup()
    names = list(benchmarks(chosen))
    unknown = set(chosen) - set(names)
    if unknown:
        print(f"No such benchmark: {', '.join(sorted(unknown))}.", file=sys.stderr)
        return 2
    print(f"{'what':<52} {'ours':<34} {'compared with':<34} {'ratio':>10}")
    for name in names:
        for comparison in importlib.import_module(f"bench.{name}").comparisons():
            print(line(comparison), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
