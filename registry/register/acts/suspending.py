"""Suspension (暂停): nobody certifies by a scheme for a time, and what ends that time.

The regulator suspends on the proposal of an officer, with a reason of its list and for no longer
than its terms allow; a body may suspend its own scheme. Certificates remain valid unless the act
says otherwise. What is not lifted ends by itself with its last day: a burden has the length that
was decided, and a longer one is decided anew.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.access import Access
from portal.core.errors import RulesBroken
from registry.delegable import Delegable, DelegatedAct
from registry.lifecycle import Lifecycle
from registry.models import Entry, EntryTerms
from registry.public_status import PublicStatus, Told, in_state, not_after
from registry.register.acting import (
    ActOfTheCalendar,
    BodysAct,
    DecidersAct,
    EntryAct,
    ProposedAct,
)
from registry.register.forms import day_field
from registry.register.grounds import ground_field
from registry.register.permissions import may_pause
from registry.states import CertificateFate, EntryState

#: What a suspension can mean for certificates.
FATES = (CertificateFate.REMAIN_VALID, CertificateFate.SUSPENDED)

SUSPENDED = PublicStatus(
    "suspended",
    gettext_lazy("Suspended"),
    gettext_lazy("The scheme has been suspended since %(since)s. No new certificates."),
    effect=gettext_lazy("its effect is suspended"),
    bars=True,
)


def last_day_of_suspension(today: date) -> date:
    """The last day that a suspension which begins today can have."""
    return today + timedelta(days=EntryTerms.objects.on(today).suspension_days)


class Suspending(EntryAct):
    """What suspending asks, whoever does it: until when, and what of certificates."""

    @classmethod
    def fields(cls, record: Entry) -> dict[str, forms.Field]:
        """The last day, and what becomes of certificates."""
        today = timezone.localdate()
        last = last_day_of_suspension(today)
        return {
            "until": day_field(
                gettext_lazy("Last day of the suspension"),
                today,
                last,
                initial=last,
                help_text=gettext_lazy("It ends by itself with this day, unless lifted before."),
            ),
            "certificates": forms.ChoiceField(
                label=gettext_lazy("Certificates already issued"),
                choices=[(fate.value, fate.label) for fate in FATES],
                initial=CertificateFate.REMAIN_VALID,
            ),
        }

    @classmethod
    def is_available(cls, user: Any, record: Entry) -> bool:
        """Not of what is over, such as a scheme that expired: nobody certifies by it."""
        return super().is_available(user, record) and not record.status.is_over

    def check_words(self) -> None:
        """The period is one, and not longer than the terms allow; there is what to suspend."""
        super().check_words()
        if self.record.status.is_over:
            raise RulesBroken(_("Nobody certifies by this scheme any more; its term is over."))
        today, until = timezone.localdate(), self.day("until")
        if until is None or not today <= until <= last_day_of_suspension(today):
            raise RulesBroken(_("Give a last day within the longest period of a suspension."))
        if self.data.get("certificates") not in FATES:
            raise RulesBroken(_("Say what the suspension means for certificates already issued."))

    def apply(self) -> None:
        """The last day stands on the entry."""
        super().apply()
        self.record.state_until = self.day("until")

    def kept(self) -> dict[str, Any]:
        """Until when, and what of certificates."""
        words = {"until": self.day("until"), "certificates": str(self.data["certificates"])}
        return {**super().kept(), **words}


class Suspend(Suspending, ProposedAct):
    """Suspend a scheme: no new certificates until it is reinstated or the period ends.

    Source: the regulator's supervision of what was filed (Regulations on Certification and
    Accreditation, article 17). Longest period: `EntryTerms`.
    """

    name = "suspend"
    label = gettext_lazy("Suspend the scheme")
    event = "suspended"
    from_states = frozenset({EntryState.LISTED, EntryState.PAUSED, EntryState.FROZEN})
    to_state = EntryState.SUSPENDED
    explanation = gettext_lazy(
        "No new certificates may be issued while it lasts. The page of the scheme says so, with "
        "the reason, the ground and the remedy."
    )

    @classmethod
    def is_proposable(cls, user: Any, record: Entry) -> bool:
        """Not of what is over."""
        return super().is_proposable(user, record) and not record.status.is_over

    @classmethod
    def fields(cls, record: Entry) -> dict[str, forms.Field]:
        """The ground beside the period."""
        return {"reason_code": ground_field(), **super().fields(record)}


class Pause(Suspending, BodysAct):
    """Suspend one's own scheme: the body issues no new certificates until it goes on."""

    name = "pause"
    label = gettext_lazy("Suspend your scheme")
    event = "paused"
    from_states = frozenset({EntryState.LISTED})
    to_state = EntryState.PAUSED
    explanation = gettext_lazy(
        "You issue no new certificates while it lasts. The page of the scheme says so, with your "
        "reason. You end it yourself, or it ends with its last day."
    )

    @classmethod
    def access(cls, user: Any, record: Entry) -> Access:
        """Signatories of the body; nobody alone for what the state issued."""
        return may_pause(user, record)


class Ending(EntryAct):
    """What ends a suspension: the entry is listed as before."""

    to_state = EntryState.LISTED

    def apply(self) -> None:
        """Nothing ends by itself any more."""
        super().apply()
        self.record.state_until = None


class Reinstate(Ending, DecidersAct):
    """Lift a suspension of the regulator before its last day."""

    name = "reinstate"
    label = gettext_lazy("Reinstate the scheme")
    event = "reinstated"
    from_states = frozenset({EntryState.SUSPENDED})
    explanation = gettext_lazy("The suspension ends today; certificates may be issued again.")


class GoOn(Ending, BodysAct):
    """End the suspension of one's own scheme."""

    name = "go_on"
    label = gettext_lazy("End the suspension of your scheme")
    event = "gone_on"
    from_states = frozenset({EntryState.PAUSED})
    explanation = gettext_lazy("You may issue certificates again from today on.")


class Lapse(Ending, ActOfTheCalendar):
    """End a suspension whose last day is over."""

    name = "lapse"
    label = gettext_lazy("End a suspension whose last day is over")
    event = "suspension_lapsed"
    from_states = frozenset({EntryState.SUSPENDED, EntryState.PAUSED})


LIFECYCLE = Lifecycle(
    acts=(Suspend, Pause, Reinstate, GoOn, Lapse),
    delegable={
        Suspend.name: Delegable(DelegatedAct.PROPOSE_SUSPENSION, DelegatedAct.SUSPEND),
        Reinstate.name: Delegable(of_decider=DelegatedAct.REINSTATE),
    },
    events={
        "suspended": gettext_lazy("Suspended by the regulator"),
        "paused": gettext_lazy("Suspended by its body"),
        "reinstated": gettext_lazy("Reinstated by the regulator"),
        "gone_on": gettext_lazy("Suspension ended by its body"),
        "suspension_lapsed": gettext_lazy("Suspension ended with its last day"),
    },
    told=tuple(
        Told(
            SUSPENDED,
            in_state(state) & not_after("state_until"),
            PublicStatus.NOT_YET_EFFECTIVE,
            PublicStatus.BODY_NOT_APPROVED,
        )
        for state in (EntryState.SUSPENDED, EntryState.PAUSED)
    ),
)
