"""What burdens a body for good takes two people; what one does alone is interim, and is listed.

The reasons why one is enough for each stand in docs/adr/0056.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from portal.core.actions import Action
from portal.core.moves import kind_of
from registry.lifecycle import entry_acts
from registry.models import Entry
from registry.procedure.actions import ITEM_ACTIONS
from registry.procedure.actions.of_clocks import clock_acts
from registry.procedure.actions.reasoned import OnFiling
from registry.register.acting import ProposedAct
from registry.supervision.campaigns.acts import CAMPAIGN_ACTIONS, TASK_ACTIONS
from registry.tracks import all_tracks

#: Acts of an officer alone that burden a body for the time being.
INTERIM = {
    "AskToComplete",
    "AskToSupply",
    "AskToMakeGood",
    "Challenge",
    "RefuseFastLane",
    "PauseForExperts",
    "PauseForBody",
    "PauseForForceMajeure",
    "ReopenItem",
    "ReturnEvidence",
    "RefuseJustification",
    "Escalate",
}
#: Those that give a body what it wants, or let it go on.
GIVING = {
    "Accept",
    "EnterInRegister",
    "ConfirmPromise",
    "GrantFastLane",
    "Resume",
    "CloseItem",
    "AcceptEvidence",
    "AcceptJustification",
    "Excuse",
}
#: Those by which work begins, goes on or is over; they say nothing about a body.
WORK = {"TakeUp", "ReviewApart", "CloseCampaign"}

STATES = {str(state.key): state for track in all_tracks() for state in track.states}
DECISION = Path(__file__).parents[3] / "docs/adr/0056-not-accepting-takes-two-people.md"


def every_act() -> Iterator[type[Action[Any]]]:
    for track in all_tracks():
        yield from (*track.acts, *clock_acts(track))
    yield from (*ITEM_ACTIONS, *entry_acts(), *TASK_ACTIONS, *CAMPAIGN_ACTIONS)


def of_an_officer() -> dict[str, list[type[Action[Any]]]]:
    """By the name of their class; one is possible on several tracks."""
    found: dict[str, list[type[Action[Any]]]] = {}
    for act in every_act():
        if str(act.who).startswith("officer of the regulator"):
            found.setdefault(act.__name__, []).append(act)
    return found


def proposes(act: type[Action[Any]]) -> bool:
    return bool(act.to_state and act.to_state in STATES and STATES[act.to_state].awaits_decision)


def test_what_an_officer_does_alone_proposes_gives_is_work_or_is_interim():
    alone = {name for name, acts in of_an_officer().items() if not all(map(proposes, acts))}
    assert alone == INTERIM | GIVING | WORK


@pytest.mark.parametrize("name", sorted(INTERIM))
def test_what_burdens_for_the_time_being_ends_nothing_and_is_accounted_for(name):
    for act in of_an_officer()[name]:
        to_state = STATES.get(act.to_state or "")
        assert to_state is None or not to_state.is_closed
        assert not [move for move in act.further_moves() if move.record == kind_of(Entry)]
    assert f"`{name}`" in DECISION.read_text()


def test_a_decision_that_burdens_rests_on_a_proposal():
    for act in every_act():
        if str(act.who).startswith("decider of the regulator") and getattr(act, "asks_grounds", 0):
            if issubclass(act, ProposedAct):
                continue  # it takes its words from the proposal (`EntryProposal`)
            assert all(STATES[state].awaits_decision for state in act.from_states), act
            assert issubclass(act, OnFiling) or act.__name__ == "RequestCorrection"


def test_a_clock_whose_end_is_the_bodys_by_law_is_not_put_off_by_an_officer():
    for track in all_tracks():
        deemed = {key for key, state in STATES.items() if state.clock and state.clock.deemed}
        for act in clock_acts(track):
            if act.__name__ in ("PauseForExperts", "PauseForBody"):
                assert not act.from_states & deemed
