"""Who may take over what was filed on paper."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.accounts.permissions import Visitor, may_decide_at_all, organisations_where
from portal.accounts.roles import OrganisationKind, Permission
from portal.core.access import ALLOWED, Access, refused

WHO = _("decider or administrator of the regulator")


def may_take_over(user: Visitor) -> Access:
    """Whether a person may enter into the register what was filed on paper.

    It makes entries that have effect in law, so it is for those who decide, and for those who
    answer for the regulator's own house. It judges no text: who does it may review and decide on
    later filings of the same schemes.
    """
    managed = organisations_where(user, Permission.MANAGE).filter(kind=OrganisationKind.REGULATOR)
    if may_decide_at_all(user) or managed.exists():
        return ALLOWED
    return refused(_("Only deciders and administrators of the regulator may take over stock."))
