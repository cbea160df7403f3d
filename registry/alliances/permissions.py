"""Who acts in an alliance for which body."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Organisation
from portal.accounts.permissions import Visitor, has_permission
from portal.accounts.roles import Permission
from portal.core.access import ALLOWED, Access, refused
from registry.models import Alliance, AllianceMember
from schemes.models import Scheme


def may_bind(user: Visitor, body: Organisation) -> Access:
    """Whether a person enters a body into an alliance, or speaks for the lead: who answers for it.

    That is a signatory, or an administrator.
    """
    if body.is_body and any(
        has_permission(user, each, body) for each in (Permission.SIGN, Permission.MANAGE)
    ):
        return ALLOWED
    return refused(_("Only a signatory or an administrator of the certification body may do this."))


def may_see_alliance(user: Visitor, alliance: Alliance) -> Access:
    """Whether a person sees an alliance in the workspace: of whom it has asked, or had."""
    if Alliance.objects.visible_to(user).filter(pk=alliance.pk).exists():
        return ALLOWED
    return refused(_("Only people of the alliance’s members may see it in the workspace."))


def may_make_joint(user: Visitor, alliance: Alliance, scheme: Scheme) -> Access:
    """Whether a person makes a scheme a joint one: who writes for the lead, whose scheme it is."""
    own = scheme.organisation_id == alliance.lead_id
    if own and has_permission(user, Permission.EDIT, alliance.lead):
        return ALLOWED
    return refused(_("Only authors and signatories of the lead may make its schemes joint ones."))


def may_sign_for(user: Visitor, member: AllianceMember) -> Access:
    """Whether a person counter-signs and files for a member: its signatory."""
    if has_permission(user, Permission.SIGN, member.organisation):
        return ALLOWED
    return refused(_("Only a signatory of the member may do this."))


def may_exclude(user: Visitor, member: AllianceMember) -> Access:
    """Whether a person ends the membership of another body: a signatory of the lead."""
    if not member.is_lead and has_permission(user, Permission.SIGN, member.alliance.lead):
        return ALLOWED
    return refused(_("Only a signatory of the lead may do this, and not to the lead itself."))
