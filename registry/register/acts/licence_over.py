"""The end of an entry with the licence by which its body certifies by a scheme owner's text."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy

from portal.core.errors import WrongState
from registry.lifecycle import Lifecycle
from registry.models import Entry, Licence
from registry.register.acting import ActOfTheCalendar
from registry.register.ending import EndingAct
from registry.register.telling import publish
from registry.states import LISTED_ENTRY_STATES, EntryState, WindDown


def last_licensed_day(entry: Entry) -> date | None:
    """The last day of the licence under which an entry stands; None where none is known."""
    licences = list(
        Licence.objects.filter(
            scheme=entry.scheme_id, organisation=entry.organisation_id
        ).with_all()
    )
    days = [one.last_day for one in licences]
    return None if not days or None in days else max(day for day in days if day is not None)


def show_licensed_days(entry: Entry, by: Any) -> None:
    """The public reads the last day of issue as soon as the licence has one, or has none again."""
    last = last_licensed_day(entry)
    if entry.has_ended or entry.no_new_after == last:
        return
    entry.no_new_after = last
    entry.save(update_fields=["no_new_after"])
    data = {"no_new_after": last.isoformat()} if last else {}
    entry.record_event(event="licensed_days", actor=by, data=data)
    publish(entry)


class EndWithLicence(EndingAct, ActOfTheCalendar):
    """End an entry whose body's licence is over; certificates run until they expire."""

    name = "end_with_licence"
    label = gettext_lazy("End an entry whose licence is over")
    event = "licence_over"
    from_states = LISTED_ENTRY_STATES
    to_state = EntryState.DEREGISTERED

    def check(self) -> None:
        """The last day of the licence is over, and no other one follows."""
        last = last_licensed_day(self.record)
        if last is None or last >= timezone.localdate():
            raise WrongState(self.wrong_state_message())
        super().check()

    @property
    def ends_on(self) -> date:
        """Today: the last day was over before."""
        return timezone.localdate()

    def columns_of_end(self) -> dict[str, Any]:
        """The last day of issue is that of the licence."""
        licences = Licence.objects.filter(
            scheme=self.record.scheme_id, organisation=self.record.organisation_id
        )
        ends = [one.ending for one in licences.with_all() if hasattr(one, "ending")]
        until = max(
            (one.certificates_until for one in ends if one.certificates_until), default=None
        )
        last = last_licensed_day(self.record)
        return {**super().columns_of_end(), "no_new_after": last, "certificates_until": until}

    def kept(self) -> dict[str, Any]:
        """What becomes of certificates."""
        last = last_licensed_day(self.record)
        words = {**super().kept(), "no_new_after": last, "wind_down": WindDown.UNTIL_EXPIRY}
        return {**words, "certificates_until": self.record.certificates_until}


LIFECYCLE = Lifecycle(
    acts=(EndWithLicence,),
    events={
        "licensed_days": gettext_lazy("Last day of the licence recorded"),
        "licence_over": gettext_lazy("Ended with the licence of its body"),
    },
)
