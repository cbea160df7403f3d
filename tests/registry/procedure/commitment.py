"""The track 告知承诺, in this one file: in force on a signed promise, checked afterwards.

Source: Regulations of Shanghai on Optimising the Business Environment, article 27.
"""

from __future__ import annotations

from portal.core.access import Access
from portal.core.actions import ReasonedAction
from registry.models import Filing
from registry.procedure.permissions import may_decide, may_review_filing
from registry.procedure.tracks.filing import ENDED
from registry.register.telling import tell_act
from registry.tracks import BODY, REGULATOR, ClockRule, State, Track

CHECK = ClockRule(
    "check",
    REGULATOR,
    "check of the promise",
    amount=40,
    until="The regulator checks the promise until",
    in_working_days=True,
    resumes=True,
)
RECTIFICATION = ClockRule(
    "rectification", BODY, "correction", amount=15, until="The body keeps its promise until"
)

PROMISED = State("promised", "Promised, to be checked", "In force on your promise", CHECK)
RECTIFYING = State("rectifying", "Promise not kept yet", "Keep your promise", RECTIFICATION)
VERIFIED = State("verified", "Promise kept", "In force; the promise is kept", is_closed=True)
BROKEN = State("broken", "Promise broken", "The promise is broken", is_closed=True)


class CommitmentAction(ReasonedAction[Filing]):
    """What follows a promise; its body hears of each."""

    def tell(self) -> None:
        """To the body."""
        tell_act(self.record, self.label, self.reason)


class Verify(CommitmentAction):
    """Record that the promise is kept."""

    name = "verify"
    label = "Record that the promise is kept"
    event = "verified"
    from_states = frozenset({PROMISED.key})
    to_state = VERIFIED.key
    who = "decider of the regulator"

    @classmethod
    def access(cls, user, record) -> Access:
        """As for other outcomes."""
        return may_decide(user, record)


class AskToRectify(CommitmentAction):
    """Ask the body to keep its promise; the check pauses meanwhile."""

    name = "ask_to_rectify"
    label = "Ask to keep the promise"
    event = "asked_to_rectify"
    from_states = frozenset({PROMISED.key})
    to_state = RECTIFYING.key
    who = "officer of the regulator"
    explanation = "The check pauses until the body hands a corrected version in."

    @classmethod
    def access(cls, user, record) -> Access:
        """Officers without a part in it."""
        return may_review_filing(user, record)


class FindBroken(CommitmentAction):
    """Record that the promise was not kept in time."""

    name = "find_broken"
    label = "Record a broken promise"
    event = "found_broken"
    from_states = frozenset({RECTIFYING.key})
    to_state = BROKEN.key
    who = "decider of the regulator"

    @classmethod
    def access(cls, user, record) -> Access:
        """As for other outcomes."""
        return may_decide(user, record)


TRACK = Track(
    key="commitment",
    name="Informed commitment",
    nature="A licence on a promise: what was promised is checked afterwards.",
    why="The law lets this matter be licensed on a promise.",
    takes_effect="On the signed promise, at once.",
    legal_basis="Regulations of Shanghai on Optimising the Business Environment, article 27",
    matter="Informed commitment",
    received="In force on your promise.",
    afterwards="The promise is checked later.",
    states=(PROMISED, RECTIFYING, VERIFIED, BROKEN, ENDED),
    initial=PROMISED.key,
    corrected_from=frozenset({RECTIFYING.key}),
    overtaken=ENDED.key,
    acts=(AskToRectify, Verify, FindBroken),
    events={
        "verified": "The promise is kept",
        "asked_to_rectify": "Asked to keep the promise",
        "found_broken": "The promise is broken",
    },
)
