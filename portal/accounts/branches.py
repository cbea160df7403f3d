"""Branches of the regulator: added by its administrators, who also look after their people."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.validators import validate_slug
from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.invitations import invite, may_manage
from portal.accounts.models import Organisation, User
from portal.accounts.roles import OrganisationKind, Role
from portal.core.errors import RulesBroken

#: GB/T 2260: a province has two digits, a city four, a district six.
LENGTHS = (2, 4, 6)


@transaction.atomic
def add_branch(
    regulator: Organisation,
    by: User,
    *,
    name_zh: str,
    slug: str,
    territory: Sequence[str],
    email: str,
    name: str,
    name_en: str = "",
) -> Organisation:
    """Add a branch with its territory and its first administrator.

    Raises:
        NotAllowed: only administrators of the regulator may.
        RulesBroken: a region is no code, or the short name is taken.
    """
    may_manage(by, regulator).require()
    if regulator.kind != OrganisationKind.REGULATOR:
        raise RulesBroken(_("Only the regulator has branches."))
    if Organisation.objects.filter(slug=slug).exists():
        raise RulesBroken(_("The short name %(slug)s is taken.") % {"slug": slug})
    wrong = [code for code in territory if not (code.isdecimal() and len(code) in LENGTHS)]
    if wrong or not territory:
        raise RulesBroken(
            _("Name the territory by codes of GB/T 2260 with 2, 4 or 6 digits: %(wrong)s.")
            % {"wrong": ", ".join(wrong) or "33"}
        )
    validate_slug(slug)
    branch = Organisation.objects.create(
        kind=OrganisationKind.BRANCH,
        parent=regulator,
        slug=slug,
        name_zh=name_zh,
        name_en=name_en,
        territory=list(territory),
        is_demonstration=regulator.is_demonstration,
    )
    invite(email, name, branch, Role.ADMINISTRATOR, by)
    return branch
