"""Alliances and changes of owner of the demonstration, each act by whoever would take it."""

from __future__ import annotations

from datetime import date

from portal.accounts.models import Organisation, User
from portal.accounts.roles import Role
from portal.demo.moments import moment, working_day_after
from portal.demo.plans import HandOverPlan, JointPlan
from registry.alliances.leaving import LeaveAlliance
from registry.alliances.membership import JoinAlliance, found, invite, make_joint
from registry.models import Alliance, Entry
from registry.procedure.actions import CounterSign
from registry.register.acts.owners import ChangeOwner
from registry.register.changing_owner import AcceptScheme, ask_for_new_owner
from registry.register.proposing import propose_act
from schemes.models import Scheme


def signatory_of(approval_no: str) -> User:
    """Who signs for a body."""
    return User.objects.get(
        memberships__organisation__approval_no=approval_no, memberships__role=Role.SIGNATORY
    )


def make_alliance(scheme: Scheme, plan: JointPlan) -> Alliance:
    """Found the alliance of a signed joint text, and let each member counter-sign it."""
    lead = signatory_of(scheme.organisation.approval_no)
    alliance = found(scheme.organisation, lead, name_zh=plan.name_zh, name_en=plan.name_en)
    make_joint(alliance, scheme, lead)
    for number in plan.members:
        asked = invite(alliance, Organisation.objects.get(approval_no=number), lead)
        member = JoinAlliance(asked, signatory_of(number)).run()
        CounterSign(member, signatory_of(number), version=scheme.newest).run()
    return alliance


def let_one_leave(scheme: Scheme, plan: JointPlan) -> None:
    """The first member leaves; its own entry ends."""
    number = plan.members[0]
    member = scheme.joint.alliance.members.get(organisation__approval_no=number)
    words = {"plan": "none_issued", "reason": plan.reason_of_leaving}
    LeaveAlliance(member, signatory_of(number), **words).run()


def hand_over(
    scheme: Scheme, plan: HandOverPlan, filed_on: date, officer: User, decider: User
) -> None:
    """The owner asks, the other body accepts, and two people of the regulator decide."""
    entry, to = Entry.objects.get(scheme=scheme), Organisation.objects.get(approval_no=plan.to)
    with moment(working_day_after(filed_on, plan.after)):
        owner = signatory_of(entry.organisation.approval_no)
        words = {"cause": plan.cause, "reason": plan.reason}
        change = ask_for_new_owner(entry, owner, to=to, **words)
    with moment(working_day_after(filed_on, plan.after + 3), 15):
        AcceptScheme(change, signatory_of(plan.to)).run()
    with moment(working_day_after(filed_on, plan.after + 7), 11):
        propose_act(entry, officer, ChangeOwner, reason=plan.reason_of_decision)
        ChangeOwner(entry, decider).run()
