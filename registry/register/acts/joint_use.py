"""Ending a member's use of a joint rule: by the owner of the text, for whom it was written."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from portal.accounts.permissions import has_permission
from portal.accounts.roles import Permission
from portal.core.access import ALLOWED, Access, refused
from registry.lifecycle import Lifecycle
from registry.models import Entry
from registry.register.acts.deregistering import Deregister


class EndJointUse(Deregister):
    """End the entry of another body that files the same text, where its right to use it ended.

    The plan for certificates is the one of a deregistration. The act comes with the end of a
    membership in an alliance (`registry.alliances.leaving`) and is offered nowhere else.
    """

    name = "end_joint_use"
    label = gettext_lazy("End the use of the joint rule")
    event = "joint_use_ended"
    who = gettext_lazy("signatory of the body that owns the joint text")

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
