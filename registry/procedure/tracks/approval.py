"""The track 批准: a scheme that the law puts under a licence is listed when it is approved.

Source: Administrative Licensing Law, articles 32 (acceptance), 42 (decision), 45 (experts) and 82
(working days). It is for what a law puts under it alone: the regulator's register of tracks says
for what, with the clause (Regulations on Optimising the Business Environment, article 39).
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registry.procedure.actions.applying import (
    Accept,
    AcceptAfterAll,
    AcceptBySilence,
    AskToComplete,
    DeclineToAccept,
    LapseUncompleted,
    ProposeNonAcceptance,
    ReturnNonAcceptance,
    WithdrawApplication,
)
from registry.procedure.actions.permitting import (
    Approve,
    ProposeApproval,
    ProposeRefusal,
    Refuse,
    ReturnToOfficer,
)
from registry.procedure.tracks.filing import ENDED
from registry.states import ApplicationState
from registry.tracks import BODY, REGULATOR, ClockRule, State, Track

ACCEPTANCE = ClockRule(
    "acceptance",
    REGULATOR,
    name=pgettext_lazy("a clock", "acceptance"),
    amount=5,
    until=_("The regulator accepts the application or names what is missing until"),
    within=_("The regulator accepts the application or names what is missing within %(time)s."),
    source="Administrative Licensing Law, article 32 (4): silence is acceptance",
    in_working_days=True,
    reminder=2,
    fast=2,
    deemed=AcceptBySilence.name,
)
COMPLETION = ClockRule(
    "completion",
    BODY,
    name=pgettext_lazy("a clock", "completion"),
    amount=30,
    until=_("The certification body completes the application until"),
    until_to_body=_("You complete the application until"),
    within=_("The certification body completes the application within %(time)s."),
    source="No period in law is known; our proposal, to be confirmed by the regulator",
    reminder=5,
    deemed=LapseUncompleted.name,
)
DECISION = ClockRule(
    "decision",
    REGULATOR,
    name=pgettext_lazy("a clock", "decision"),
    amount=20,
    until=_("The regulator decides until"),
    within=_("The regulator decides within %(time)s from acceptance."),
    source="Administrative Licensing Law, article 42",
    in_working_days=True,
    resumes=True,
    extension=10,
    reminder=3,
    fast=10,
)

APPLIED = State(
    ApplicationState.APPLIED,
    ApplicationState.APPLIED.label,
    _("Applied for; not in effect"),
    ACCEPTANCE,
)
NON_ACCEPTANCE_PROPOSED = State(
    ApplicationState.NON_ACCEPTANCE_PROPOSED,
    ApplicationState.NON_ACCEPTANCE_PROPOSED.label,
    # What an officer proposed is between the officer and the decider.
    _("Applied for; not in effect"),
    ACCEPTANCE,
    awaits_decision=True,
)
TO_COMPLETE = State(
    ApplicationState.TO_COMPLETE,
    ApplicationState.TO_COMPLETE.label,
    _("Please complete your application; not in effect"),
    COMPLETION,
)
ACCEPTED = State(
    ApplicationState.ACCEPTED,
    ApplicationState.ACCEPTED.label,
    _("Accepted and being examined; not in effect"),
    DECISION,
)
DECISION_PROPOSED = State(
    ApplicationState.DECISION_PROPOSED,
    ApplicationState.DECISION_PROPOSED.label,
    # What an officer proposed is between the officer and the decider.
    _("Accepted and being examined; not in effect"),
    DECISION,
    awaits_decision=True,
)
APPROVED = State(
    ApplicationState.APPROVED,
    ApplicationState.APPROVED.label,
    _("Approved and listed"),
    is_closed=True,
    without_effect=_("Approved"),
)
REFUSED = State(
    ApplicationState.REFUSED,
    ApplicationState.REFUSED.label,
    _("Refused; not in effect"),
    is_closed=True,
)
NOT_ACCEPTED = State(
    ApplicationState.NOT_ACCEPTED,
    ApplicationState.NOT_ACCEPTED.label,
    _("Not accepted; not in effect"),
    is_closed=True,
)
LAPSED = State(
    ApplicationState.LAPSED,
    ApplicationState.LAPSED.label,
    _("Closed, since it was not completed in time"),
    is_closed=True,
    without_outcome=True,
)
WITHDRAWN = State(
    ApplicationState.WITHDRAWN,
    ApplicationState.WITHDRAWN.label,
    _("Withdrawn by you"),
    is_closed=True,
    without_outcome=True,
)

TRACK = Track(
    key="approval",
    name=pgettext_lazy("a track", "Approval"),
    nature=_("A licence: the rules may be used when the regulator has approved them."),
    why=_("A law puts rules of this kind under approval."),
    takes_effect=_("With the approval; nothing is listed before."),
    legal_basis=_("Administrative Licensing Law, articles 32 to 45"),
    matter=_("Application for approval"),
    received=_(
        "The application has been received. Nothing is in effect and nothing is listed until it is "
        "approved; a version that is in force stays so meanwhile."
    ),
    afterwards=_(
        "The regulator accepts the application, tells you once everything that is missing, or does "
        "not accept it, with the reasons. Then it decides: the approval lists the scheme, a "
        "refusal comes with its reasons. You can withdraw the application until then."
    ),
    states=(
        APPLIED,
        NON_ACCEPTANCE_PROPOSED,
        TO_COMPLETE,
        ACCEPTED,
        DECISION_PROPOSED,
        APPROVED,
        REFUSED,
        NOT_ACCEPTED,
        LAPSED,
        WITHDRAWN,
        ENDED,
    ),
    initial=ApplicationState.APPLIED,
    corrected_from=frozenset({ApplicationState.TO_COMPLETE}),
    overtaken=ENDED.key,
    acts=(
        Accept,
        AskToComplete,
        ProposeNonAcceptance,
        ReturnNonAcceptance,
        AcceptAfterAll,
        DeclineToAccept,
        ProposeApproval,
        ProposeRefusal,
        ReturnToOfficer,
        Approve,
        Refuse,
        AcceptBySilence,
        LapseUncompleted,
        WithdrawApplication,
    ),
    events={
        "submitted": _("Handed in"),
        "resubmitted": _("Handed in anew, completed"),
        "accepted": _("Application accepted"),
        "accepted_by_silence": _(
            "Accepted, since the regulator was silent until the end of its time"
        ),
        "asked_to_complete": _("Asked once to complete the application"),
        "not_accepted": _("Application not accepted"),
        "outcome_proposed": _("Outcome proposed to the decider"),
        "returned_to_officer": _("Handed back to the officer"),
        "approved": _("Approved"),
        "refused": _("Refused"),
        "application_lapsed": _("Closed for want of an answer"),
        "application_withdrawn": _("Withdrawn by the certification body"),
        "ended": _("Ended: the scheme was deregistered"),
    },
    inside=frozenset({"outcome_proposed", "returned_to_officer"}),
    lists_on_submission=False,
    is_licence=True,
    hand_in=_("Submit the application"),
)
