"""The track 发布: a scheme of the state is issued by the regulator, alone or with ministries.

Nobody files with themselves: the authors propose, the ministries that were named agree, and a
decider who had no hand in the text issues it.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.accounts.roles import ISSUING_KINDS
from registry.procedure.actions.issuing import ISSUE_ACTIONS, Proposal
from registry.procedure.tracks.filing import ENDED
from registry.states import IssueState
from registry.tracks import BODY, REGULATOR, ClockRule, State, Track

ISSUING = ClockRule(
    "issuing",
    REGULATOR,
    name=pgettext_lazy("a clock", "issuing"),
    amount=60,
    until=_("To be issued until"),
    within=_("It is issued, or handed back to its authors, within %(time)s."),
    source="No period in law is known; our proposal, to be confirmed by the regulator",
    in_working_days=True,
    resumes=True,
    reminder=10,
)
REWORKING = ClockRule(
    "reworking",
    BODY,
    name=pgettext_lazy("a clock", "reworking"),
    amount=90,
    until=_("The authors rework it until"),
    within=_("The authors rework it within %(time)s."),
    source="No period in law is known; our proposal, to be confirmed by the regulator",
    reminder=10,
)
PROPOSED = State(
    IssueState.PROPOSED,
    IssueState.PROPOSED.label,
    _("Proposed; waits for the ministries and the decider"),
    ISSUING,
    awaits_decision=True,
)
RETURNED = State(
    IssueState.RETURNED, IssueState.RETURNED.label, _("Returned to you to be reworked"), REWORKING
)
ISSUED = State(
    IssueState.ISSUED,
    IssueState.ISSUED.label,
    _("Issued and listed"),
    is_closed=True,
    without_effect=pgettext_lazy("scheme", "Issued"),
)
WITHDRAWN = State(
    IssueState.WITHDRAWN,
    IssueState.WITHDRAWN.label,
    _("Withdrawn by you"),
    is_closed=True,
    without_outcome=True,
)

TRACK = Track(
    key="issue",
    name=pgettext_lazy("a track", "Issue"),
    nature=_(
        "The state issues rules that it has unified. Nothing is filed: the regulator does not "
        "file with itself."
    ),
    why=_("The regulator or a ministry has written the scheme."),
    takes_effect=_("With the announcement, from the day that it names."),
    legal_basis=_("Regulations on Certification and Accreditation, articles 17 and 18"),
    matter=_("Proposal to issue a national scheme"),
    received=_(
        "The proposal has been received. Nothing is listed until the scheme is issued; a version "
        "that is in force stays so meanwhile."
    ),
    afterwards=_(
        "Each ministry that was named agrees or returns the text. A decider of the regulator who "
        "had no hand in it then issues it, with the number of the announcement."
    ),
    states=(PROPOSED, RETURNED, ISSUED, WITHDRAWN, ENDED),
    initial=IssueState.PROPOSED,
    corrected_from=frozenset({IssueState.RETURNED}),
    overtaken=ENDED.key,
    acts=ISSUE_ACTIONS,
    events={
        "submitted": _("Proposed to be issued"),
        "resubmitted": _("Reworked text proposed"),
        "agreed_to_issue": _("A ministry agreed"),
        "objected_to_issue": _("A ministry returned the text"),
        "issue_returned": _("Returned to its authors"),
        "issued": _("Issued by announcement"),
        "issue_withdrawn": _("Proposal withdrawn by its authors"),
        "ended": _("Ended: the scheme was deregistered"),
    },
    corrected_once=False,
    lists_on_submission=False,
    hand_in=_("Propose to issue it"),
    entrance=Proposal,
    kinds=ISSUING_KINDS,
)
