"""Handing on the lead of an alliance: it is offered, and taken by the other member's own answer.

The joint texts become the new lead's, with their drafts and files; each member's entry stays its
own. A review that is under way goes on: the new lead answers and corrects for all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.access import Access
from portal.core.actions import Action, ReasonedAction
from portal.core.errors import DomainError, RulesBroken, WrongState
from registry.alliances.permissions import may_exclude, may_sign_for
from registry.alliances.telling import show_members, tell_answered
from registry.models import Alliance, AllianceMember, Filing
from registry.states import MembershipState
from registry.tracks import states_where
from schemes.handing_over import hand_over
from schemes.models import Scheme
from schemes.states import VersionState


class OfferLead(ReasonedAction[AllianceMember]):
    """Offer the lead to another member; whoever it was offered to before has it no more."""

    name = "offer_lead"
    label = gettext_lazy("Offer the lead to this member")
    explanation = gettext_lazy(
        "The member takes the lead over by its own answer. Then the joint texts, their drafts and "
        "what is under way are its own to write, answer and correct; your entries stay yours."
    )
    event = "lead_offered"
    from_states = frozenset({MembershipState.MEMBER})
    who = gettext_lazy("signatory of the lead")

    @classmethod
    def access(cls, user: Any, record: AllianceMember) -> Access:
        """Signatories of the lead."""
        return may_exclude(user, record)

    @classmethod
    def is_available(cls, user: Any, record: AllianceMember) -> bool:
        """To whom it was not offered yet."""
        is_new = record.alliance.next_lead_id != record.organisation_id
        return is_new and super().is_available(user, record)

    def apply(self) -> None:
        """It waits for the answer."""
        alliance = self.record.alliance
        alliance.next_lead = self.record.organisation
        alliance.save(update_fields=["next_lead"])

    def tell(self) -> None:
        """The member."""
        tell_answered(self.record, self.label, self.reason, to=self.record.organisation)


class TakeLead(Action[AllianceMember]):
    """Take the lead over: from today on the body owns the joint texts and answers for all."""

    name = "take_lead"
    label = gettext_lazy("Take the lead over")
    event = "lead_taken"
    from_states = frozenset({MembershipState.MEMBER})
    who = gettext_lazy("signatory of the member to whom the lead is offered")

    @classmethod
    def access(cls, user: Any, record: AllianceMember) -> Access:
        """Signatories of the member."""
        return may_sign_for(user, record)

    @classmethod
    def is_available(cls, user: Any, record: AllianceMember) -> bool:
        """To whom it is offered."""
        is_offered = record.alliance.next_lead_id == record.organisation_id
        return is_offered and super().is_available(user, record)

    def check(self) -> None:
        """It is offered still, and nothing stands in the way."""
        alliance = Alliance.objects.select_for_update(of=("self",)).get(pk=self.record.alliance_id)
        if alliance.next_lead_id != self.record.organisation_id:
            raise WrongState(_("The lead is not offered to your body."))
        for obstacle in obstacles_to_lead(self.record):
            raise obstacle
        self.record.alliance = alliance

    def apply(self) -> None:
        """The texts are the new lead's, and so is the alliance."""
        alliance = self.record.alliance
        self.before = alliance.lead
        for joint in alliance.joint_schemes.select_related("scheme__organisation"):
            hand_over(joint.scheme, self.record.organisation, self.user)
        alliance.lead, alliance.next_lead = self.record.organisation, None
        alliance.save(update_fields=["lead", "next_lead"])

    def event_data(self) -> dict[str, Any]:
        """Who led it before."""
        return {"former_lead": self.before.name_text}

    def tell(self) -> None:
        """The lead before, and the public."""
        tell_answered(self.record, self.label, to=self.before)
        show_members(self.record.alliance)


def obstacles_to_lead(member: AllianceMember) -> Iterator[DomainError]:
    """What keeps a member from leading now, each with the place that is meant."""
    for joint in member.alliance.joint_schemes.select_related("scheme"):
        yield from _of_scheme(joint.scheme, member)


def _of_scheme(scheme: Scheme, member: AllianceMember) -> Iterator[DomainError]:
    decided = states_where(lambda state: state.awaits_decision)
    filing = Filing.objects.filter(scheme=scheme, state__in=decided).first()
    if filing is not None:
        yield WrongState(
            _("%(filing)s waits for the decision. Wait for its outcome.")
            % {"filing": filing.number}
        )
    signed = scheme.versions.filter(state=VersionState.FROZEN).first()
    if signed is not None:
        yield WrongState(
            _("Version %(label)s is signed and not submitted. Submit it, or begin a new draft.")
            % {"label": signed.label}
        )
    own = scheme.entries.listed().filter(organisation=member.organisation_id)
    if scheme.entries.listed().exists() and not own.exists():
        yield RulesBroken(
            _("%(body)s has not filed the joint rule “%(scheme)s”, so it cannot lead it.")
            % {"body": member.organisation, "scheme": scheme}
        )
