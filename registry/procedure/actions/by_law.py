"""What the law carries out itself when a clock is over, in nobody's name."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from portal.core.access import Access
from portal.core.actions import Action
from portal.core.errors import WrongState
from registry.lettered import Lettered
from registry.models import Filing
from registry.procedure.clock import clock_of
from registry.procedure.notifications import tell_lapsed
from registry.procedure.running_clock import Clock
from registry.register.letters import LetterWords, letter_of
from registry.states import FilingState


class ByLaw(Action[Filing], Lettered):
    """An act that a clock names as what is deemed at its end (`ClockRule.deemed`)."""

    who = gettext_lazy("nobody: the law, when the time is over")

    clock: Clock

    @classmethod
    def access(cls, user: Any, record: Filing) -> Access:
        """No person, whatever role they have."""
        return Access(user is None, gettext_lazy("This happens by law when the time is over."))

    def check(self) -> None:
        """The clock has ended, and the days are over that the register leaves after it.

        Of two workers that come at once the second finds another state; of a calendar that moved
        the last day, that it has not come yet.
        """
        clock = clock_of(self.record)
        if clock is None or clock.deemed != self.name or not is_over(clock):
            raise WrongState(self.wrong_state_message())
        self.clock = clock

    def event_data(self) -> dict[str, Any]:
        """Until when there was time."""
        return {"due": self.clock.due.isoformat()}

    def letter_words(self) -> LetterWords:
        """Until when there was time; the template says the rest."""
        return LetterWords(told={"due_on": self.clock.due})


def is_over(clock: Clock) -> bool:
    """Whether it is time for what the law carries out at the end of a clock."""
    is_after = (clock.today - clock.due).days > clock.grace
    return clock.is_overdue and is_after and not clock.is_paused


class Lapse(ByLaw):
    """Close a filing whose body did not answer the request for correction.

    It has no outcome on the merits, which a filing is not refused on; the scheme stays listed, and
    the regulator can act on its entry. Source: Regulations on Optimising the Business Environment,
    article 39.
    """

    name = "lapse"
    label = gettext_lazy("Close without an answer")
    beforehand = gettext_lazy(
        "If you do not answer a request for correction in time, the filing is closed "
        "without an outcome; what is listed stays listed."
    )
    event = "lapsed"
    from_states = frozenset({FilingState.CORRECTION_REQUESTED})
    to_state = "lapsed"

    def tell(self) -> None:
        """The body and the desk."""
        letter = letter_of(self)
        tell_lapsed(self.record, self.clock, letter=letter.number if letter else "")
