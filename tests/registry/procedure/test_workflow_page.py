"""What is told about the actions: the generated page, the timeline's words, the reference data."""

from __future__ import annotations

from collections import Counter

import pytest
from django.apps import apps

from registry.lifecycle import entry_acts
from registry.models import FilingEvent, Publication, ReasonCode, StateWords, TimeLimit
from registry.procedure.actions import FILING_ACTIONS, SUBMISSION_ACTIONS
from registry.procedure.installation import install_reference_data
from registry.procedure.timeline import event_label, filing_timeline, scheme_timeline
from registry.procedure.workflow import kinds
from registry.procedure.workflow_page import render_workflow
from registry.states import ApplicationState, EntryState, FilingState, ReasonPurpose
from registry.tracks import all_tracks
from schemes.actions import VERSION_ACTIONS
from schemes.states import VersionState
from tests.factories import FilingFactory
from tests.regulation import limit

ACTIONS = (*VERSION_ACTIONS, *SUBMISSION_ACTIONS, *FILING_ACTIONS, *entry_acts())


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_the_page_names_every_action_with_who_may_and_its_event(action):
    rows = [row for row in render_workflow().splitlines() if row.startswith(f"| {action.label} |")]
    assert len(rows) == max(1, sum(action in track.acts for track in all_tracks()))
    assert f"| {action.who} |" in rows[0]
    assert f"| `{action.event}` |" in rows[0]
    assert action.who


@pytest.mark.parametrize("state", [*VersionState, *FilingState, *EntryState])
def test_the_page_names_every_state(state):
    assert f"| `{state.value}` | {state.label} |" in render_workflow()


def _reached(kind):
    """The states that a record of a kind can come to."""
    reached, before = set(kind.initial), set()
    while reached != before:
        before = set(reached)
        moved = (move for move in kind.moves if move.to_state and move.from_states & before)
        reached |= {str(move.to_state) for move in moved}
    return reached


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.title)
def test_every_state_can_be_reached(kind):
    assert _reached(kind) == {str(state) for state, _words in kind.states}


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.title)
def test_every_state_that_is_not_final_has_an_exit(kind):
    left = {str(state) for m in kind.moves if m.to_state for state in m.from_states - {m.to_state}}
    assert {str(state) for state, _words in kind.states} - set(kind.final) <= left


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.title)
def test_every_move_is_between_states_of_its_kind(kind):
    states = {"", *(str(state) for state, _words in kind.states)}
    for move in kind.moves:
        assert {*move.from_states, move.to_state} <= states, move
        assert move.record == kind.model._meta.label


def test_every_record_with_a_state_is_on_the_page():
    """A publication repeats the state of its entry, and words are about one."""
    stateful = {
        model for model in apps.get_models() if any(f.name == "state" for f in model._meta.fields)
    }
    assert {kind.model for kind in kinds()} == stateful - {Publication, StateWords}


def test_the_drawing_shows_every_move():
    page = render_workflow()
    assert "    correction_requested --> received : with “Submit the filing”" in page
    assert "    frozen --> set_aside : Set the signed version aside" in page
    assert page.count("stateDiagram-v2") == len(kinds())


def test_no_move_is_told_or_drawn_twice():
    for part in render_workflow().split("\n## "):
        lines = [line for line in part.splitlines() if line.startswith("| ") or " --> " in line]
        assert [line for line, times in Counter(lines).items() if times > 1] == [], part[:60]


def test_the_page_is_the_same_every_time():
    assert render_workflow() == render_workflow()


def test_every_state_of_a_filing_has_words_for_the_body():
    states = [state for track in all_tracks() for state in track.states]
    assert all(state.to_body for state in states)
    assert {state.key for state in states} >= {*FilingState, *ApplicationState}


@pytest.mark.parametrize("action", [*VERSION_ACTIONS, *FILING_ACTIONS], ids=lambda a: a.name)
def test_every_event_of_a_filing_has_words(action):
    assert event_label(action.event) != action.event


@pytest.mark.django_db
@pytest.mark.parametrize("state", FilingState.values)
def test_a_timeline_has_words_for_all_that_happened(state):
    filing = FilingFactory(reached=state)
    events = set(FilingEvent.objects.values_list("event", flat=True))
    assert all(event_label(event) != event for event in events)
    assert len(filing_timeline(filing)) == filing.events.count()
    moments = [line.at for line in scheme_timeline(filing.scheme)]
    assert moments == sorted(moments, reverse=True)


@pytest.mark.django_db
def test_every_public_event_has_words():
    for state in FilingState.values:
        entry = FilingFactory(reached=state).scheme.entries.get()
        assert all(event.label != event.event for event in entry.events.all())


@pytest.mark.django_db
def test_reference_data_is_there_and_loads_once():
    assert ReasonCode.objects.count() == 29
    assert set(TimeLimit.objects.values_list("track", "clock", "amount")) == {
        (track.key, rule.key, rule.amount) for track in all_tracks() for rule in track.clocks
    }
    assert install_reference_data() == 0


@pytest.mark.django_db
def test_what_the_regulator_changed_in_the_reference_data_stays_changed():
    ReasonCode.objects.filter(code="ip").update(name_en="Renamed", is_used=False)
    limit("review", 7)
    install_reference_data()
    assert ReasonCode.objects.get(code="ip").name_en == "Renamed"
    assert TimeLimit.objects.get(track="filing", clock="review").amount == 7


@pytest.mark.django_db
def test_every_reason_has_both_languages_and_its_basis():
    """No law gives a right to the fast lane, so its grounds have no clause."""
    for reason in ReasonCode.objects.all():
        clause = reason.basis_zh and reason.basis_en
        has_basis = bool(clause) or reason.purpose == ReasonPurpose.FAST_LANE
        assert all((reason.name_zh, reason.name_en, has_basis)), reason.code
