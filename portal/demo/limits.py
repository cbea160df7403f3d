"""Time limits that the invented regulator has set anew, longer ones than before.

A filing keeps the limits of the day on which it was received, so both are seen; and with the
longer ones the last days of the newest filings reach into a year whose working-day calendar is
not published yet, so that the mark of a provisional day is seen.
"""

from __future__ import annotations

import datetime

from portal.demo.moments import moment
from portal.reference.changes import acting
from registry.models import TimeLimit

IN_FORCE_FROM = datetime.date(2026, 11, 19)
#: Of each clock: its time, by how much it may be extended, when people are reminded, the grace.
AMOUNTS = {
    # A promise of the regulator to be quicker than the law asks (承诺时限).
    "review": {"amount": 15, "extension": 10, "reminder": 3, "fast": 8},
    "answer": {"amount": 45, "reminder": 5, "grace": 10},
}
SOURCE = "Invented for the demonstration"


def make_limits() -> None:
    """Have the limits decided a few days before they hold."""
    with moment(IN_FORCE_FROM - datetime.timedelta(days=3)), acting(None, "command"):
        for clock, amounts in AMOUNTS.items():
            TimeLimit.objects.get_or_create(
                track="filing",
                clock=clock,
                in_force_from=IN_FORCE_FROM,
                defaults={**amounts, "source": SOURCE},
            )
