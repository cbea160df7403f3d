"""The mail addresses of the people who have a role."""

from __future__ import annotations

from portal.accounts.models import Membership, Organisation
from portal.accounts.roles import OrganisationKind, Role


def people_of(organisation: Organisation, *roles: Role) -> list[str]:
    """Those who have one of these roles in an organisation."""
    return _addresses(organisation=organisation, role__in=roles)


def people_of_regulator(*roles: Role) -> list[str]:
    """Those who have one of these roles at the regulator."""
    return _addresses(organisation__kind=OrganisationKind.REGULATOR, role__in=roles)


def _addresses(**which: object) -> list[str]:
    rows = Membership.objects.filter(user__is_active=True, **which)
    return list(rows.values_list("user__email", flat=True))
