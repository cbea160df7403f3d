"""Who looks after the outbox."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.accounts.permissions import (
    Visitor,
    organisations_where,
    permissions_of,
    works_at_desk,
)
from portal.accounts.roles import OrganisationKind, Permission
from portal.core.access import ALLOWED, Access, refused


def may_tend_outbox(user: Visitor) -> Access:
    """Whether a person sees what could not be carried out, and decides what becomes of it."""
    if works_at_desk(user):
        return ALLOWED
    managed = organisations_where(user, Permission.MANAGE)
    if permissions_of(user) and managed.filter(kind=OrganisationKind.REGULATOR).exists():
        return ALLOWED
    return refused(_("The outbox is for officers and administrators of the regulator."))
