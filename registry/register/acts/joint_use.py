"""Ending a member's use of a joint rule: by the owner of the text, for whom it was written."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from portal.accounts.permissions import has_permission
from portal.accounts.roles import Permission
from portal.core.access import ALLOWED, Access, refused
from registry.lettered import Lettered
from registry.lifecycle import Lifecycle
from registry.models import Entry
from registry.register.acts.deregistering import Deregister
from registry.register.letters import letter_of
from registry.register.telling import publish, tell_deregistered


class EndJointUse(Deregister, Lettered):
    """End the entry of another body that files the same text, where its right to use it ended.

    The plan for certificates is the one of a deregistration. The act comes with the end of a
    membership in an alliance (`registry.alliances.leaving`) and is offered nowhere else.
    """

    name = "end_joint_use"
    label = gettext_lazy("End the use of the joint rule")
    event = "joint_use_ended"
    who = gettext_lazy("signatory of the body that owns the joint text")
    #: The regulator tells the member; the lead, who acts, signs nothing for it.
    is_signed = False

    def tell(self) -> None:
        """The public, and the member by letter and mail: somebody else has ended its entry."""
        publish(self.record)
        letter = letter_of(self)
        owner = self.record.scheme.organisation.name_text
        tell_deregistered(self.record, owner=owner, letter=letter.number if letter else "")

    @classmethod
    def is_available(cls, user: Any, record: Entry) -> bool:
        """Never by itself: it comes with the end of a membership."""
        return False

    @classmethod
    def access(cls, user: Any, record: Entry) -> Access:
        """Signatories of the owner of the text, for entries of other bodies."""
        owner = record.scheme.organisation
        if record.organisation_id != owner.pk and has_permission(user, Permission.SIGN, owner):
            return ALLOWED
        return refused(gettext_lazy("Only a signatory of the owner of the joint text may do this."))


LIFECYCLE = Lifecycle(
    acts=(EndJointUse,),
    events={"joint_use_ended": gettext_lazy("Use of the joint rule ended by its owner")},
)
