"""Ministries and scheme owners: taken in by the regulator, then looking after their own people."""

from __future__ import annotations

from django.core.validators import validate_slug
from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.identifiers import validate_uscc
from portal.accounts.invitations import appoint, may_manage
from portal.accounts.models import Organisation, User
from portal.accounts.roles import OrganisationKind
from portal.core.errors import RulesBroken

#: Bodies come with their approvals, in the register of bodies; branches with their territory.
TAKEN_IN = (OrganisationKind.MINISTRY, OrganisationKind.SCHEME_OWNER)


@transaction.atomic
def take_in(
    regulator: Organisation,
    by: User,
    *,
    kind: str,
    name_zh: str,
    slug: str,
    email: str,
    name: str,
    name_en: str = "",
    uscc: str = "",
) -> Organisation:
    """Add a ministry or a scheme owner with its first administrator.

    Raises:
        NotAllowed: only administrators of the regulator may.
        RulesBroken: it is of another kind, or the short name is taken.
    """
    may_manage(by, regulator).require()
    if regulator.kind != OrganisationKind.REGULATOR:
        raise RulesBroken(_("Only the regulator takes ministries and scheme owners in."))
    if kind not in TAKEN_IN:
        raise RulesBroken(_("Only ministries and scheme owners are added here."))
    if Organisation.objects.filter(slug=slug).exists():
        raise RulesBroken(_("The short name %(slug)s is taken.") % {"slug": slug})
    validate_slug(slug)
    if uscc:
        validate_uscc(uscc)
    taken = Organisation.objects.create(
        kind=kind,
        slug=slug,
        name_zh=name_zh,
        name_en=name_en,
        uscc=uscc,
        is_demonstration=regulator.is_demonstration,
    )
    appoint(email, name, taken, by)
    return taken
