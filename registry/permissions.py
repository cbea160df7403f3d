"""Who may see, review and decide on which filing; every view of a filing asks here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Organisation
from portal.accounts.permissions import (
    Visitor,
    has_permission,
    is_member,
    may_review,
    permissions_of,
)
from portal.accounts.roles import OrganisationKind, Permission
from portal.core.access import ALLOWED, Access, refused
from registry.models import Entry, Filing


def may_see(user: Visitor, filing: Filing) -> Access:
    """Whether a person may see a filing: those who review, and people of its body."""
    if may_review(user) or has_permission(user, Permission.WORK, filing.organisation):
        return ALLOWED
    return refused(_("Only the certification body and the regulator may see this filing."))


def is_impartial(user: Visitor, organisation: Organisation) -> Access:
    """Whether a person has no part in the organisation whose filing is before them."""
    if is_member(user, organisation):
        return refused(
            _(
                "You belong to the certification body that filed this. Somebody without a part "
                "in it has to review and decide."
            )
        )
    return ALLOWED


def may_review_filing(user: Visitor, filing: Filing) -> Access:
    """Whether a person may write remarks on a filing: an officer, not of its organisation."""
    if not may_review(user):
        return refused(_("Only officers of the regulator may review filings."))
    return is_impartial(user, filing.organisation)


def may_decide(user: Visitor, filing: Filing) -> Access:
    """Whether a person may decide on a filing: by role, and not of its organisation."""
    if not any(codename == Permission.DECIDE.value for _org, codename in permissions_of(user)):
        return refused(_("Only officers and deciders of the regulator may decide."))
    return is_impartial(user, filing.organisation)


def may_answer(user: Visitor, filing: Filing) -> Access:
    """Whether a person may answer the remarks on a filing for its body."""
    if has_permission(user, Permission.EDIT, filing.organisation):
        return ALLOWED
    return refused(_("Only authors and signatories of the certification body may answer."))


def may_see_entry(user: Visitor, entry: Entry) -> Access:
    """Whether a person may see an entry in the workspace; in the catalogue everybody may."""
    if has_permission(user, Permission.WORK, entry.organisation):
        return ALLOWED
    return refused(_("Only people of the certification body may see this in the workspace."))


def may_end(user: Visitor, entry: Entry) -> Access:
    """Whether a person may deregister an entry for its body."""
    if has_permission(user, Permission.SIGN, entry.organisation):
        return ALLOWED
    return refused(_("Only a signatory of the certification body may deregister its scheme."))


def may_tend_outbox(user: Visitor) -> Access:
    """Whether a person sees what could not be carried out, and decides what becomes of it."""
    regulator = Organisation.objects.filter(kind=OrganisationKind.REGULATOR).first()
    if may_review(user) or (
        regulator is not None and has_permission(user, Permission.MANAGE, regulator)
    ):
        return ALLOWED
    return refused(_("The outbox is for officers and administrators of the regulator."))
