"""Work that a stranger can make long is done apart: in a few processes that can be killed.

A check of a foreign document or the drawing of artwork runs in a process of this pool, which is
killed at its limit of time and fails at its limit of memory, whatever it is doing. The processes
are forked from a small server of their own, so that they inherit no connection and no lock; they
are started when they are first needed. Work that asks the database does so by a connection of its
own, and sees what is committed.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import TimeoutError as Late
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from contextvars import ContextVar
from threading import BoundedSemaphore, Lock
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import connections
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.core.errors import DomainError

P = ParamSpec("P")
T = TypeVar("T")

#: So many wait for each process; whoever comes then is told to come again.
_WAITING = 1
_TRY_AGAIN = _("Others are waiting for the same. Please try again in a minute.")


class TooMuchWork(DomainError):
    """What was sent takes more time or memory than is given to one visitor."""

    status = 413
    code = "too_much_work"
    title = _("This takes too much computing")


class Busy(DomainError):
    """All processes have enough to do."""

    status = 503
    code = "busy"
    title = _("The portal is busy")
    retry_after = 30


def apart(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What the function gives back, having run apart; what it raises is raised here.

    The function must be one of a module, and all values such as can be sent to a process. With
    no processes (`WORK_PROCESSES=0`), and in work that is done apart already, it is simply called.

    Raises:
        TooMuchWork: it took more time or memory than `WORK_SECONDS` and `WORK_MEGABYTES`.
        Busy: too many are waiting already.
    """
    if not settings.WORK_PROCESSES or _is_apart:
        return work(*args, **kwargs)
    result: T = _pool().run(work, args, kwargs)
    return result


#: Seconds that whoever is at work here is given at least.
_given: ContextVar[float] = ContextVar("seconds_given", default=0)


@contextmanager
def given(seconds: float) -> Iterator[None]:
    """Give what is done apart within at least so many seconds: for people whom the portal knows."""
    before = _given.set(seconds)
    try:
        yield
    finally:
        _given.reset(before)


class _Pool:
    """The processes of this process; a child that is forked from it makes its own."""

    def __init__(self) -> None:
        # Late, since few processes of the portal ever need it.
        from pebble import ProcessPool

        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["portal.core.apart_server"])
        self.owner = os.getpid()
        self._room = BoundedSemaphore(settings.WORK_PROCESSES * (1 + _WAITING))
        self._pool = ProcessPool(
            max_workers=settings.WORK_PROCESSES,
            max_tasks=200,
            initializer=_begin,
            initargs=(settings.WORK_MEGABYTES, _names_of_databases()),
            context=context,
        )

    def run(self, work: Callable[..., Any], args: Any, kwargs: Any) -> Any:
        from pebble import ProcessExpired

        if not self._room.acquire(blocking=False):
            raise Busy(_TRY_AGAIN)
        try:
            future = self._pool.schedule(
                _work,
                (get_language(), work, args, kwargs),
                timeout=max(settings.WORK_SECONDS, _given.get()),
            )
            return future.result()
        except (Late, MemoryError, ProcessExpired):
            raise TooMuchWork(
                _("This takes more time or memory than is given to one request; make it smaller.")
            ) from None
        except BrokenProcessPool:
            # No process could be started, or all were ended from outside: begin anew next time.
            _forget(self)
            raise Busy(_TRY_AGAIN) from None
        finally:
            self._room.release()

    def stop(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()


_lock = Lock()
_pools: list[_Pool] = []
#: Whether this process is one of a pool: then it holds a word that says so.
_is_apart: list[str] = []


def _pool() -> _Pool:
    with _lock:
        if not _pools or _pools[0].owner != os.getpid():
            _pools[:] = [_Pool()]
        return _pools[0]


def _forget(pool: _Pool) -> None:
    with _lock:
        if pool in _pools:
            _pools.remove(pool)


@atexit.register
def stop_working_apart() -> None:
    """End the processes of this process, if there are any; the next work starts new ones."""
    with _lock:
        if _pools and _pools[0].owner == os.getpid():
            _pools[0].stop()
        _pools.clear()


def _names_of_databases() -> dict[str, Any]:
    return {alias: connections[alias].settings_dict["NAME"] for alias in connections}


def _begin(megabytes: int, databases: dict[str, Any]) -> None:
    """In the new process: make the portal's packages known, and bound its memory.

    It works on the databases that are worked on by whoever waits.
    """
    from portal.core.apart_server import bound_memory

    _is_apart.append("apart")
    for alias, name in databases.items():
        connections[alias].settings_dict["NAME"] = name
    bound_memory(megabytes)


def _work(language: str | None, work: Callable[..., T], args: Any, kwargs: Any) -> T:
    """In the process: do the work in the language of whoever waits for it."""
    from django.utils import translation

    try:
        with translation.override(language):
            return work(*args, **kwargs)
    finally:
        # A process that waits for work holds no connection.
        connections.close_all()
