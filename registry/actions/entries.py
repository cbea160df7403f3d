"""Acts on entries of the register."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.access import Access
from portal.core.actions import Action
from portal.core.errors import RulesBroken
from registry.actions.submission import publish_later
from registry.models import Entry, Filing
from registry.notifications import tell_deregistered
from registry.permissions import may_end
from registry.states import EntryState, FilingState


class Deregister(Action[Entry]):
    """End an entry at the body's own wish (注销). The page and its history stay for ever.

    A filing of the scheme that is still under way ends with it: nobody could answer it any more.
    """

    name = "deregister"
    label = gettext_lazy("Deregister the scheme")
    event = "deregistered"
    from_states = frozenset({EntryState.LISTED})
    to_state = EntryState.DEREGISTERED
    who = gettext_lazy("signatory of the certification body")

    @classmethod
    def access(cls, user: Any, record: Entry) -> Access:
        """Signatories of the body."""
        return may_end(user, record)

    def check(self) -> None:
        """The public is told why."""
        if not str(self.data.get("reason", "")).strip():
            raise RulesBroken(_("Say why the scheme ends; the public will read it."))

    def apply(self) -> None:
        """The end is dated and reasoned."""
        self.record.ended_on = timezone.localdate()
        self.record.end_reason = str(self.data["reason"]).strip()
        under_way = Filing.objects.filter(
            scheme=self.record.scheme_id, organisation=self.record.organisation_id
        ).open()
        for filing in under_way.select_for_update(of=("self",)):
            self._end(filing)

    def _end(self, filing: Filing) -> None:
        """Close a filing that the deregistration overtook."""
        before, filing.state = filing.state, FilingState.ENDED
        filing.answer_due = None
        filing.save()
        filing.record_event(
            event="ended",
            from_state=before,
            to_state=filing.state,
            actor=self.user,
            data={"entry": self.record.number},
        )

    def event_data(self) -> dict[str, Any]:
        """The reason, for the public history."""
        return {"reason": self.record.end_reason}

    def tell(self) -> None:
        """Publication and mails."""
        publish_later(self.record)
        tell_deregistered(self.record)
