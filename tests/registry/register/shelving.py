"""Shelving and unshelving of an entry, in this one file.

Source: Measures for Certification Bodies: who may not certify by a rule is told so in public.
"""

from __future__ import annotations

from portal.accounts.permissions import may_decide_at_all
from portal.core.access import Access
from portal.core.actions import ReasonedAction
from registry.lifecycle import Lifecycle
from registry.models import Entry
from registry.public_status import PublicStatus, Told, in_state
from registry.register.telling import publish, tell_act
from registry.states import EntryState

SHELVED = "shelved"
STATUS = PublicStatus(
    SHELVED,
    "Shelved",
    "The scheme has been shelved since %(since)s. No new certificates.",
    bars=True,
)


class RegulatorsAct(ReasonedAction[Entry]):
    """What a decider does to an entry, with a reason that the public reads."""

    who = "decider of the regulator"

    @classmethod
    def access(cls, user, record) -> Access:
        """Deciders."""
        return Access(may_decide_at_all(user), "Only deciders of the regulator may do this.")

    def tell(self) -> None:
        """The public and the body."""
        publish(self.record)
        tell_act(self.record, self.label, self.reason)


class Shelve(RegulatorsAct):
    """Shelve a scheme: nobody certifies by it until it is unshelved."""

    name = "shelve"
    label = "Shelve the scheme"
    event = "shelved"
    from_states = frozenset({EntryState.LISTED})
    to_state = SHELVED
    explanation = "No new certificates are issued until the scheme is unshelved."


class Unshelve(RegulatorsAct):
    """Lift a shelving."""

    name = "unshelve"
    label = "Unshelve the scheme"
    event = "unshelved"
    from_states = frozenset({SHELVED})
    to_state = EntryState.LISTED


LIFECYCLE = Lifecycle(
    acts=(Shelve, Unshelve),
    events={"shelved": "Shelved by the regulator", "unshelved": "Unshelved by the regulator"},
    states={SHELVED: "Shelved"},
    told=(Told(STATUS, in_state(SHELVED), PublicStatus.NOT_YET_EFFECTIVE),),
)
