"""What is to be done each day: reminders, what falls due, what expires.

Whoever has such work names it (`each_day`). The worker puts it into the outbox once a day, so that
it has leases, retries and a place where failures are seen; `manage.py daily` does it at once. A
day on which no worker ran is not made up for: each work looks at the state of things today.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from portal.core import outbox
from portal.core.models import OutboxMessage
from portal.core.queues import Queue

#: Is told the day. It may run twice for a day, so it must be safe to repeat.
Work = Callable[[date], None]

WORKS: dict[str, Work] = {}
#: The queue in which it waits, whose worker therefore begins each day.
QUEUE = Queue.PUBLICATION


def each_day(name: str) -> Callable[[Work], Work]:
    """Register a function to be called once a day with the day, under a name that stays."""

    def register(work: Work) -> Work:
        WORKS[name] = work
        return work

    return register


def begin_day(queue: str, day: date | None = None) -> list[OutboxMessage]:
    """Put the work of a day (today) into its queue, unless it is there already.

    Another queue's worker leaves that to the one of `QUEUE`.
    """
    if queue != QUEUE:
        return []
    day = day or timezone.localdate()
    return [
        outbox.put("daily", {"work": name, "day": str(day)}, key=f"daily:{name}:{day}")
        for name in WORKS
    ]


@outbox.handles("daily", QUEUE)
def do_daily(payload: Mapping[str, Any]) -> None:
    """Do one work of a day; one that a later release no longer has is nothing to do."""
    if work := WORKS.get(payload["work"]):
        work(date.fromisoformat(payload["day"]))
