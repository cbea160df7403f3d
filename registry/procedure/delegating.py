"""Delegating acts to a branch: given by one decider, confirmed by another, taken back.

In an emergency it holds at once; if nobody confirms it in the days of the terms, it lapses.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.mailing import people_of
from portal.accounts.models import Organisation, User
from portal.accounts.roles import Role
from portal.core.errors import RulesBroken, WrongState
from portal.core.mail import send_later
from registry.delegable import DelegatedAct
from registry.models import (
    Delegation,
    DelegationConfirmation,
    DelegationEnd,
    DelegationTerms,
)
from registry.procedure.permissions import may_confirm_delegation, may_delegate


@transaction.atomic
def delegate(
    branch: Organisation,
    by: User,
    *,
    acts: Sequence[str],
    regions: Sequence[str],
    since: date,
    until: date,
    ground: str,
    is_emergency: bool = False,
) -> Delegation:
    """Let a branch act for the regulator, once another decider confirms it, or at once.

    Raises:
        NotAllowed: only deciders of the regulator itself delegate.
        RulesBroken: what is written cannot be; says which part.
    """
    may_delegate(by).require()
    today = timezone.localdate()
    if branch.parent is None:
        raise RulesBroken(_("Choose a branch of the regulator."))
    if not acts or not set(acts) <= set(DelegatedAct.values):
        raise RulesBroken(_("Choose what is delegated."))
    outside = [code for code in regions if not branch.covers(code)]
    if not regions or outside:
        raise RulesBroken(
            _("Name regions of the branch’s own territory: %(territory)s.")
            % {"territory": ", ".join(branch.territory)}
        )
    if since < today or until < since:
        raise RulesBroken(_("The days begin today at the earliest and end after they begin."))
    if not ground.strip():
        raise RulesBroken(_("Write on what ground; the record keeps it."))
    days = DelegationTerms.objects.on(today).confirmation_days
    delegation = Delegation.objects.create(
        giver=branch.parent,
        branch=branch,
        acts=list(acts),
        regions=list(regions),
        since=since,
        until=until,
        ground=ground.strip(),
        is_emergency=is_emergency,
        confirm_by=since + timedelta(days=days) if is_emergency else None,
        given_by=by,
    )
    if is_emergency:
        _tell_branch(delegation)
    _tell_deciders(delegation)
    return delegation


@transaction.atomic
def confirm_delegation(delegation: Delegation, by: User) -> Delegation:
    """Agree as the second person; from then on it holds until its last day.

    Raises:
        NotAllowed: it was given by the same person, or by nobody who decides.
        WrongState: it was confirmed, taken back, or has lapsed.
    """
    delegation = _as_it_is(delegation)
    may_confirm_delegation(by, delegation).require()
    if delegation.standing not in ("to_confirm", "emergency"):
        raise WrongState(_("This delegation does not wait for a confirmation any more."))
    DelegationConfirmation.objects.create(delegation=delegation, by=by)
    if not delegation.is_emergency:
        _tell_branch(delegation)
    return _as_it_is(delegation)


@transaction.atomic
def end_delegation(delegation: Delegation, by: User, reason: str) -> Delegation:
    """Take a delegation back; what the branch did under it stands.

    Raises:
        NotAllowed: only deciders of the regulator itself may.
        WrongState: it has ended already.
        RulesBroken: no reason is given.
    """
    delegation = _as_it_is(delegation)
    may_delegate(by).require()
    if delegation.standing in ("ended", "over", "lapsed"):
        raise WrongState(_("This delegation has ended already; nothing was changed."))
    if not reason.strip():
        raise RulesBroken(_("Say why; the record keeps it."))
    DelegationEnd.objects.create(delegation=delegation, by=by, reason=reason.strip())
    people = people_of(delegation.branch, Role.OFFICER, Role.DECIDER, Role.ADMINISTRATOR)
    words = {"giver": delegation.giver.name_text, "reason": reason.strip()}
    send_later("delegation_ended", people, words, key=f"delegation_ended:{delegation.pk}")
    return _as_it_is(delegation)


def _as_it_is(delegation: Delegation) -> Delegation:
    """Locked, with what became of it, so that of two at once the second finds the first."""
    Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
    rows = Delegation.objects.select_related("branch", "giver", "confirmation", "ending")
    return rows.get(pk=delegation.pk)


def _tell_branch(delegation: Delegation) -> None:
    people = people_of(delegation.branch, Role.OFFICER, Role.DECIDER, Role.ADMINISTRATOR)
    _tell("delegation_given", people, delegation)


def _tell_deciders(delegation: Delegation) -> None:
    """To those who can confirm it."""
    people = people_of(delegation.giver, Role.DECIDER)
    others = [address for address in people if address != delegation.given_by.email]
    _tell("delegation_to_confirm", others, delegation)


def _tell(template: str, people: list[str], delegation: Delegation) -> None:
    words = {
        "giver": delegation.giver.name_text,
        "branch": delegation.branch.name_text,
        "by": delegation.given_by.name,
        "ground": delegation.ground,
        "since": delegation.since.isoformat(),
        "until": delegation.until.isoformat(),
        "confirm_by": delegation.confirm_by.isoformat() if delegation.confirm_by else "",
    }
    send_later(template, people, words, key=f"{template}:{delegation.pk}")
