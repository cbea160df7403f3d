"""Every kind of record that has states, with every move of it: what the page on workflow tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils.translation import gettext as _

import registry.models.tokens as token_records
import registry.tokens.life as token_life
from portal.accounts.grants import GRANT_MOVES
from portal.accounts.models import GrantState, RoleGrant
from portal.core.actions import Action
from portal.core.leases import MOVES_OF_THE_WORKER
from portal.core.models import MessageState, OutboxMessage
from portal.core.moves import NOT_YET, Move, kind_of
from registry.alliances.membership import FOUND, INVITE
from registry.lifecycle import entry_acts, entry_state_choices
from registry.models import (
    AllianceMember,
    Campaign,
    CampaignTask,
    Entry,
    Filing,
    OwnerChange,
    Remark,
    StockImport,
)
from registry.outbox.tending import MESSAGE_ACTIONS
from registry.procedure.actions import (
    ALLIANCE_ACTIONS,
    ITEM_ACTIONS,
    LICENCE_ACTIONS,
    SUBMISSION_ACTIONS,
)
from registry.procedure.actions.of_clocks import clock_acts
from registry.register.changing_owner import ASK as ASK_FOR_OWNER
from registry.register.changing_owner import OWNER_CHANGE_ACTIONS
from registry.states import (
    ENDED_ENTRY_STATES,
    STANDING_MEMBERSHIPS,
    STANDING_OWNER_CHANGES,
    CampaignState,
    MembershipState,
    OwnerChangeState,
    RemarkState,
    StockState,
    TaskState,
)
from registry.stock.acts import FINISH, STOCK_ACTIONS
from registry.stock.entering import KEEP_FROM_PAPER, LIST_FROM_PAPER
from registry.supervision.campaigns.acts import CAMPAIGN_ACTIONS, TASK_ACTIONS
from registry.supervision.campaigns.beginning import ASK, BEGIN
from registry.supervision.campaigns.following import RESUMED, SUSPENDED
from registry.supervision.campaigns.settling import AMEND, END, REOPEN
from registry.tracks import Track, all_tracks
from schemes.actions import VERSION_ACTIONS
from schemes.blueprint_actions import BLUEPRINT_ACTIONS
from schemes.installation import SHIP, SHIP_FOR_PAPER
from schemes.models import BlueprintVersion, Version
from schemes.states import BlueprintState, VersionState

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

AnyAction = type[Action[Any]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: its states with their words in their order, and what moves it."""

    title: str
    model: type[Model]
    states: Sequence[tuple[str, StrOrPromise]]
    #: Where its life may end.
    final: frozenset[str]
    actions: Sequence[AnyAction] = ()
    #: Moves that no action makes: of the worker, of an installation.
    others: Sequence[Move] = ()
    #: The track, where it is a filing.
    track: Track | None = None

    @property
    def moves(self) -> list[Move]:
        """All moves of it: of its own actions, with those on other records, and the others.

        What several of them declare alike is one move, from all their states.
        """
        found: dict[tuple[str, ...], Move] = {}
        every = [*map(self._own, self.actions), *self._with_others(), *self.others]
        for move in filter(self._has, every):
            alike = (move.to_state, move.event, str(move.label), str(move.who))
            states = move.from_states | (found[alike].from_states if alike in found else set())
            found[alike] = replace(move, from_states=states)
        return list(found.values())

    def _has(self, move: Move) -> bool:
        """Whether a move is between states of this kind; a filing on another track has others."""
        states = {NOT_YET, *(str(state) for state, _words in self.states)}
        return move.to_state in states and move.from_states <= states

    @property
    def initial(self) -> list[str]:
        """The states in which such a record begins."""
        default: str = self.model._meta.get_field("state").get_default()  # type: ignore[union-attr]
        begun = [move.to_state for move in self.moves if NOT_YET in move.from_states]
        return list(dict.fromkeys(filter(None, [default, *begun])))

    def _own(self, action: AnyAction) -> Move:
        """What an action does to its own record; nothing, for some."""
        to_state = action.to_state or ""
        states = kind_of(self.model), action.from_states, to_state
        return Move(*states, event=action.event, label=action.label, who=action.who)

    def _with_others(self) -> Iterator[Move]:
        """What actions on other records do to it."""
        for action in chain.from_iterable(kind.actions for kind in kinds()):
            label = _("with “%(action)s”") % {"action": action.label}
            for move in action.further_moves():
                if move.record == kind_of(self.model):
                    yield replace(move, label=label, who=action.who)


def kinds() -> tuple[Kind, ...]:
    """All kinds, in the order in which the work meets them; a filing is one kind on each track."""
    return (
        Kind(
            "Version of a scheme",
            Version,
            VersionState.choices,
            frozenset({VersionState.SUBMITTED, VersionState.SET_ASIDE}),
            (*VERSION_ACTIONS, *SUBMISSION_ACTIONS, *LICENCE_ACTIONS),
            (KEEP_FROM_PAPER,),
        ),
        *map(_filing_on, all_tracks()),
        Kind(
            "Remark",
            Remark,
            RemarkState.choices,
            frozenset({RemarkState.CLOSED}),
            ITEM_ACTIONS,
        ),
        Kind(
            "Entry of the register",
            Entry,
            entry_state_choices(),
            ENDED_ENTRY_STATES,
            entry_acts(),
            (LIST_FROM_PAPER,),
        ),
        Kind(
            "Change of owner",
            OwnerChange,
            OwnerChangeState.choices,
            frozenset(OwnerChangeState) - STANDING_OWNER_CHANGES,
            OWNER_CHANGE_ACTIONS,
            (ASK_FOR_OWNER,),
        ),
        Kind(
            "Membership in an alliance",
            AllianceMember,
            MembershipState.choices,
            frozenset(MembershipState) - STANDING_MEMBERSHIPS,
            ALLIANCE_ACTIONS,
            (FOUND, INVITE),
        ),
        Kind(
            "Campaign",
            Campaign,
            CampaignState.choices,
            frozenset({CampaignState.CLOSED}),
            CAMPAIGN_ACTIONS,
            (BEGIN,),
        ),
        Kind(
            "Task of a campaign",
            CampaignTask,
            TaskState.choices,
            frozenset({TaskState.SETTLED}),
            TASK_ACTIONS,
            (ASK, AMEND, END, REOPEN, SUSPENDED, RESUMED),
        ),
        Kind(
            "Version of a blueprint",
            BlueprintVersion,
            BlueprintState.choices,
            frozenset({BlueprintState.RETIRED, BlueprintState.DISCARDED}),
            BLUEPRINT_ACTIONS,
            (SHIP, SHIP_FOR_PAPER),
        ),
        Kind(
            "List of rules filed on paper",
            StockImport,
            StockState.choices,
            frozenset({StockState.DONE, StockState.DISCARDED}),
            STOCK_ACTIONS,
            (FINISH,),
        ),
        Kind(
            "Message of the outbox",
            OutboxMessage,
            MessageState.choices,
            frozenset({MessageState.DELIVERED}),
            MESSAGE_ACTIONS,
            MOVES_OF_THE_WORKER,
        ),
        Kind(
            "Role that is given",
            RoleGrant,
            GrantState.choices,
            frozenset({GrantState.GIVEN, GrantState.REFUSED}),
            others=GRANT_MOVES,
        ),
        Kind(
            "Token for the API",
            token_records.ApiToken,
            token_records.TokenState.choices,
            frozenset({token_records.TokenState.REVOKED}),
            token_life.TOKEN_ACTIONS,
            token_life.TOKEN_MOVES,
        ),
    )


def _filing_on(track: Track) -> Kind:
    closed = frozenset(str(state.key) for state in track.states if state.is_closed)
    states = [(state.key, state.label) for state in track.states]
    title = f"Filing on the track “{track.name}”"
    acts = (*track.acts, *clock_acts(track))
    return Kind(title, Filing, states, closed, acts, track=track)
