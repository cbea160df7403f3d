"""The track of a pledge, invented, in this one file: in force on it, looked at afterwards.

What the portal ships with instead of it is `registry.procedure.tracks.commitment`.
"""

from __future__ import annotations

from portal.core.access import Access
from portal.core.actions import ReasonedAction
from registry.models import Filing
from registry.procedure.permissions import may_decide, may_review_filing
from registry.procedure.tracks.filing import ENDED
from registry.register.telling import tell_act
from registry.tracks import BODY, REGULATOR, ClockRule, State, Track

WATCH = ClockRule(
    "watch",
    REGULATOR,
    "check of the pledge",
    amount=40,
    until="The regulator checks the pledge until",
    in_working_days=True,
    resumes=True,
)
MENDING = ClockRule(
    "mending", BODY, "correction", amount=15, until="The body keeps its pledge until"
)

PLEDGED = State("pledged", "Pledged, to be watched", "In force on your pledge", WATCH)
MENDING_PLEDGE = State("mending_pledge", "Pledge not kept yet", "Keep your pledge", MENDING)
KEPT = State("pledge_kept", "Pledge kept", "In force; the pledge is kept", is_closed=True)
BROKEN = State("pledge_broken", "Pledge broken", "The pledge is broken", is_closed=True)


class PledgeAction(ReasonedAction[Filing]):
    """What follows a pledge; its body hears of each."""

    def tell(self) -> None:
        """To the body."""
        tell_act(self.record, self.label, self.reason)


class FindKept(PledgeAction):
    """Record that the pledge is kept."""

    name = "find_kept"
    label = "Record that the pledge is kept"
    event = "pledge_kept"
    from_states = frozenset({PLEDGED.key})
    to_state = KEPT.key
    who = "decider of the regulator"

    @classmethod
    def access(cls, user, record) -> Access:
        """As for other outcomes."""
        return may_decide(user, record)


class AskToMend(PledgeAction):
    """Ask the body to keep its pledge; the check pauses meanwhile."""

    name = "ask_to_mend"
    label = "Ask to keep the pledge"
    event = "asked_to_mend"
    from_states = frozenset({PLEDGED.key})
    to_state = MENDING_PLEDGE.key
    who = "officer of the regulator"
    explanation = "The check pauses until the body hands a corrected version in."

    @classmethod
    def access(cls, user, record) -> Access:
        """Officers without a part in it."""
        return may_review_filing(user, record)


class FindBroken(PledgeAction):
    """Record that the pledge was not kept in time."""

    name = "find_broken"
    label = "Record a broken pledge"
    event = "found_broken"
    from_states = frozenset({MENDING_PLEDGE.key})
    to_state = BROKEN.key
    who = "decider of the regulator"

    @classmethod
    def access(cls, user, record) -> Access:
        """As for other outcomes."""
        return may_decide(user, record)


TRACK = Track(
    key="pledge",
    name="Pledge",
    nature="A licence on a pledge: what was pledged is checked afterwards.",
    why="The law lets this matter be licensed on a pledge.",
    takes_effect="On the signed pledge, at once.",
    legal_basis="None: it is invented",
    matter="Pledge",
    received="In force on your pledge.",
    afterwards="The pledge is checked later.",
    states=(PLEDGED, MENDING_PLEDGE, KEPT, BROKEN, ENDED),
    initial=PLEDGED.key,
    corrected_from=frozenset({MENDING_PLEDGE.key}),
    overtaken=ENDED.key,
    acts=(AskToMend, FindKept, FindBroken),
    events={
        "pledge_kept": "The pledge is kept",
        "asked_to_mend": "Asked to keep the pledge",
        "found_broken": "The pledge is broken",
    },
)
