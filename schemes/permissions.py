"""Who may see, write and sign which scheme; every view of a scheme asks here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Organisation
from portal.accounts.permissions import Visitor, has_permission, may_publish
from portal.accounts.roles import Permission
from portal.core.access import ALLOWED, Access, refused
from schemes.models import Scheme, Version
from schemes.states import VersionState


def may_see(user: Visitor, scheme: Scheme) -> Access:
    """Whether a person may see a scheme in the workspace, drafts and all."""
    if has_permission(user, Permission.WORK, scheme.organisation):
        return ALLOWED
    return refused(_("Only people of the certification body that owns the scheme may see it."))


def may_begin(user: Visitor, organisation: Organisation) -> Access:
    """Whether a person may begin a scheme for a certification body."""
    if organisation.writes and has_permission(user, Permission.EDIT, organisation):
        return ALLOWED
    return refused(_("Only authors and signatories of a certification body may write schemes."))


def may_write(user: Visitor, scheme: Scheme) -> Access:
    """Whether a person may write the scheme, leaving its state aside."""
    if has_permission(user, Permission.EDIT, scheme.organisation):
        return ALLOWED
    return refused(_("Only authors and signatories of the certification body may write here."))


def may_edit(user: Visitor, version: Version) -> Access:
    """Whether a person may change this version's document now."""
    access = may_write(user, version.scheme)
    if not access:
        return access
    if version.state != VersionState.DRAFT:
        return refused(
            _("This version is signed and can no longer be changed; begin a new version instead.")
        )
    return ALLOWED


def may_sign(user: Visitor, version: Version) -> Access:
    """Whether a person may sign the public commitment for this version's body."""
    if has_permission(user, Permission.SIGN, version.scheme.organisation):
        return ALLOWED
    return refused(_("Only a signatory of the certification body may sign and submit."))


def may_write_blueprints(user: Visitor) -> Access:
    """Whether a person may write, publish and retire blueprints, leaving their state aside."""
    if may_publish(user):
        return ALLOWED
    return refused(_("Only editors and administrators of the regulator may change blueprints."))
