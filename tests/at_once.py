"""Acts that are done in the same moment, each with a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection


def at_once(*acts: Callable[[], Any]) -> tuple[list[Any], list[Exception]]:
    """What the acts give that are done in the same moment, and what they raise.

    A test that asks for it is skipped on SQLite, where nothing is written in the same moment.
    """
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write after the other.")
    together = threading.Barrier(len(acts))
    done: list[Any] = []
    raised: list[Exception] = []

    def act(work: Callable[[], Any]) -> None:
        together.wait(timeout=60)
        try:
            done.append(work())
        except Exception as problem:  # noqa: BLE001  # each test says which it expects
            raised.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=[work]) for work in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return done, raised
