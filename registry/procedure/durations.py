"""How long filings took a party, in working days net of all that does not count.

The one function for figures about durations: public medians, reports at the desk.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from registry.models import Filing, Interval
from registry.procedure.working_days import Calendar, calendar, working_days_between
from registry.tracks import REGULATOR, Party, all_tracks


def net_working_days(
    filings: Iterable[Filing | int],
    party: Party = REGULATOR,
    today: date | None = None,
    known: Calendar | None = None,
) -> dict[int, int]:
    """By primary key, the working days for which a party's clock ran; pauses are left out.

    What still runs is counted up to today. One query, and two for the calendar unless it is given,
    however many filings there are.
    """
    today, known = today or timezone.localdate(), known or calendar()
    keys = [one.pk if isinstance(one, Filing) else one for one in filings]
    clocks = {rule.key for track in all_tracks() for rule in track.clocks if rule.party is party}
    rows = Interval.objects.filter(filing__in=keys, clock__in=clocks, pause="")
    counted: dict[tuple[date, date], int] = {}
    days = dict.fromkeys(keys, 0)
    for filing, began_at, ended_at in rows.values_list("filing_id", "began_at", "ended_at"):
        ended = timezone.localdate(ended_at) if ended_at else today
        span = (timezone.localdate(began_at), ended)
        if span not in counted:
            counted[span] = max(0, working_days_between(*span, known))
        days[filing] += counted[span]
    return days
