"""An application before the decision: accepted or not, completed once, lapsed, withdrawn.

Not to accept it ends it, so an officer proposes that and another person decides. What the law does
with silence goes on meanwhile. Source: Administrative Licensing Law, article 32 (acceptance, one
notice for all that is missing, silence).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.errors import RulesBroken
from portal.core.localised import in_both_languages
from registry.lettered import Lettered
from registry.procedure.actions.by_law import ByLaw
from registry.procedure.actions.permitting import (
    DecideApplication,
    ProposeOutcome,
    ReturnToOfficer,
)
from registry.procedure.actions.reasoned import ByDecider, ByOfficer, BySignatory
from registry.procedure.notifications import tell_withdrawn
from registry.register.letters import letter_of
from registry.register.telling import tell_act
from registry.states import ApplicationState, Outcome, ReasonPurpose

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: The law's own reasons stand first (article 32, paragraph 1; article 78).
FOR_NON_ACCEPTANCE = (ReasonPurpose.NON_ACCEPTANCE, ReasonPurpose.DECISION)


class Accept(ByOfficer, Lettered):
    """Accept an application that is complete and in legal form; the time for deciding begins."""

    name = "accept"
    label = gettext_lazy("Accept the application")
    beforehand = gettext_lazy(
        "An application that is complete and in legal form is accepted, and examined from then on."
    )
    event = "accepted"
    from_states = frozenset({ApplicationState.APPLIED})
    to_state = ApplicationState.ACCEPTED
    explanation = gettext_lazy(
        "The application is complete and in legal form. Silence until the end of the time limit "
        "has the same effect. The time for the decision begins."
    )


class AskToComplete(ByOfficer, Lettered):
    """Tell the body, once, everything that is missing; a new version completes the application."""

    name = "ask_to_complete"
    label = gettext_lazy("Ask the body to complete it, once")
    beforehand = gettext_lazy("If something is missing, you are told all of it in one notice.")
    event = "asked_to_complete"
    from_states = frozenset({ApplicationState.APPLIED})
    to_state = ApplicationState.TO_COMPLETE
    explanation = gettext_lazy(
        "Name everything that is missing or not in legal form: the law allows one such notice. "
        "When the body has handed in a new version, the application is accepted or not."
    )

    def check(self) -> None:
        """A second notice would ask for what the first one had to name."""
        super().check()
        if self.record.events.filter(event=self.event).exists():
            raise RulesBroken(
                _("The body was asked to complete it once already; accept it or not.")
            )


class ProposeNonAcceptance(ProposeOutcome):
    """Propose not to accept the application; another person decides.

    The time for acceptance goes on, and at its end silence is acceptance all the same.
    """

    name = "propose_non_acceptance"
    grounds_for = FOR_NON_ACCEPTANCE
    label = gettext_lazy("Propose not to accept the application")
    from_states = frozenset({ApplicationState.APPLIED})
    to_state = ApplicationState.NON_ACCEPTANCE_PROPOSED
    proposed = Outcome.NOT_ACCEPTED
    asks_grounds = True
    explanation = gettext_lazy(
        "It needs no permission, another authority is in charge, or what was missing is still "
        "missing. Say which, and where the body can turn. Another person decides. The time for "
        "acceptance goes on: if nobody has decided at its end, the application is accepted."
    )


class ReturnNonAcceptance(ReturnToOfficer):
    """Return the proposal not to accept with the reason; the time for acceptance goes on."""

    name = "return_non_acceptance"
    from_states = frozenset({ApplicationState.NON_ACCEPTANCE_PROPOSED})
    to_state = ApplicationState.APPLIED


class AcceptAfterAll(ByDecider, Lettered):
    """Accept an application that the officer proposed not to accept."""

    name = "accept_after_all"
    label = gettext_lazy("Accept it, other than proposed")
    told_as = Accept.label
    event = "accepted"
    from_states = frozenset({ApplicationState.NON_ACCEPTANCE_PROPOSED})
    to_state = ApplicationState.ACCEPTED
    explanation = gettext_lazy(
        "The application is complete and in legal form, and this authority is in charge. The body "
        "reads these words as those of any acceptance, and not that anything else was proposed. "
        "The time for the decision begins; the officer goes on with the examination."
    )


class DeclineToAccept(DecideApplication):
    """Do not accept what needs no permission, or is for another authority; say where to go.

    It ends the application and can be reviewed as any decision (article 32, paragraph 2).
    """

    name = "decline_to_accept"
    grounds_for = FOR_NON_ACCEPTANCE
    label = gettext_lazy("Do not accept the application")
    beforehand = gettext_lazy(
        "An application that cannot be examined is not accepted: one person proposes it, "
        "another decides, with reasons and what you can do against it."
    )
    event = "not_accepted"
    from_states = frozenset({ApplicationState.NON_ACCEPTANCE_PROPOSED})
    to_state = ApplicationState.NOT_ACCEPTED
    decided = Outcome.NOT_ACCEPTED
    asks_grounds = True
    explanation = gettext_lazy(
        "The application ends with this act. Say why, and where the body can turn; the letter "
        "tells it that it may ask for administrative reconsideration or bring an action."
    )


class ByLawOnApplication(ByLaw):
    """What the law does with an application; the body is told until when there was time."""

    because: StrOrPromise
    basis: Mapping[str, str]

    def tell(self) -> None:
        """To the body."""
        ground = {"name": in_both_languages(self.because), "basis": dict(self.basis)}
        letter = letter_of(self)
        number = letter.number if letter else ""
        tell_act(self.record, self.label, self.clock.due.isoformat(), [ground], letter=number)


class AcceptBySilence(ByLawOnApplication):
    """Accept an application about which the regulator was silent until the end of its time."""

    name = "accept_by_silence"
    label = gettext_lazy("Accepted by silence")
    beforehand = gettext_lazy(
        "If you hear nothing until the end of the time limit, the application counts as accepted."
    )
    event = "accepted_by_silence"
    from_states = frozenset({ApplicationState.APPLIED, ApplicationState.NON_ACCEPTANCE_PROPOSED})
    to_state = ApplicationState.ACCEPTED
    because = gettext_lazy("The regulator named nothing that is missing within its time.")
    basis: Mapping[str, str] = {
        "zh": "《中华人民共和国行政许可法》第三十二条第一款第四项",
        "en": "Administrative Licensing Law, article 32 (4)",
    }


class LapseUncompleted(ByLawOnApplication):
    """Close an application that the body did not complete in time. It can apply anew."""

    name = "lapse_uncompleted"
    label = gettext_lazy("Closed for want of an answer")
    beforehand = gettext_lazy(
        "If you do not complete the application in time, the procedure is closed."
    )
    event = "application_lapsed"
    from_states = frozenset({ApplicationState.TO_COMPLETE})
    to_state = ApplicationState.LAPSED
    because = gettext_lazy("It was not completed in time. You can apply anew at any time.")
    basis: Mapping[str, str] = {"zh": "", "en": ""}


class WithdrawApplication(BySignatory):
    """Withdraw an application before it is decided on. Nothing of it becomes public."""

    name = "withdraw_application"
    label = gettext_lazy("Withdraw the application")
    event = "application_withdrawn"
    from_states = frozenset(
        {
            ApplicationState.APPLIED,
            ApplicationState.NON_ACCEPTANCE_PROPOSED,
            ApplicationState.TO_COMPLETE,
            ApplicationState.ACCEPTED,
            ApplicationState.DECISION_PROPOSED,
        }
    )
    to_state = ApplicationState.WITHDRAWN
    explanation = gettext_lazy(
        "The procedure ends without a decision. What is listed stays as it is, and you can apply "
        "anew at any time."
    )

    def tell(self) -> None:
        """To the regulator: nothing is left to be done."""
        tell_withdrawn(self.record, self.user, self.reason)
