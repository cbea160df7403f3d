"""Notices on an entry (风险提示): what the public should know of it, also after its end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.errors import RulesBroken, WrongState
from registry.delegable import Delegable, DelegatedAct
from registry.lifecycle import Lifecycle
from registry.models import Entry, EntryNotice
from registry.register.acting import DecidersAct, ProposedAct
from registry.register.forms import day_field
from registry.register.grounds import ground_field
from registry.states import EntryState


class GiveNotice(ProposedAct):
    """Warn the public about a scheme, until a day or until it is lifted; nothing else changes."""

    name = "give_notice"
    label = gettext_lazy("Give notice of a risk")
    event = "notice_given"
    from_states = frozenset(EntryState)
    explanation = gettext_lazy(
        "The reason that you write is the notice: it stands on the page of the scheme and at its "
        "verification from the day on which it is given."
    )

    @classmethod
    def fields(cls, record: Entry) -> dict[str, forms.Field]:
        """The ground, and until when."""
        return {
            "reason_code": ground_field(),
            "until": day_field(
                gettext_lazy("Last day of the notice"),
                timezone.localdate(),
                required=False,
                help_text=gettext_lazy("Leave it empty for a notice that stands until lifted."),
            ),
        }

    def check_words(self) -> None:
        """A last day lies ahead."""
        super().check_words()
        until = self.day("until")
        if until is not None and until < timezone.localdate():
            raise RulesBroken(_("The last day of the notice is over already."))

    def apply(self) -> None:
        """The notice is a row of its own."""
        super().apply()
        EntryNotice.objects.create(entry=self.record, text=self.reason, until=self.day("until"))

    def kept(self) -> dict[str, Any]:
        """Until when."""
        return {**super().kept(), "until": self.day("until")}


class LiftNotice(DecidersAct):
    """Lift the notices that stand on a scheme."""

    name = "lift_notice"
    label = gettext_lazy("Lift the notices")
    event = "notice_lifted"
    from_states = frozenset(EntryState)
    explanation = gettext_lazy(
        "The notices on the page of the scheme go away; that they were given stays in its history."
    )

    @classmethod
    def is_available(cls, user: Any, record: Entry) -> bool:
        """Where a notice stands."""
        stands = EntryNotice.objects.filter(entry=record).on(timezone.localdate()).exists()
        return stands and super().is_available(user, record)

    def check(self) -> None:
        """A notice stands."""
        if not self.record.notices.on(timezone.localdate()).exists():
            raise WrongState(self.wrong_state_message())
        super().check()

    def apply(self) -> None:
        """All of them."""
        super().apply()
        today = timezone.localdate()
        self.record.notices.on(today).update(lifted_on=today)


LIFECYCLE = Lifecycle(
    acts=(GiveNotice, LiftNotice),
    delegable={
        GiveNotice.name: Delegable(DelegatedAct.PROPOSE_NOTICE, DelegatedAct.GIVE_NOTICE),
        LiftNotice.name: Delegable(of_decider=DelegatedAct.LIFT_NOTICE),
    },
    events={
        "notice_given": gettext_lazy("Notice of a risk"),
        "notice_lifted": gettext_lazy("Notice lifted"),
    },
)
