"""Who may begin and carry on campaigns, and who answers their tasks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.accounts.permissions import (
    Visitor,
    bodies_of,
    has_permission,
    may_review,
    sees_desk,
)
from portal.accounts.roles import Permission
from portal.core.access import ALLOWED, Access, refused
from registry.models import Campaign, CampaignTask


def may_campaign(user: Visitor) -> Access:
    """Whether a person begins and closes campaigns: an officer."""
    return Access(may_review(user), _("Only officers of the regulator lead campaigns."))


def may_see_campaign(user: Visitor, campaign: Campaign) -> Access:
    """Whether a person sees a campaign at the desk: of a branch one that asks in its territory."""
    if sees_desk(user) or campaign.tasks.seen_at_desk(user).exists():
        return ALLOWED
    return refused(_("This page is for people of the regulator."))


def may_judge(user: Visitor, task: CampaignTask) -> Access:
    """Whether a person judges how a body did its task: an officer who does not belong to it.

    Nor to one that owned the scheme before.
    """
    if not may_review(user):
        return refused(_("Only officers of the regulator lead campaigns."))
    if bodies_of(user) and not CampaignTask.objects.judgeable_by(user).filter(pk=task.pk).exists():
        return refused(_("You belong to the certification body. Another officer has to do this."))
    return ALLOWED


def may_see_task(user: Visitor, task: CampaignTask) -> Access:
    """Whether a person sees a task in the workspace: people of its body."""
    if has_permission(user, Permission.WORK, task.organisation):
        return ALLOWED
    return refused(_("Only people of the certification body may see this in the workspace."))


def may_do_task(user: Visitor, task: CampaignTask) -> Access:
    """Whether a person answers a task for its body."""
    if has_permission(user, Permission.EDIT, task.organisation):
        return ALLOWED
    return refused(_("Only authors and signatories of the certification body may answer."))
