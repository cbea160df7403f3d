"""Try a sample of the mutants of each room; exit status 1 when too many survive."""

from __future__ import annotations

import multiprocessing
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from difflib import unified_diff
from functools import partial
from pathlib import Path
from time import perf_counter

from bench.mutants.making import Mutant, sample
from bench.mutants.rooms import ROOMS, ROOT, Room
from bench.mutants.trying import Reach, Trial, is_caught, reach, warm_up

#: The share of the mutants that the tests must catch.
LEAST = 0.9


def main(chosen: Sequence[str]) -> int:
    """Try the rooms that are named, else all of them, and report."""
    start = perf_counter()
    rooms = [room for room in ROOMS if not chosen or room.name in chosen]
    places = sorted({place for room in rooms for place in room.tests})
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), context, warm_up, (places,)) as pool:
        reached = _reached(rooms, pool)
        print(f"Tests run unchanged in {perf_counter() - start:.0f} s\n", flush=True)
        caught = [is_one for room in rooms for is_one in _tried(room, reached, pool)]
    share = sum(caught) / len(caught)
    print(f"{share:.1%} of {len(caught)} mutants caught, in {perf_counter() - start:.0f} s")
    return int(share < LEAST)


def _reached(rooms: Iterable[Room], pool: ProcessPoolExecutor) -> dict[Path, Reach]:
    """What each module of tests does; ends the round when one fails without a mutant."""
    code = sorted({str(path) for room in rooms for path in room.modules()})
    modules = sorted({path for room in rooms for path in room.test_modules()})
    reached = dict(zip(modules, pool.map(partial(reach, code=code), modules), strict=True))
    failures = [each.failure for each in reached.values() if each.failure]
    if failures:
        raise SystemExit("\n".join([*failures, "The tests must pass before mutants are tried."]))
    return reached


def _tried(room: Room, reached: Mapping[Path, Reach], pool: ProcessPoolExecutor) -> list[bool]:
    """Whether each mutant of the room was caught; names the others."""
    own = [reached[module] for module in room.test_modules()]
    trials = list(trials_of(sample(room), own))
    caught = []
    for trial, is_one in zip(trials, pool.map(is_caught, trials), strict=True):
        caught.append(is_one)
        if not is_one:
            print(f"Survived: {shown(trial.mutant)}\n", flush=True)
    print(f"{room.name}: {sum(caught)} of {len(caught)} mutants caught\n", flush=True)
    return caught


def trials_of(mutants: Iterable[Mutant], reached: Iterable[Reach]) -> Iterator[Trial]:
    """Each mutant with the tests that come to it, the quickest first.

    What no test comes to may have been carried out at the start: then all of them are tried.
    """
    seconds: dict[str, float] = {}
    lines: dict[Path, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for each in reached:
        seconds |= each.seconds
        for (path, line), tests in each.tests_at.items():
            lines[Path(path)][line] |= tests
    for mutant in mutants:
        there = lines[mutant.path].items()
        chosen = set().union(*(tests for line, tests in there if mutant.is_reached_by(line)))
        ordered = sorted(chosen or seconds, key=lambda test: (seconds[test], test))
        yield Trial(mutant, ordered, sum(seconds[test] for test in ordered))


def shown(mutant: Mutant) -> str:
    """Where it is and what it changes, as a diff."""
    file = mutant.path.relative_to(ROOT).as_posix()
    before, after = mutant.path.read_text().splitlines(), mutant.source.splitlines()
    lines = list(unified_diff(before, after, lineterm="", n=0))[3:]
    return "\n".join([f"{file}:{mutant.line} {'.'.join(mutant.place.scope)}", *lines])
