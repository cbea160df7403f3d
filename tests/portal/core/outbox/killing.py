"""Killing a process with SIGKILL at the very moment at which it does something.

The process is a fork of the test's: it writes to the database of the test, and nothing of it is
asked to tidy up. What it does is real; the pause alone, at which it is killed, is put in.
"""

from __future__ import annotations

import os
import pkgutil
import signal
import traceback
from collections.abc import Callable
from typing import Any

from django.db import connections

REACHED = b"!"


def killed(act: Callable[[], object], at: str, *, after: bool = False, count: int = 1) -> None:
    """Do it in a process that is killed at the `count`-th call of `at`, or right after it.

    `at` is a function by its dotted name, or a method of a class.
    """
    connections.close_all()
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        _run_until_killed(act, at, writer, after=after, count=count)
    os.close(writer)
    try:
        reached = os.read(reader, 10_000)
    finally:
        os.close(reader)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    assert reached == REACHED, f"came to its end without {at}: {reached.decode()}"


def _run_until_killed(
    act: Callable[[], object], at: str, writer: int, *, after: bool, count: int
) -> None:
    try:
        _forget_inherited_connections()
        _put_pause(at, writer, after=after, count=count)
        act()
    except BaseException:  # noqa: BLE001  # it is said, and the process ends
        os.write(writer, traceback.format_exc()[-10_000:].encode())
    finally:
        os._exit(1)


def _forget_inherited_connections() -> None:
    """Connect anew, to the database that the test works on.

    A browser leaves an event loop running, and Django keeps other connections inside a loop than
    outside. A fork has no loop: it would take up one from before the browser, on another database.
    """
    for connection in connections.all(initialized_only=True):
        _inherited.append(connection)
        del connections[connection.alias]


#: Kept, since a connection that is thrown away is closed for the other process, too.
_inherited: list[object] = []


def _put_pause(at: str, writer: int, *, after: bool, count: int) -> None:
    owner_name, _, name = at.rpartition(".")
    owner = pkgutil.resolve_name(owner_name)
    real = getattr(owner, name)
    calls = 0

    def paused(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        result = real(*args, **kwargs) if after or calls < count else None
        if calls == count:
            os.write(writer, REACHED)
            while True:
                signal.pause()
        return result

    setattr(owner, name, paused)
