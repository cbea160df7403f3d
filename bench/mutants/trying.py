"""A process that has collected all tests once, and forks for each thing that it tries."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import IO, Any, NoReturn, TypeVar

from bench.mutants.grafting import graft
from bench.mutants.making import Mutant
from bench.mutants.rooms import ROOT

Result = TypeVar("Result")
#: Every run is like the others: the same chances, no cache, nothing said.
_ARGUMENTS = (
    "-q -p no:cacheprovider -p randomly --randomly-seed=1 --randomly-dont-reorganize".split()
)
#: A mutant that never ends is caught after this, in seconds, and as many times what is usual.
_PATIENCE, _TIMES = 20, 10


@dataclass
class Reach:
    """What one module of tests does: which lines each test comes to, and how long it takes."""

    #: Path and line, and the tests that come there.
    tests_at: dict[tuple[str, int], set[str]]
    seconds: dict[str, float]
    failure: str


@dataclass
class Trial:
    """A mutant, and the tests that come to its line, the quickest first."""

    mutant: Mutant
    tests: list[str]
    #: How long all of them take.
    seconds: float


def warm_up(places: list[str]) -> None:
    """Import what all tests need, once for this process."""
    import pytest

    os.chdir(ROOT)
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    with _silence():
        assert pytest.main([*_ARGUMENTS, "--collect-only", *places]) == 0


def reach(tests: Path, code: list[str]) -> Reach:
    """Run a module of tests, unchanged, and note who comes where."""
    return _in_a_fork(partial(_watched, tests, code))


def is_caught(trial: Trial) -> bool:
    """Whether one of the tests fails with the mutant, or the mutant never ends."""
    if not trial.tests:
        return False
    try:
        return _in_a_fork(partial(_fails, trial), limit=_PATIENCE + int(_TIMES * trial.seconds))
    except TimeoutError:
        return True


def _fails(trial: Trial) -> bool:
    import pytest

    if not graft(trial.mutant):
        return True
    modules = sorted({test.partition("::")[0] for test in trial.tests})
    status = pytest.main([*_ARGUMENTS, "-x", *modules], plugins=[_Chosen(trial.tests)])
    # Anything else is a fault of the trial, not a failing test.
    assert status in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED), status
    return status == pytest.ExitCode.TESTS_FAILED


def _watched(tests: Path, code: list[str]) -> Reach:
    import coverage
    import pytest

    measured = coverage.Coverage(data_file=None, config_file=False, include=code)
    clock = _Clock(measured, _caches(code))
    with tempfile.TemporaryFile("w+") as said:
        os.dup2(said.fileno(), 1)
        measured.start()
        status = pytest.main([*_ARGUMENTS, str(tests)], plugins=[clock])
        measured.stop()
        said.seek(0)
        failure = said.read() if status not in (0, 5) else ""
    data = measured.get_data()
    tests_at = {
        (path, line): {test for test in contexts if test}
        for path in data.measured_files()
        for line, contexts in data.contexts_by_lineno(path).items()
    }
    return Reach(tests_at, clock.seconds, failure)


def _caches(code: list[str]) -> list[Any]:
    """What remembers results in this code: it would hide all but the first who come there."""
    modules = [each for each in sys.modules.values() if getattr(each, "__file__", None) in code]
    found = [value for module in modules for value in vars(module).values()]
    return [value for value in found if hasattr(value, "cache_clear")]


class _Clock:
    """Tells the measuring which test is running, and notes how long it takes."""

    def __init__(self, measured: Any, caches: list[Any]) -> None:
        self.measured, self.caches = measured, caches
        self.seconds: dict[str, float] = {}

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        for cache in self.caches:
            cache.cache_clear()
        self.measured.switch_context(nodeid)
        self.seconds[nodeid] = -perf_counter()

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        self.seconds[nodeid] += perf_counter()


class _Chosen:
    """Keeps these tests alone, in this order."""

    def __init__(self, tests: list[str]) -> None:
        self.place = {test: at for at, test in enumerate(tests)}

    def pytest_collection_finish(self, session: Any) -> None:
        """After every other plugin has had its say."""
        chosen = [item for item in session.items if item.nodeid in self.place]
        assert len(chosen) == len(self.place), "a test that was there before is gone"
        session.items[:] = sorted(chosen, key=lambda item: self.place[item.nodeid])


def _answer(work: Callable[[], object], answer: IO[bytes]) -> NoReturn:
    """Do it, write down what comes of it, and end this process whatever happens."""
    status = 1
    try:
        with _silence():
            pickle.dump(work(), answer)
        answer.flush()
        status = 0
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(status)


@contextmanager
def _silence() -> Iterator[None]:
    """Nothing is written to the terminal, not even by libraries in C."""
    kept = [os.dup(1), os.dup(2)]
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        yield
    finally:
        sys.stdout.flush()
        for to, back in enumerate(kept, start=1):
            os.dup2(back, to)
            os.close(back)
        os.close(nowhere)


def _in_a_fork(work: Callable[[], Result], limit: int = 0) -> Result:
    """What the work returns, done by a copy of this process; `limit` is in seconds."""
    from django.conf import settings

    # The end of the copy before this one took them away.
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile() as answer:
        child = os.fork()
        if child == 0:
            signal.alarm(limit)
            _answer(work, answer)
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM:
            raise TimeoutError
        assert status == 0, f"a trial ended with {status}"
        answer.seek(0)
        result: Result = pickle.load(answer)
        return result
