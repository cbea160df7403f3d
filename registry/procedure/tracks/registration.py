"""The track 登记: what is complete and meets the conditions is entered on the spot.

Source: Administrative Licensing Law, article 56.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registry.procedure.actions.applying import LapseUncompleted
from registry.procedure.actions.registering import (
    AskToSupply,
    EnterInRegister,
    ProposeRefusalToEnter,
    RefuseToEnter,
    ReturnRefusal,
    WithdrawRegistration,
)
from registry.procedure.tracks.approval import LAPSED, REFUSED, TO_COMPLETE, WITHDRAWN
from registry.procedure.tracks.filing import ENDED
from registry.states import ApplicationState, RegistrationState
from registry.tracks import REGULATOR, ClockRule, State, Track

ENTERING = ClockRule(
    "entering",
    REGULATOR,
    name=pgettext_lazy("a clock", "entering"),
    amount=1,
    until=_("The regulator enters it or names what is missing until"),
    within=_("The regulator enters it or names what is missing within %(time)s."),
    source=(
        "Administrative Licensing Law, article 56: on the spot where it is complete and in legal "
        "form; one working day is our proposal for “on the spot” where it comes in writing"
    ),
    in_working_days=True,
    resumes=True,
)

REQUESTED = State(
    RegistrationState.REQUESTED,
    RegistrationState.REQUESTED.label,
    _("Handed in; not entered yet"),
    ENTERING,
)
REFUSAL_PROPOSED = State(
    RegistrationState.REFUSAL_PROPOSED,
    RegistrationState.REFUSAL_PROPOSED.label,
    # What an officer proposed is between the officer and the decider.
    _("Handed in; not entered yet"),
    ENTERING,
    awaits_decision=True,
)
ENTERED = State(
    RegistrationState.ENTERED,
    RegistrationState.ENTERED.label,
    _("Entered in the register and listed"),
    is_closed=True,
    without_effect=_("Entered"),
)

TRACK = Track(
    key="registration",
    name=pgettext_lazy("a track", "Registration"),
    nature=_(
        "Facts are entered in the register. Whoever meets the conditions is entered; nothing is "
        "weighed, and an entry is refused for a condition that is missing alone."
    ),
    why=_("A law has rules of this kind entered in a register, and says the conditions."),
    takes_effect=_(
        "With the entry, on the spot where everything is there; nothing is listed before."
    ),
    legal_basis=_("Administrative Licensing Law, article 56"),
    matter=_("Application for registration"),
    received=_(
        "The application has been received. Nothing is listed until it is entered; a version that "
        "is in force stays so meanwhile."
    ),
    afterwards=_(
        "What is complete and meets the conditions is entered on the spot. If something is "
        "missing, you are told once everything that is. A refusal names the condition that is "
        "missing, with its reasons; you can withdraw the application until then."
    ),
    states=(REQUESTED, TO_COMPLETE, REFUSAL_PROPOSED, ENTERED, REFUSED, LAPSED, WITHDRAWN, ENDED),
    initial=RegistrationState.REQUESTED,
    corrected_from=frozenset({ApplicationState.TO_COMPLETE}),
    overtaken=ENDED.key,
    acts=(
        EnterInRegister,
        AskToSupply,
        ProposeRefusalToEnter,
        ReturnRefusal,
        RefuseToEnter,
        LapseUncompleted,
        WithdrawRegistration,
    ),
    events={
        "submitted": _("Handed in"),
        "resubmitted": _("Handed in anew, completed"),
        "entered": _("Entered in the register"),
        "asked_to_complete": _("Asked once to complete the application"),
        "outcome_proposed": _("Outcome proposed to the decider"),
        "returned_to_officer": _("Handed back to the officer"),
        "refused": _("Refused"),
        "application_lapsed": _("Closed for want of an answer"),
        "application_withdrawn": _("Withdrawn by the certification body"),
        "ended": _("Ended: the scheme was deregistered"),
    },
    inside=frozenset({"outcome_proposed", "returned_to_officer"}),
    lists_on_submission=False,
    is_licence=True,
    hand_in=_("Submit the application for registration"),
)
