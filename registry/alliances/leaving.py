"""Leaving an alliance: the body's own entries end with a plan; text and other entries go on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.access import Access
from portal.core.actions import ReasonedAction
from portal.core.errors import RulesBroken, WrongState
from registry.alliances.naming import name_members
from registry.alliances.permissions import may_exclude, may_sign_for
from registry.alliances.telling import show_members, tell_answered
from registry.models import AllianceMember, Entry, EntryQuerySet, Filing
from registry.register.acts.deregistering import Deregister
from registry.register.acts.joint_use import EndJointUse
from registry.states import MembershipState


def entries_ever_of(member: AllianceMember) -> EntryQuerySet:
    """The entries of a member under the joint rules of the alliance, also those that have ended."""
    own = Entry.objects.filter(organisation=member.organisation_id)
    return own.filter(scheme__joint__alliance=member.alliance_id).order_by("number")


def entries_of(member: AllianceMember) -> EntryQuerySet:
    """Those of them that have not ended."""
    return entries_ever_of(member).listed()


class LeaveAlliance(ReasonedAction[AllianceMember]):
    """Leave: the body's entries under the joint rules are deregistered, and nobody else's."""

    name = "leave"
    label = gettext_lazy("Leave the alliance")
    explanation = gettext_lazy(
        "Your own entries under the joint rules end with the plan that you give; those of the "
        "other members go on. The membership stays on record with its days."
    )
    event = "left"
    from_states = frozenset({MembershipState.MEMBER})
    to_state = MembershipState.LEFT
    who = gettext_lazy("signatory of the member")
    #: How each of its entries ends.
    ending: ClassVar[type[Deregister]] = Deregister

    @classmethod
    def access(cls, user: Any, record: AllianceMember) -> Access:
        """Signatories of the member."""
        return may_sign_for(user, record)

    @classmethod
    def is_available(cls, user: Any, record: AllianceMember) -> bool:
        """Offered to those whom nothing keeps; the lead hands over first."""
        return super().is_available(user, record) and not record.is_lead

    @classmethod
    def fields(cls, record: AllianceMember) -> Mapping[str, Any]:
        """The plan for certificates, where the body certifies by a joint rule."""
        entry = entries_of(record).first()
        return cls.ending.fields(entry) if entry is not None else {}

    def check(self) -> None:
        """A lead has a successor first, and a review comes to its end."""
        super().check()
        member = self.record
        if member.is_lead:
            raise RulesBroken(
                _("The lead hands the lead on before it leaves: the joint texts are its own.")
            )
        filings = Filing.objects.open().filter(organisation=member.organisation_id)
        filing = filings.filter(scheme__joint__alliance=member.alliance_id).first()
        if filing is not None:
            raise WrongState(
                _(
                    "%(filing)s of %(body)s under a joint rule is under way. Wait for its outcome, "
                    "or withdraw it first."
                )
                % {"filing": filing.number, "body": member.organisation}
            )

    def apply(self) -> None:
        """End each of its entries by the plan; the membership ends today."""
        words = {**self.data, "reason": self.reason}
        for entry in entries_of(self.record):
            self.ending(entry, self.user, **words).run()
        self.record.left_on = timezone.localdate()
        alliance = self.record.alliance
        if alliance.next_lead_id == self.record.organisation_id:
            alliance.next_lead = None
            alliance.save(update_fields=["next_lead"])

    def tell(self) -> None:
        """The lead, or the member, and the public; drafts of the joint texts name it no more."""
        tell_answered(self.record, self.label, self.reason)
        name_members(self.record.alliance, self.user)
        show_members(self.record.alliance)


class ExcludeMember(LeaveAlliance):
    """End the membership of a body, by the lead and with a reason; its own entries end with it."""

    name = "exclude"
    label = gettext_lazy("End this membership")
    explanation = gettext_lazy(
        "The entries of this member under the joint rules end with the plan that you give; those "
        "of the other members go on. The member and the public read the reason."
    )
    event = "excluded"
    who = gettext_lazy("signatory of the lead")
    ending = EndJointUse

    @classmethod
    def access(cls, user: Any, record: AllianceMember) -> Access:
        """Signatories of the lead."""
        return may_exclude(user, record)

    def tell(self) -> None:
        """The member and the public."""
        tell_answered(self.record, self.label, self.reason, to=self.record.organisation)
        name_members(self.record.alliance, self.user)
        show_members(self.record.alliance)
