"""Pilot (试点): a scheme that is tried out until a day, and ends by itself with it.

A pilot is a property of what is listed and no track: whatever way a scheme takes, it can be tried
out first. What the public is told follows from the day, so that it is true where no worker runs;
the act puts it on the record.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy

from portal.core.errors import WrongState
from registry.lettered import Lettered
from registry.lifecycle import Lifecycle
from registry.public_status import PublicStatus, Told, after, in_state, until
from registry.register.acting import ActOfTheCalendar
from registry.states import LISTED_ENTRY_STATES, EntryState

PILOT = PublicStatus(
    "pilot",
    gettext_lazy("Pilot"),
    gettext_lazy("The scheme is tried out as a pilot until %(pilot_until)s."),
)
PILOT_OVER = PublicStatus(
    "pilot_over",
    gettext_lazy("Pilot over"),
    gettext_lazy("The pilot ended on %(pilot_until)s. No new certificates."),
    effect=gettext_lazy("the pilot is over"),
    is_over=True,
)


class EndPilot(ActOfTheCalendar, Lettered):
    """Put on the record that a pilot has ended with its last day.

    The entry stays listed, so that the body can go on by submitting a version for good.
    """

    name = "end_pilot"
    label = gettext_lazy("End a pilot whose last day is over")
    event = "pilot_ended"
    from_states = LISTED_ENTRY_STATES

    def check(self) -> None:
        """Its day is over, and that is not on the record yet."""
        last = self.record.pilot_until
        if last is None or last >= timezone.localdate():
            raise WrongState(self.wrong_state_message())
        if self.record.events.filter(event=self.event, data__pilot_until=last.isoformat()).exists():
            raise WrongState(self.wrong_state_message())

    def kept(self) -> dict[str, Any]:
        """Which day it was, after which no certificates are issued."""
        return {"pilot_until": self.record.pilot_until}


LIFECYCLE = Lifecycle(
    acts=(EndPilot,),
    events={"pilot_ended": gettext_lazy("Pilot ended with its last day")},
    told=(
        Told(PILOT_OVER, after("pilot_until"), PublicStatus.EXPIRED),
        Told(
            PILOT,
            in_state(EntryState.LISTED) & until("pilot_until"),
            PublicStatus.ENDING,
            PublicStatus.BODY_NOT_APPROVED,
        ),
    ),
)
