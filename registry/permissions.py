"""Who may see, review and decide on which filing; every view of a filing asks here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Organisation
from portal.accounts.permissions import (
    Visitor,
    has_permission,
    may_decide_at_all,
    may_review,
    works_at_desk,
)
from portal.accounts.roles import OrganisationKind, Permission
from portal.core.access import ALLOWED, Access, refused
from registry.models import Entry, Filing
from registry.parts import has_reviewed, part_in


def may_see(user: Visitor, filing: Filing) -> Access:
    """Whether a person may see a filing: those of the desk, and people of its body."""
    if works_at_desk(user) or has_permission(user, Permission.WORK, filing.organisation):
        return ALLOWED
    return refused(_("Only the certification body and the regulator may see this filing."))


def is_impartial(user: Visitor, filing: Filing) -> Access:
    """Whether a person never had a part in what is before them; the reason names the part."""
    part = part_in(user, filing)
    return ALLOWED if part is None else refused(part.label)


def may_review_filing(user: Visitor, filing: Filing) -> Access:
    """Whether a person may take a filing up, write remarks and propose: an impartial officer."""
    if not may_review(user):
        return refused(_("Only officers of the regulator may review filings."))
    return is_impartial(user, filing)


def may_decide(user: Visitor, filing: Filing) -> Access:
    """Whether a person may decide on a filing: an impartial decider who did not review it."""
    if not may_decide_at_all(user):
        return refused(_("Only deciders of the regulator may decide; officers propose."))
    if Filing.objects.filter(has_reviewed(user), pk=filing.pk).exists():
        return refused(
            _("You reviewed this filing or proposed its outcome. Another person has to decide.")
        )
    return is_impartial(user, filing)


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
    if works_at_desk(user) or (
        regulator is not None and has_permission(user, Permission.MANAGE, regulator)
    ):
        return ALLOWED
    return refused(_("The outbox is for officers and administrators of the regulator."))
