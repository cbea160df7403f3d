"""One day for a whole run: it begins at nine in the morning, whatever time it is.

What a test reads off the clock as it is imported, what a factory kept, and what the test itself
does must be of one day; a run that began before midnight ended after it. The clock goes on from
nine, so a run may last fifteen hours. Other processes (a browser, a command) have their own; a
test that waits for what one of them does at a time goes by that (`real_time`).
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine

#: When a run begins, in the time zone of the product.
BEGINS = time(9)

_run: list[time_machine.travel] = []


def begin_day(config: pytest.Config, zone: str) -> None:
    """Set the clock of this process; a worker's to that of the process that began it."""
    begun = getattr(config, "workerinput", {}).get("begun")
    now = datetime.fromisoformat(begun) if begun else _nine_of_today(zone)
    # A moment in another zone would set the zone of the process too.
    travel = time_machine.travel(now.astimezone(UTC), tick=True)
    travel.start()
    _run.append(travel)


def end_day() -> None:
    """Set the clock back."""
    while _run:
        _run.pop().stop()


def real_time() -> time_machine.travel:
    """The clock of other processes, for as long as it is entered."""
    return time_machine.travel(time_machine.escape_hatch.datetime.datetime.now(UTC), tick=True)


def is_another_time() -> bool:
    """Whether a test has set its clock to another time than the run's."""
    return len(time_machine.traveller_stack) > len(_run)


def _nine_of_today(zone: str) -> datetime:
    return datetime.combine(datetime.now(ZoneInfo(zone)).date(), BEGINS, ZoneInfo(zone))
