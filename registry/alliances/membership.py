"""Founding an alliance, inviting bodies into it, answering, and making a scheme a joint one."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import Organisation, User
from portal.core.access import Access
from portal.core.actions import Action, ReasonedAction
from portal.core.errors import RulesBroken
from portal.core.moves import NOT_YET, Move, kind_of
from registry.alliances.naming import name_members, name_members_in
from registry.alliances.permissions import may_bind, may_make_joint
from registry.alliances.telling import show_members, tell_answered, tell_invited
from registry.models import Alliance, AllianceMember, Entry, JointScheme
from registry.states import STANDING_MEMBERSHIPS, MembershipState
from schemes.models import Scheme, SchemeQuerySet

OF_THE_LEAD = gettext_lazy("signatory or administrator of the lead")
OF_THE_INVITED = gettext_lazy("signatory or administrator of the body that is invited")

#: What the history of an alliance says, by event.
ALLIANCE_EVENTS: dict[str, Any] = {
    "founded": gettext_lazy("Alliance founded"),
    "invited": gettext_lazy("Invited"),
    "joined": gettext_lazy("Joined"),
    "declined": gettext_lazy("Invitation declined"),
    "invitation_taken_back": gettext_lazy("Invitation taken back"),
    "left": gettext_lazy("Left"),
    "excluded": gettext_lazy("Membership ended by the lead"),
    "lead_offered": gettext_lazy("Lead offered"),
    "lead_taken": gettext_lazy("Lead taken over"),
    "made_joint": gettext_lazy("Scheme made a joint one"),
    "counter_signed": gettext_lazy("Joint text counter-signed"),
}

FOUND = Move(
    kind_of(AllianceMember),
    frozenset({NOT_YET}),
    MembershipState.MEMBER,
    event="founded",
    label=gettext_lazy("Found an alliance"),
    who=OF_THE_LEAD,
)
INVITE = Move(
    kind_of(AllianceMember),
    frozenset({NOT_YET}),
    MembershipState.INVITED,
    event="invited",
    label=gettext_lazy("Invite a certification body"),
    who=OF_THE_LEAD,
)


@transaction.atomic
def found(lead: Organisation, user: User, *, name_zh: str, name_en: str = "") -> Alliance:
    """A new alliance that a body leads, and of which it is the first member.

    Raises:
        NotAllowed: the person does not answer for the body.
    """
    may_bind(user, lead).require()
    alliance = Alliance.objects.create(name_zh=name_zh, name_en=name_en, lead=lead)
    first = AllianceMember.objects.create(
        alliance=alliance, organisation=lead, joined_on=alliance.founded_on, **FOUND.beginning
    )
    first.record_event(event=FOUND.event, to_state=first.state, actor=user)
    return alliance


@transaction.atomic
def invite(alliance: Alliance, body: Organisation, user: User) -> AllianceMember:
    """Ask a body whether it joins; it becomes a member by its own answer.

    Raises:
        NotAllowed: the person does not answer for the lead.
        RulesBroken: it is no certification body, or invited or a member already.
    """
    alliance = Alliance.objects.select_for_update().get(pk=alliance.pk)
    may_bind(user, alliance.lead).require()
    if not body.is_body:
        raise RulesBroken(_("Only certification bodies are members of an alliance."))
    standing = alliance.members.filter(organisation=body, state__in=STANDING_MEMBERSHIPS)
    if standing.exists():
        raise RulesBroken(_("%(body)s is invited or a member already.") % {"body": body})
    asked = AllianceMember.objects.create(alliance=alliance, organisation=body, **INVITE.beginning)
    asked.record_event(event=INVITE.event, to_state=asked.state, actor=user)
    tell_invited(asked)
    return asked


def may_become_joint(alliance: Alliance) -> SchemeQuerySet:
    """The schemes of the lead that can be made joint ones: with a text, and not ended."""
    own = Scheme.objects.filter(organisation=alliance.lead, joint=None).structured()
    return own.exclude(pk__in=Entry.objects.ended().values("scheme"))


@transaction.atomic
def make_joint(alliance: Alliance, scheme: Scheme, user: User) -> JointScheme:
    """Make a scheme of the lead a joint one, which the members counter-sign and file as well.

    Raises:
        NotAllowed: the scheme is not the lead's, or the person does not write for it.
        RulesBroken: it is a joint one already, its entry has ended, or it was filed on paper.
    """
    scheme = Scheme.objects.select_for_update(of=("self",)).get(pk=scheme.pk)
    may_make_joint(user, alliance, scheme).require()
    if JointScheme.objects.filter(scheme=scheme).exists():
        raise RulesBroken(_("This scheme is a joint one already."))
    if scheme.entries.ended().exists():
        raise RulesBroken(_("The entry of this scheme has ended."))
    if not Scheme.objects.structured().filter(pk=scheme.pk).exists():
        raise RulesBroken(
            _("This rule was filed on paper: it has no text that members could sign. Amend it.")
        )
    joint = JointScheme.objects.create(alliance=alliance, scheme=scheme)
    told = {"scheme": scheme.pk, "title": scheme.title, "rule_number": scheme.rule_number}
    alliance.events.create(event="made_joint", actor=user, data=told)
    name_members_in(scheme, alliance, user)
    show_members(alliance)
    return joint


class JoinAlliance(Action[AllianceMember]):
    """Accept an invitation: the body is a member from today on. It files nothing yet."""

    name = "join"
    label = gettext_lazy("Join the alliance")
    event = "joined"
    from_states = frozenset({MembershipState.INVITED})
    to_state = MembershipState.MEMBER
    who = OF_THE_INVITED

    @classmethod
    def access(cls, user: Any, record: AllianceMember) -> Access:
        """Who answers for the body."""
        return may_bind(user, record.organisation)

    def apply(self) -> None:
        """From today on."""
        self.record.joined_on = timezone.localdate()

    def tell(self) -> None:
        """The lead hears of it, and the public; drafts of the joint texts name the member."""
        tell_answered(self.record, self.label)
        name_members(self.record.alliance, self.user)
        show_members(self.record.alliance)


class DeclineInvitation(ReasonedAction[AllianceMember]):
    """Decline an invitation, with a reason that the lead reads."""

    name = "decline"
    label = gettext_lazy("Decline the invitation")
    explanation = gettext_lazy("The lead reads the reason. It can invite you again.")
    event = "declined"
    from_states = frozenset({MembershipState.INVITED})
    to_state = MembershipState.DECLINED
    who = OF_THE_INVITED

    @classmethod
    def access(cls, user: Any, record: AllianceMember) -> Access:
        """Who answers for the body."""
        return may_bind(user, record.organisation)

    def tell(self) -> None:
        """The lead."""
        tell_answered(self.record, self.label, self.reason)


class TakeInvitationBack(ReasonedAction[AllianceMember]):
    """Take an invitation back that nobody has answered."""

    name = "take_back"
    label = gettext_lazy("Take the invitation back")
    explanation = gettext_lazy("The body can no longer answer it. It reads the reason.")
    event = "invitation_taken_back"
    from_states = frozenset({MembershipState.INVITED})
    to_state = MembershipState.TAKEN_BACK
    who = OF_THE_LEAD

    @classmethod
    def access(cls, user: Any, record: AllianceMember) -> Access:
        """Who answers for the lead."""
        return may_bind(user, record.alliance.lead)

    def tell(self) -> None:
        """The body that was invited."""
        tell_answered(self.record, self.label, self.reason, to=self.record.organisation)
