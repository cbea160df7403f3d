"""When somebody stops reviewing, their open cases go on: in the same act, to the deputy or nobody.

`portal.accounts` ends the role and knows no cases, so it sends a signal, inside the transaction
that ends the role: either both are done or neither.
"""

from __future__ import annotations

from typing import Any

from portal.accounts.memberships import role_ended
from portal.accounts.models import User
from portal.accounts.permissions import may_review
from registry.models import Filing, OpinionRelease, OpinionRequest
from registry.procedure.absences import acting
from registry.procedure.cases.acts import known_as
from registry.procedure.notices_of_cases import tell_assigned, tell_without_officer
from registry.procedure.permissions import may_have_case

#: What stands on the record where an opinion of somebody was waited for whose role ended.
ROLE_ENDED = "角色终止 / Role ended"


def hand_over(sender: Any, user: User, **kwargs: Any) -> None:
    """Hand over what a person has who does not review any more; what has ended stays theirs."""
    if may_review(user):
        return
    deputy = acting(user)
    without = []
    cases = Filing.objects.open().filter(officer=user).order_by("pk")
    for filing in cases.select_for_update(of=("self",)):
        receiver = deputy if deputy.pk != user.pk and may_have_case(deputy, filing) else None
        _hand_over(filing, user, receiver)
        if receiver is None:
            without.append(filing)
    if without:
        tell_without_officer(without, user)
    for request in OpinionRequest.objects.open().filter(person=user):
        OpinionRelease.objects.create(request=request, reason=ROLE_ENDED)


def _hand_over(filing: Filing, user: User, receiver: User | None) -> None:
    filing.officer = receiver
    filing.save()
    told: dict[str, Any] = {"former": known_as(user)}
    if receiver is not None:
        told["officer"] = known_as(receiver)
        tell_assigned(filing, receiver, None, "")
    state = {"from_state": filing.state, "to_state": filing.state}
    filing.record_event(event="officer_left", data=told, **state)


def connect() -> None:
    """Listen to the ends of roles."""
    role_ended.connect(hand_over, dispatch_uid="registry.procedure.cases.handing_over")
