"""Who may see an entry in workspace and desk, and who may act on it, for body or regulator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Organisation
from portal.accounts.permissions import (
    Visitor,
    branches_of,
    has_permission,
    may_decide_at_all,
    may_review,
    sees_desk,
    territory_of,
)
from portal.accounts.roles import Permission
from portal.core.access import ALLOWED, Access, refused
from registry.delegable import DelegatedAct
from registry.impartiality import part_in_entry
from registry.lifecycle import act_named, delegable_of
from registry.models import Delegation, Entry, EntryProposal, Letter
from registry.models.delegations import acting_for, delegated
from registry.undelegated import refused_to

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: What one signatory does for a body, the state does as it does everything: two people, in public.
OF_THE_STATE = _(
    "A scheme of the state is suspended and ended by the regulator: an officer proposes it, and "
    "another person decides."
)


def may_see_entry(user: Visitor, entry: Entry) -> Access:
    """Whether a person may see an entry in the workspace; in the catalogue everybody may."""
    if has_permission(user, Permission.WORK, entry.organisation):
        return ALLOWED
    return refused(_("Only people of the certification body may see this in the workspace."))


def may_read_letter(user: Visitor, letter: Letter) -> Access:
    """Whether a person may read a letter: the desk, its body, and the branch of its region."""
    if sees_desk(user) or has_permission(user, Permission.WORK, letter.organisation):
        return ALLOWED
    if _is_in_territory(user, letter.organisation):
        return ALLOWED
    return refused(_("Only the certification body and the regulator may read this letter."))


def may_end(user: Visitor, entry: Entry) -> Access:
    """Whether a person may deregister an entry for its body."""
    if entry.organisation.issues:
        return refused(OF_THE_STATE)
    if has_permission(user, Permission.SIGN, entry.organisation):
        return ALLOWED
    return refused(_("Only a signatory of the certification body may deregister its scheme."))


def may_act_for_body(user: Visitor, entry: Entry) -> Access:
    """Whether a person may do to an entry what the law gives to its body."""
    if has_permission(user, Permission.SIGN, entry.organisation):
        return ALLOWED
    return refused(_("Only a signatory of the certification body may do this to its scheme."))


def may_pause(user: Visitor, entry: Entry) -> Access:
    """Whether a person may suspend an entry for its body."""
    return refused(OF_THE_STATE) if entry.organisation.issues else may_act_for_body(user, entry)


def may_see_at_desk(user: Visitor, entry: Entry) -> Access:
    """Whether a person sees an entry at the desk: its people, and the branch of its region."""
    if sees_desk(user) or _is_in_territory(user, entry.organisation):
        return ALLOWED
    return refused(_("Only the regulator sees the entry at its desk."))


def may_propose_act(user: Visitor, entry: Entry, act: str = "") -> Access:
    """Whether a person may propose an act on an entry: an officer without a part in it.

    `act` is its name. Of a branch where an officer's part in it was delegated for the body.
    """
    step = delegable_of(act).of_officer
    if not (may_review(user) or _is_given(user, entry, step)):
        words = _("Only officers of the regulator may propose acts on an entry.")
        return refused_to(user, lambda: [entry.organisation], step, words, act=_label_of(act))
    return _is_impartial(user, entry)


def may_carry_out(user: Visitor, entry: Entry, act: str = "") -> Access:
    """Whether a person may act on an entry: a decider without a part who did not propose it.

    `act` is its name. Of a branch where a decider's part in it was delegated for the body.
    """
    step = delegable_of(act).of_decider
    if not (may_decide_at_all(user) or _is_given(user, entry, step)):
        words, label = (
            _("Only deciders of the regulator may do this; officers propose."),
            _label_of(act),
        )
        return refused_to(
            user, lambda: [entry.organisation], step, words, act=label, is_deciders=True
        )
    proposal = entry.waiting_proposal
    if proposal is not None and user is not None and proposal.proposed_by_id == user.pk:
        return refused(_("You proposed this. Another person has to rule on it."))
    return _is_impartial(user, entry)


def may_settle(user: Visitor, proposal: EntryProposal) -> Access:
    """Whether a person may put a proposal aside: who made it, and who may rule on it."""
    if user is not None and proposal.proposed_by_id == user.pk:
        return may_propose_act(user, proposal.entry, proposal.act)
    return may_carry_out(user, proposal.entry, proposal.act)


def acting_by(user: Visitor, entry: Entry, step: DelegatedAct | None) -> Delegation | None:
    """By which delegation a person does a step of an act on an entry; the regulator by none."""
    return acting_for(user, entry.organisation, [] if step is None else [step])


def _label_of(act: str) -> StrOrPromise:
    return act_named(act).label if act else ""


def _is_given(user: Visitor, entry: Entry, step: DelegatedAct | None) -> bool:
    return step is not None and delegated(user, entry.organisation, step) is not None


def _is_in_territory(user: Visitor, body: Organisation) -> bool:
    return bool(branches_of(user)) and body.is_seated_in(territory_of(user))


def _is_impartial(user: Visitor, entry: Entry) -> Access:
    """Whether a person never had a part in the scheme; the reason names the part."""
    part = part_in_entry(user, entry)
    return ALLOWED if part is None else refused(part.label)
