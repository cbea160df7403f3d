"""Letting a clock stand and go on, and extending it: acts that every track has.

The law does not count the time of experts, of waiting for the body, and of what nobody can help
(Administrative Licensing Law, articles 42 and 45). None of these changes the state of a filing.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.access import Access
from portal.core.actions import ReasonedAction
from portal.core.errors import RulesBroken, WrongState
from registry.lettered import Lettered
from registry.models import Extension, Filing
from registry.models.intervals import turn_aside
from registry.procedure.clock import Deadlines, clock_of, due_with
from registry.procedure.permissions import may_decide, may_review_filing
from registry.register.letters import LetterWords, letter_of
from registry.register.telling import tell_act
from registry.states import PauseCause
from registry.tracks import REGULATOR, State, Track


class OfTheClock(ReasonedAction[Filing]):
    """What happens to the clock that runs; `possible_in` gives each track its own."""

    #: Given by the track.
    from_states = frozenset()

    @classmethod
    def fits_state(cls, state: State) -> bool:
        """Whether the act is possible in a state of a track."""
        return state.clock is not None

    @classmethod
    def fits(cls, record: Filing) -> bool:
        """Whether the clock is as the act asks for."""
        raise NotImplementedError

    @classmethod
    def is_available(cls, user: Any, record: Filing) -> bool:
        """Whether the clock is as the act asks for, besides state and person."""
        return super().is_available(user, record) and cls.fits(record)

    def check(self) -> None:
        """Somebody else may have been first."""
        super().check()
        if not self.fits(self.record):
            raise WrongState(self.wrong_state_message())

    def tell(self) -> None:
        """The body hears of it, with the reason."""
        letter = letter_of(self)
        tell_act(self.record, self.label, self.reason, letter=letter.number if letter else "")


class Pause(OfTheClock):
    """What the pauses share: the clock stands from now on, for a cause."""

    event = "paused"
    who = gettext_lazy("officer of the regulator who has no part in the filing")
    cause: ClassVar[PauseCause]

    @classmethod
    def access(cls, user: Any, record: Filing) -> Access:
        """Officers without a part in the filing."""
        return may_review_filing(user, record)

    @classmethod
    def fits_state(cls, state: State) -> bool:
        """While the regulator's clock runs; not one whose end is the body's by law.

        The law does not count this time for the decision (article 45); that silence until the end
        of five days is acceptance (article 32) is not for an officer to put off.
        """
        return state.waits_for is REGULATOR and not (state.clock and state.clock.deemed)

    @classmethod
    def fits(cls, record: Filing) -> bool:
        """A clock that stands already is not stopped twice."""
        return record.intervals.running().filter(pause="").exists()

    def apply(self) -> None:
        """The clock stands."""
        turn_aside(self.record, self.cause, self.event)

    def event_data(self) -> dict[str, Any]:
        """The cause, and why in words."""
        return {**super().event_data(), "cause": str(self.cause)}


class PauseForExperts(Pause):
    """Let the clock stand while experts review the filing."""

    name = "pause_for_experts"
    label = gettext_lazy("Stop the clock: expert review")
    explanation = gettext_lazy(
        "The time of an expert review does not count (Administrative Licensing Law, article 45). "
        "Say which review it is and how long it will take; the certification body is told."
    )
    cause = PauseCause.EXPERT_REVIEW


class PauseForBody(Pause):
    """Let the clock stand while something is waited for that the body has promised to send."""

    name = "pause_for_body"
    label = gettext_lazy("Stop the clock: waiting for the body")
    explanation = gettext_lazy(
        "The time for which the certification body is waited for does not count. Say what it has "
        "to send; it is told. If the text has to be corrected, request a correction instead."
    )
    cause = PauseCause.WAITING_FOR_BODY


class PauseForForceMajeure(Pause):
    """Let a clock stand, the body's too, for what nobody can help."""

    name = "pause_for_force_majeure"
    label = gettext_lazy("Stop the clock: force majeure")
    explanation = gettext_lazy(
        "Something that nobody can foresee, avoid or overcome keeps the party from acting. Say "
        "what it is; the certification body is told, and the reasons stay on the record."
    )
    cause = PauseCause.FORCE_MAJEURE

    @classmethod
    def fits_state(cls, state: State) -> bool:
        """Whosever clock runs."""
        return state.clock is not None


class Resume(OfTheClock):
    """Let a clock that stands go on; the days in between are not counted."""

    name = "resume_clock"
    label = gettext_lazy("Let the clock go on")
    event = "clock_resumed"
    who = gettext_lazy("officer of the regulator who has no part in the filing")
    explanation = gettext_lazy(
        "The clock goes on from tomorrow, with what is left of the time limit. Say what has come "
        "or ended; the certification body is told."
    )

    @classmethod
    def access(cls, user: Any, record: Filing) -> Access:
        """Officers without a part in the filing."""
        return may_review_filing(user, record)

    @classmethod
    def fits(cls, record: Filing) -> bool:
        """One that stands."""
        return record.intervals.running().exclude(pause="").exists()

    def apply(self) -> None:
        """It runs again."""
        turn_aside(self.record, "", self.event)


class Extend(OfTheClock, Lettered):
    """Extend a time limit, once, by what the regulator's register of time limits allows.

    Source: Administrative Licensing Law, article 42.
    """

    name = "extend_clock"
    label = gettext_lazy("Extend the time limit")
    event = "clock_extended"
    who = gettext_lazy("decider of the regulator who neither reviewed the filing nor has a part")
    explanation = gettext_lazy(
        "Once, by what the register of time limits allows for this clock, and only before it has "
        "ended. The certification body is told the reasons (Administrative Licensing Law, "
        "article 42)."
    )

    @classmethod
    def access(cls, user: Any, record: Filing) -> Access:
        """Whoever may decide."""
        return may_decide(user, record)

    @classmethod
    def fits(cls, record: Filing) -> bool:
        """Where the register allows one and none was granted."""
        return cls.amount_for(record) > 0

    @classmethod
    def amount_for(cls, record: Filing) -> int:
        """By how much the clock that runs may be extended; 0 where it may not."""
        clock = clock_of(record)
        if clock is None or record.extensions.filter(clock=clock.rule.key).exists():
            return 0
        terms = Deadlines.read().terms(record.track, clock.rule, clock.started)
        return terms.extension

    def check(self) -> None:
        """What has ended is not extended any more."""
        super().check()
        clock = clock_of(self.record)
        if clock is not None and clock.is_overdue:
            raise RulesBroken(_("The time limit has ended already; it cannot be extended."))

    def letter_words(self) -> LetterWords:
        """The reasons, and the new last day."""
        clock = clock_of(self.record)
        assert clock is not None, "It was checked."
        more = 0 if clock.extended else self.amount_for(self.record)
        return LetterWords(
            reasons=self.reason,
            note=str(self.data.get("letter_note") or "").strip(),
            told={
                "due_on": due_with(self.record, clock.total + more),
                **self.record.told_of_delegation(self.user),
            },
        )

    def apply(self) -> None:
        """Write down by how much, as the register says it now."""
        clock = clock_of(self.record)
        assert clock is not None, "It was checked."
        self.granted = Extension.objects.create(
            filing=self.record,
            clock=clock.rule.key,
            amount=self.amount_for(self.record),
            reasons=self.reason,
            granted_by=self.user,
        )

    def event_data(self) -> dict[str, Any]:
        """By how much, and why."""
        return {**super().event_data(), "amount": self.granted.amount}


ACTS: tuple[type[OfTheClock], ...] = (
    PauseForExperts,
    PauseForBody,
    PauseForForceMajeure,
    Resume,
    Extend,
)


def possible_in(track: Track, act: type[OfTheClock]) -> type[OfTheClock]:
    """An act, possible in those states of a track in which such a clock runs."""
    states = frozenset(str(state.key) for state in track.states if act.fits_state(state))
    kept = {"from_states": states, "__doc__": act.__doc__, "__module__": act.__module__}
    made: type[OfTheClock] = type(act.__name__, (act,), kept)
    return made
