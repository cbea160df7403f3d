"""Who may see, review and decide on which filing; every view of a filing asks here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Organisation, User
from portal.accounts.permissions import (
    Visitor,
    branches_of,
    has_permission,
    may_decide_at_all,
    may_publish,
    may_review,
    sees_desk,
    territory_of,
)
from portal.accounts.roles import Permission
from portal.core.access import ALLOWED, Access, barred, refused
from registry.delegable import DelegatedAct
from registry.impartiality import hand_in, part_in
from registry.models import CaseNote, Delegation, Filing, OpinionRequest, Remark
from registry.models.delegations import delegated
from registry.undelegated import refused_to
from schemes.permissions import may_write


def may_see(user: Visitor, filing: Filing) -> Access:
    """Whether a person may see a filing: the desk, its body, and the branch of its region."""
    if sees_desk(user) or has_permission(user, Permission.WORK, filing.organisation):
        return ALLOWED
    if branches_of(user) and filing.organisation.is_seated_in(territory_of(user)):
        return ALLOWED
    if user is not None and Filing.objects.visible_to(user).filter(pk=filing.pk).exists():
        return ALLOWED  # who owned the scheme then, owns it now, or was named to issue it
    return refused(_("Only the certification body and the regulator may see this filing."))


def is_impartial(user: Visitor, filing: Filing) -> Access:
    """Whether a person never had a part in what is before them; the reason names the part."""
    part = part_in(user, filing)
    return ALLOWED if part is None else barred(part.label)


def may_review_filing(user: Visitor, filing: Filing) -> Access:
    """Whether a person may take a filing up, write remarks and propose: an impartial officer.

    Of a branch while that is delegated to it for the region of the body.
    """
    if not may_review_for(user, filing):
        words = _("Only officers of the regulator may review filings.")
        return refused_to(user, lambda: _bodies_of(filing), DelegatedAct.REVIEW, words)
    return is_impartial(user, filing)


def may_review_for(user: Visitor, filing: Filing) -> bool:
    """Whether a person reviews filings of this body: of the regulator, or by delegation."""
    return may_review(user) or _by_delegation(user, filing, DelegatedAct.REVIEW)


def may_decide_for(user: Visitor, filing: Filing) -> bool:
    """Whether a person decides on filings of this body: of the regulator, or by delegation."""
    return may_decide_at_all(user) or _by_delegation(user, filing, DelegatedAct.DECIDE)


def _by_delegation(user: Visitor, filing: Filing, act: DelegatedAct) -> bool:
    """Whether it was delegated for the region of the body, and of all whom the review serves."""
    if not branches_of(user):
        return False
    return all(delegated(user, body, act) is not None for body in _bodies_of(filing))


def _bodies_of(filing: Filing) -> list[Organisation]:
    members = filing.led.select_related("organisation")
    return [filing.organisation, *(led.organisation for led in members)]


def may_delegate(user: Visitor) -> Access:
    """Whether a person delegates to branches: deciders of the regulator itself."""
    if may_decide_at_all(user):
        return ALLOWED
    return refused(_("Only deciders of the regulator itself delegate to its branches."))


def may_confirm_delegation(user: Visitor, delegation: Delegation) -> Access:
    """Whether a person confirms a delegation: another decider than who gave it."""
    if user is not None and user.pk == delegation.given_by_id:
        return refused(_("You gave this delegation. Another decider has to confirm it."))
    return may_delegate(user)


def may_assign(user: Visitor, filing: Filing) -> Access:
    """Whether a person may say who works on a filing: whoever reviews or decides, impartial."""
    if not (may_review(user) or may_decide_at_all(user)):
        return refused(_("Only officers and deciders of the regulator assign cases."))
    return is_impartial(user, filing)


def may_release(user: Visitor, filing: Filing) -> Access:
    """Whether a person may give a case back: who has it."""
    if user is None or filing.officer_id is None or user.pk != filing.officer_id:
        return refused(_("A case is released by the officer who has it."))
    return may_review_filing(user, filing)


def may_write_notes(user: Visitor, filing: Filing) -> Access:
    """Whether a person may write internal notes: whoever reviews or decides, impartial."""
    if not (may_review(user) or may_decide_at_all(user)):
        return refused(_("Only officers and deciders of the regulator write internal notes."))
    return is_impartial(user, filing)


def may_change_note(user: Visitor, note: CaseNote) -> Access:
    """Whether a person may write a note anew or take it back: its author, while at the desk."""
    if user is None or user.pk != note.author_id:
        return refused(_("A note is changed and taken back by its author alone."))
    return may_write_notes(user, note.filing)


def may_ask_for_opinions(user: Visitor, filing: Filing) -> Access:
    """Whether a person may ask for opinions on a filing and let them go: who has the case."""
    if user is None or filing.officer_id is None or user.pk != filing.officer_id:
        return refused(_("Opinions are asked for by the officer who has the case."))
    return may_review_filing(user, filing)


def may_give_opinion(
    user: Visitor, filing: Filing, request: OpinionRequest | None = None
) -> Access:
    """Whether a person may give an opinion: impartial, of the desk, and the one who was asked."""
    if request is not None and (user is None or user.pk != request.person_id):
        return refused(_("Somebody else was asked for this opinion."))
    if not (may_review(user) or may_decide_at_all(user)):
        return refused(_("Only officers and deciders of the regulator give opinions."))
    if not is_impartial(user, filing):
        return refused(
            _("%(person)s has a part in this filing and cannot review it. Choose somebody else.")
            % {"person": user}
        )
    return ALLOWED


def may_confirm_terms(user: Visitor, entered_by: int | None) -> Access:
    """Whether a person confirms a row that closes a track: who keeps registers, and another one."""
    if not may_publish(user):
        return refused(
            _("Only editors and administrators of the regulator confirm rows of registers.")
        )
    if user is not None and user.pk == entered_by:
        return refused(
            _(
                "You entered this row, so a second person must confirm it. Ask another editor or "
                "an administrator."
            )
        )
    return ALLOWED


def may_keep_experts(user: Visitor) -> Access:
    """Whether a person keeps the pool of experts: who keeps registers, not who draws from it."""
    if may_publish(user):
        return ALLOWED
    return refused(_("The pool of experts is kept by editors and administrators of the regulator."))


def may_see_experts(user: Visitor) -> Access:
    """Whether a person sees the pool: whoever keeps it, reviews or decides."""
    if may_publish(user) or may_review(user) or may_decide_at_all(user):
        return ALLOWED
    return refused(_("The pool of experts is for the regulator’s people alone."))


def may_note_absence(user: Visitor, person: User) -> Access:
    """Whether somebody may say that a person is away: the person, and whoever decides."""
    if user is not None and (user.pk == person.pk or may_decide_at_all(user)):
        return ALLOWED
    return refused(_("An absence is noted by the person or by a decider."))


def may_have_case(officer: Visitor, filing: Filing) -> Access:
    """Whether a case may be given to somebody: an officer without a part in the filing."""
    if not may_review_for(officer, filing):
        return refused(_("This person does not review filings any more. Choose somebody else."))
    if not is_impartial(officer, filing):
        return refused(
            _("%(person)s has a part in this filing and cannot review it. Choose somebody else.")
            % {"person": officer}
        )
    return ALLOWED


def may_withdraw(user: Visitor, remark: Remark) -> Access:
    """Whether a person may take a remark back: who wrote it, and who answers for the review."""
    responsible = (remark.author_id, remark.filing.officer_id)
    if user is None or user.pk not in responsible:
        return refused(
            _("A remark is taken back by its author or by the officer who reviews the filing.")
        )
    return may_review_filing(user, remark.filing)


def may_edit_remark(user: Visitor, remark: Remark) -> Access:
    """Whether a person may word a remark otherwise: who wrote it, and nobody else."""
    if user is None or user.pk != remark.author_id:
        return refused(_("A remark is edited by its author alone; others take it back."))
    return may_review_filing(user, remark.filing)


def may_decide(user: Visitor, filing: Filing) -> Access:
    """Whether a person may decide on a filing: an impartial decider who did not review it."""
    if not may_decide_for(user, filing):
        words = _("Only deciders of the regulator may decide; officers propose.")
        return refused_to(user, lambda: _bodies_of(filing), DelegatedAct.DECIDE, words)
    hand = hand_in(user, filing)
    return is_impartial(user, filing) if hand is None else barred(hand.label)


def may_take_back(user: Visitor, filing: Filing) -> Access:
    """Whether a person may withdraw a filing for its body."""
    if has_permission(user, Permission.SIGN, filing.answering_body):
        return ALLOWED
    return refused(_("Only a signatory of the certification body may withdraw its filing."))


def may_answer(user: Visitor, filing: Filing) -> Access:
    """Whether a person may answer the remarks on a filing for its body."""
    if filing.leader is not None:
        return refused(_("The owner of the joint text answers for all who file it."))
    if has_permission(user, Permission.EDIT, filing.answering_body):
        return ALLOWED
    return refused(_("Only authors and signatories of the certification body may answer."))


def may_correct(user: Visitor, filing: Filing) -> Access:
    """Whether a person writes the corrected version: of a licensed text its owner does."""
    return may_answer(user, filing) and may_write(user, filing.scheme)
