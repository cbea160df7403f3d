"""What the regulator can delegate to a branch: steps in filings, and steps of acts on entries.

What is not named here stays with the regulator: a removal, an absorption, a change of owner and
what designates bodies for schemes of the state (docs/adr/0057).
"""

from __future__ import annotations

from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.accounts.roles import Permission, Role


class DelegatedAct(models.TextChoices):
    """What can be delegated; each is a step of one person."""

    REVIEW = "review", _("review filings and propose the outcome")
    DECIDE = "decide", _("decide on filings, on what was proposed")
    PROPOSE_NOTICE = "propose_notice", _("propose to warn the public about a scheme")
    GIVE_NOTICE = "give_notice", _("warn the public about a scheme, as proposed")
    LIFT_NOTICE = "lift_notice", _("lift such a warning")
    PROPOSE_CONDITION = "propose_condition", _("propose a condition for a scheme")
    SET_CONDITION = "set_condition", _("set a condition for a scheme, as proposed")
    JUDGE_EVIDENCE = "judge_evidence", _("judge the evidence for a condition")
    PROPOSE_SUSPENSION = "propose_suspension", _("propose to suspend a scheme")
    SUSPEND = "suspend", _("suspend a scheme, as proposed")
    REINSTATE = "reinstate", _("reinstate a scheme before its suspension ends")


#: Those on filings; the others are steps of acts on entries.
ON_FILINGS = (DelegatedAct.REVIEW, DelegatedAct.DECIDE)
#: Those that an officer does; the others are a decider's.
OF_OFFICERS = frozenset(
    {
        DelegatedAct.REVIEW,
        DelegatedAct.PROPOSE_NOTICE,
        DelegatedAct.PROPOSE_CONDITION,
        DelegatedAct.JUDGE_EVIDENCE,
        DelegatedAct.PROPOSE_SUSPENSION,
    }
)
#: Those of them on entries.
OF_OFFICERS_ON_ENTRIES = tuple(act for act in DelegatedAct if act in OF_OFFICERS - set(ON_FILINGS))
#: Which permission of a branch's person a step asks for.
PERMISSION_OF = {
    act: Permission.REVIEW_DELEGATED if act in OF_OFFICERS else Permission.DECIDE_DELEGATED
    for act in DelegatedAct
}
#: Who does it at a branch.
ROLE_FOR = {act: Role.OFFICER if act in OF_OFFICERS else Role.DECIDER for act in DelegatedAct}


class Delegable(NamedTuple):
    """What a branch is given so that its people do their part in an act on an entry.

    None where that part stays with the regulator.
    """

    of_officer: DelegatedAct | None = None
    of_decider: DelegatedAct | None = None
