"""Proposing an act on an entry, which another person carries out, and putting a proposal aside."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.errors import RulesBroken, WrongState
from portal.core.moves import locked
from registry.lifecycle import delegable_of
from registry.models import Duty, Entry, EntryProposal, EntryRuling
from registry.register.acting import ProposedAct
from registry.register.declaring import declare
from registry.register.permissions import acting_by, may_propose_act, may_settle
from registry.register.telling import tell_act_proposed


@transaction.atomic
def propose_act(entry: Entry, user: User, act: type[ProposedAct], **words: Any) -> EntryProposal:
    """Write down what is to be done to an entry and why; a decider hears of it.

    Who proposes declares to be impartial in it.

    Raises:
        NotAllowed: the person is no officer, or has a part in the scheme.
        WrongState: the entry is not in a state for it, or another proposal waits.
        RulesBroken: the words would not hold.
    """
    entry = locked(entry)
    may_propose_act(user, entry, act.name).require()
    action = act(entry, user, **words)
    if entry.state not in act.from_states:
        raise WrongState(action.wrong_state_message())
    if entry.waiting_proposal is not None:
        raise WrongState(_("Another proposal for this entry waits; it has to be ruled on first."))
    action.check_words()
    proposal = EntryProposal.objects.create(
        entry=entry,
        act=act.name,
        words=words,
        proposed_by=user,
        delegation=acting_by(user, entry, delegable_of(act.name).of_officer),
    )
    declare(entry, user, Duty.PROPOSAL, act.name, proposal)
    tell_act_proposed(proposal, act.label)
    return proposal


@transaction.atomic
def put_aside(proposal: EntryProposal, user: User, reason: str) -> EntryRuling:
    """Rule that a proposal is not carried out, or take one's own back; the reason is kept.

    Who rules on what another proposed declares to be impartial in it.

    Raises:
        NotAllowed: the person neither proposed it nor may rule on it.
        WrongState: somebody ruled on it meanwhile.
        RulesBroken: there is no reason.
    """
    entry = locked(proposal.entry)
    may_settle(user, proposal).require()
    if EntryRuling.objects.filter(proposal=proposal).exists():
        raise WrongState(_("Somebody has ruled on this proposal meanwhile."))
    if not reason.strip():
        raise RulesBroken(_("Say why the proposal is not carried out; the record keeps it."))
    proposal.entry = entry
    given = delegable_of(proposal.act)
    is_own = proposal.proposed_by_id == user.pk
    if not is_own:
        declare(entry, user, Duty.DECISION, proposal.act, proposal)
    return EntryRuling.objects.create(
        proposal=proposal,
        is_carried_out=False,
        reason=reason.strip(),
        ruled_by=user,
        delegation=acting_by(user, entry, given.of_officer if is_own else given.of_decider),
    )
