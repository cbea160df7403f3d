"""Who grants licences, who files under one, who reads what."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Organisation
from portal.accounts.permissions import Visitor, has_permission, sees_desk
from portal.accounts.roles import Permission
from portal.core.access import ALLOWED, Access, refused
from registry.models import Licence


def may_license(user: Visitor, owner: Organisation) -> Access:
    """Whether a person grants and ends licences: a signatory of the scheme owner."""
    if owner.owns_schemes and has_permission(user, Permission.SIGN, owner):
        return ALLOWED
    return refused(_("Only a signatory of the scheme owner grants and ends its licences."))


def may_see_licence(user: Visitor, licence: Licence) -> Access:
    """Whether a person sees a licence and its file: of both sides, and of the desk."""
    sides = (licence.licensor, licence.organisation)
    if sees_desk(user) or any(has_permission(user, Permission.WORK, one) for one in sides):
        return ALLOWED
    return refused(_("Only people of the scheme owner and of the licensed body may see this."))


def may_file_under(user: Visitor, body: Organisation) -> Access:
    """Whether a person files a scheme owner's text for a body: its signatory."""
    if body.is_body and has_permission(user, Permission.SIGN, body):
        return ALLOWED
    return refused(_("Only a signatory of the licensed body may do this."))
