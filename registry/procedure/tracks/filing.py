"""The track 备案: a filing takes effect when it is received; all that follows is review after it.

Source: Regulations on Certification and Accreditation, article 17; Regulations on Optimising the
Business Environment, article 39 (filing is no licence).
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registry.procedure.actions import FILING_ACTIONS
from registry.procedure.actions.by_law import Lapse
from registry.states import FilingState
from registry.tracks import BODY, REGULATOR, ClockRule, State, Track

REVIEW = ClockRule(
    "review",
    REGULATOR,
    name=pgettext_lazy("a clock", "review"),
    amount=20,
    until=_("The regulator reviews until"),
    within=_("The regulator reviews within %(time)s."),
    source="Administrative Licensing Law, article 42, by analogy; to be confirmed by the regulator",
    in_working_days=True,
    resumes=True,
    extension=10,
    reminder=3,
    fast=10,
)
ANSWER = ClockRule(
    "answer",
    BODY,
    name=pgettext_lazy("a clock", "answer"),
    amount=30,
    until=_("The certification body answers until"),
    until_to_body=_("You answer until"),
    within=_("The certification body answers a request for correction within %(time)s."),
    source="No period in law is known; our proposal, to be confirmed by the regulator",
    reminder=5,
    deemed=Lapse.name,
    grace=10,
)

RECEIVED = State(
    FilingState.RECEIVED,
    FilingState.RECEIVED.label,
    _("In effect; review has not begun"),
    REVIEW,
    without_effect=_("Review has not begun"),
)
UNDER_REVIEW = State(
    FilingState.UNDER_REVIEW,
    FilingState.UNDER_REVIEW.label,
    _("In effect; under review"),
    REVIEW,
    without_effect=_("Under review"),
)
PROPOSED = State(
    FilingState.PROPOSED,
    FilingState.PROPOSED.label,
    # What an officer proposed is between the officer and the decider.
    _("In effect; under review"),
    REVIEW,
    awaits_decision=True,
    without_effect=_("Under review"),
)
CORRECTION_REQUESTED = State(
    FilingState.CORRECTION_REQUESTED,
    FilingState.CORRECTION_REQUESTED.label,
    _("In effect; your correction is requested"),
    ANSWER,
    without_effect=_("Your correction is requested"),
)
NO_OBJECTION = State(
    FilingState.NO_OBJECTION,
    FilingState.NO_OBJECTION.label,
    _("In effect; reviewed without objection"),
    is_closed=True,
    without_effect=_("Reviewed without objection"),
)
LAPSED = State(
    Lapse.to_state,
    _("Closed without an answer"),
    _("In effect; closed without your answer"),
    is_closed=True,
    without_outcome=True,
    without_effect=_("Closed without your answer"),
    afterwards=_(
        "The body did not answer the request for correction in time. The review has no outcome "
        "and the scheme stays listed as it was filed. Look at its entry: if what was to be "
        "corrected breaks the law, act there; if not, nothing has to be done."
    ),
)
WITHDRAWN = State(
    FilingState.WITHDRAWN,
    FilingState.WITHDRAWN.label,
    _("Withdrawn by you before the outcome"),
    is_closed=True,
    without_outcome=True,
)
ENDED = State(
    FilingState.ENDED,
    FilingState.ENDED.label,
    _("Ended: the scheme was deregistered during its review"),
    is_closed=True,
    without_outcome=True,
)

TRACK = Track(
    key="filing",
    name=_("Filing"),
    nature=_(
        "Information for supervision after the fact. It is not a licence: nobody has to say "
        "yes before the rules may be used."
    ),
    why=_(
        "Rules that a certification body writes for a field in which the state has none are "
        "filed with the regulator."
    ),
    takes_effect=_("On complete submission; the scheme is listed at once and reviewed after."),
    legal_basis=_(
        "Regulations on Certification and Accreditation, article 17; Regulations on "
        "Optimising the Business Environment, article 39"
    ),
    matter=_("Filing"),
    received=_(
        "The filing is complete, has been received, and took effect on submission. The scheme is "
        "listed in the register."
    ),
    afterwards=_(
        "An officer of the regulator reviews the filed text. If something has to be corrected, "
        "you are told at its place in the document and answer with a new version. The scheme "
        "stays listed meanwhile."
    ),
    states=(
        RECEIVED,
        UNDER_REVIEW,
        PROPOSED,
        CORRECTION_REQUESTED,
        NO_OBJECTION,
        LAPSED,
        WITHDRAWN,
        ENDED,
    ),
    initial=FilingState.RECEIVED,
    corrected_from=frozenset({FilingState.CORRECTION_REQUESTED}),
    overtaken=FilingState.ENDED,
    serves_members=True,
    acts=(*FILING_ACTIONS, Lapse),
    events={
        "submitted": _("Submitted; the filing took effect"),
        "resubmitted": _("Corrected version submitted"),
        "taken_up": _("Taken up for review"),
        "proposed": _("Outcome proposed to the decider"),
        "handed_back": _("Handed back to the officer"),
        "remark_withdrawn": _("Remark taken back before it was sent"),
        "remark_answered": _("Remark answered"),
        "extra_declared": _("Extra changes declared"),
        "correction_requested": _("Correction requested"),
        "no_objection": _("Review ended without objection"),
        "lapsed": _("Closed without an answer"),
        "reviewed_apart": _("Review apart from that of the other members"),
        "withdrawn": _("Withdrawn by the body"),
        "ended": _("Ended: the scheme was deregistered"),
    },
    # Between officers and deciders; the body hears the decision.
    inside=frozenset({"proposed", "handed_back", "remark_withdrawn"}),
    # Administrative Licensing Law, article 32, by analogy.
    corrected_once=True,
)
