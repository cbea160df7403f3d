"""What each day asks of clocks: reminders before and after their end, and what the law then does.

Each filing is looked at as it stands on the day. Every mail has a key with the last day in it, and
every act looks again under a lock, so that two runs at once, and one after a worker has died, leave
what one run would have left.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from portal.core.daily import each_day
from portal.core.errors import WrongState
from portal.core.outbox import still_at_work
from registry.models import Filing
from registry.procedure.actions.by_law import is_over
from registry.procedure.clock import Deadlines, clocks_of
from registry.procedure.notifications import tell_near, tell_overdue
from registry.procedure.running_clock import Clock

BATCH = 200


@each_day("clocks")
def look_at_clocks(day: date) -> None:
    """Remind of what is near its end, tell of what is over, and carry out what is deemed."""
    deadlines = Deadlines.read()
    for batch in _open_filings():
        clocks = clocks_of(batch, day, deadlines)
        for filing in batch:
            if filing.pk in clocks:
                _look_at(filing, clocks[filing.pk])
        still_at_work()


def _open_filings() -> Iterator[list[Filing]]:
    filings = Filing.objects.open().cases().select_related("organisation", "officer", "version")
    last = 0
    while batch := list(filings.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk


def _look_at(filing: Filing, clock: Clock) -> None:
    if clock.deemed and is_over(clock):
        _carry_out(filing, clock)
    elif clock.is_overdue:
        tell_overdue(filing, clock)
    elif clock.is_near:
        tell_near(filing, clock)


def _carry_out(filing: Filing, clock: Clock) -> None:
    """What the clock names; where somebody acted in the meantime, nothing."""
    acts = filing.procedure.acts
    act = next(act for act in acts if act.name == clock.deemed)
    try:
        act(filing, None).run()
    except WrongState:
        return
