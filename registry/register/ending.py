"""What acts that end an entry have in common: its last days, its successor, its filings."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.errors import RulesBroken
from portal.core.moves import Move, kind_of
from registry.models import Entry, Filing
from registry.register.acting import EntryAct
from registry.register.numbers import normalise_number
from registry.register.told import NO_SUCCESSOR
from registry.tracks import all_tracks

ONE_DAY = timedelta(days=1)


def successor_field() -> forms.CharField:
    """The number of the entry that follows, or nothing."""
    return forms.CharField(
        label=gettext_lazy("Successor: register number"),
        help_text=gettext_lazy("Leave it empty where none follows; the page then says so."),
        required=False,
        max_length=80,
    )


class EndingAct(EntryAct):
    """End an entry on a day. A filing of the scheme that is still under way ends with it."""

    @classmethod
    def further_moves(cls) -> tuple[Move, ...]:
        """A filing under way ends with the entry: nobody could answer it any more."""
        return tuple(
            Move(kind_of(Filing), track.open_states, track.overtaken, event="ended")
            for track in all_tracks()
        )

    @property
    def ends_on(self) -> date:
        """The first day on which the scheme is no more."""
        return timezone.localdate()

    @property
    def successor(self) -> Entry | None:
        """The entry that follows, as its number was typed."""
        number = normalise_number(str(self.data.get("successor") or ""))
        return Entry.objects.filter(number=number).first() if number else None

    def check_words(self) -> None:
        """A successor that is named is another entry, and has not ended."""
        super().check_words()
        named, found = str(self.data.get("successor") or "").strip(), self.successor
        if named and (found is None or found == self.record or found.has_ended):
            raise RulesBroken(_("The successor has to be another entry that has not ended."))

    def columns_of_end(self) -> dict[str, Any]:
        """The columns of an entry that ends so, whichever act ends it."""
        return {
            "ended_on": self.ends_on,
            "end_reason": self.reason,
            "no_new_after": self.ends_on - ONE_DAY,
            "certificates_until": self.day("certificates_until"),
            "successor": self.successor,
            "state_until": None,
        }

    def apply(self) -> None:
        """The end is dated and reasoned, on the entry as in its history."""
        super().apply()
        entry = self.record
        for name, value in self.columns_of_end().items():
            setattr(entry, name, value)
        under_way = Filing.objects.filter(
            scheme=entry.scheme_id, organisation=entry.organisation_id
        ).open()
        for filing in under_way.select_for_update(of=("self",)):
            self.move(filing, filing.procedure.overtaken, {"data": {"entry": entry.number}})

    def event_columns(self) -> dict[str, Any]:
        """It takes effect with the end."""
        return {"effective_on": self.record.ended_on}

    def kept(self) -> dict[str, Any]:
        """The two last days, and what follows."""
        follows, ends_on = self.successor, self.record.ended_on or self.ends_on
        return {
            **super().kept(),
            "no_new_after": ends_on - ONE_DAY,
            "certificates_until": self.day("certificates_until"),
            "successor": follows.number if follows else NO_SUCCESSOR,
        }
