"""Who looks after the outbox."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Organisation
from portal.accounts.permissions import Visitor, has_permission, works_at_desk
from portal.accounts.roles import OrganisationKind, Permission
from portal.core.access import ALLOWED, Access, refused


def may_tend_outbox(user: Visitor) -> Access:
    """Whether a person sees what could not be carried out, and decides what becomes of it."""
    regulator = Organisation.objects.filter(kind=OrganisationKind.REGULATOR).first()
    if works_at_desk(user) or (
        regulator is not None and has_permission(user, Permission.MANAGE, regulator)
    ):
        return ALLOWED
    return refused(_("The outbox is for officers and administrators of the regulator."))
