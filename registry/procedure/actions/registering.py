"""Registration (登记): what is complete and meets the conditions is entered on the spot.

Source: Administrative Licensing Law, article 56; where facts have to be verified, article 34.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from registry.lettered import Lettered
from registry.procedure.actions.applying import AskToComplete, WithdrawApplication
from registry.procedure.actions.entering import Enters
from registry.procedure.actions.permitting import ProposeRefusal, Refuse, ReturnToOfficer
from registry.procedure.actions.reasoned import ByOfficer
from registry.states import ApplicationState, ReasonPurpose, RegistrationState


class EnterInRegister(Enters, ByOfficer, Lettered):
    """Enter what is complete and meets the conditions: one person does, since it burdens nobody."""

    name = "enter_in_register"
    label = gettext_lazy("Enter it in the register")
    beforehand = gettext_lazy(
        "An application that meets the conditions is entered in the register."
    )
    event = "entered"
    begins_as = "entered"
    from_states = frozenset({RegistrationState.REQUESTED})
    to_state = RegistrationState.ENTERED
    explanation = gettext_lazy(
        "The application is complete and in legal form, and the conditions are met: it is entered "
        "on the spot (Administrative Licensing Law, article 56). The scheme is listed with this "
        "act; no second person is needed."
    )


class AskToSupply(AskToComplete):
    """Tell the body, once, everything that is missing for the entry."""

    name = "ask_to_supply"
    from_states = frozenset({RegistrationState.REQUESTED})


class ProposeRefusalToEnter(ProposeRefusal):
    """Propose to refuse the entry since a condition is missing; another person decides."""

    name = "propose_refusal_to_enter"
    label = gettext_lazy("Propose to refuse the entry")
    from_states = frozenset({RegistrationState.REQUESTED})
    to_state = RegistrationState.REFUSAL_PROPOSED
    grounds_for = (ReasonPurpose.CONDITION,)
    explanation = gettext_lazy(
        "An entry is refused for a condition that is missing and for nothing else: say which it "
        "is, and how you saw that it is missing."
    )


class ReturnRefusal(ReturnToOfficer):
    """Return the proposal to refuse the entry with the reason."""

    name = "return_refusal"
    from_states = frozenset({RegistrationState.REFUSAL_PROPOSED})
    to_state = RegistrationState.REQUESTED


class RefuseToEnter(Refuse):
    """Refuse the entry for a condition that is missing, with the reasons and the remedies."""

    name = "refuse_to_enter"
    label = gettext_lazy("Refuse the entry")
    beforehand = gettext_lazy(
        "If a condition is not met, the entry is refused, with reasons and what you can "
        "do against it."
    )
    from_states = frozenset({RegistrationState.REFUSAL_PROPOSED})
    grounds_for = (ReasonPurpose.CONDITION,)


class WithdrawRegistration(WithdrawApplication):
    """Withdraw an application for an entry before anything is entered."""

    name = "withdraw_registration"
    from_states = frozenset(
        {
            RegistrationState.REQUESTED,
            RegistrationState.REFUSAL_PROPOSED,
            ApplicationState.TO_COMPLETE,
        }
    )
