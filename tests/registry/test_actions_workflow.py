"""What is told about the actions: the generated page, the timeline's words, the reference data."""

from __future__ import annotations

import pytest

from registry.actions import ENTRY_ACTIONS, FILING_ACTIONS, SUBMISSION_ACTIONS
from registry.installation import install_reference_data
from registry.models import FilingEvent, ReasonCode, TimeLimit
from registry.models.entries import ENTRY_EVENT_LABELS
from registry.states import APPLICANT_LABELS, EntryState, FilingState
from registry.timeline import EVENT_LABELS, filing_timeline, scheme_timeline
from registry.tracks import TRACKS
from registry.workflow import render_workflow
from schemes.actions import VERSION_ACTIONS
from schemes.states import VersionState
from tests.factories import FilingFactory

ACTIONS = (*VERSION_ACTIONS, *SUBMISSION_ACTIONS, *FILING_ACTIONS, *ENTRY_ACTIONS)


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_the_page_names_every_action_with_who_may_and_its_event(action):
    rows = [row for row in render_workflow().splitlines() if row.startswith(f"| {action.label} |")]
    assert len(rows) == 1
    assert f"| {action.who} |" in rows[0]
    assert f"| `{action.event}` |" in rows[0]
    assert action.who


@pytest.mark.parametrize("state", [*VersionState, *FilingState, *EntryState])
def test_the_page_names_every_state(state):
    assert f"| `{state.value}` | {state.label} |" in render_workflow()


def test_the_page_is_the_same_every_time():
    assert render_workflow() == render_workflow()


def test_every_state_of_a_filing_has_words_for_the_body():
    assert set(APPLICANT_LABELS) == set(FilingState.values)
    assert {state for track in TRACKS.values() for state in track.states} == set(FilingState)


@pytest.mark.parametrize("action", [*VERSION_ACTIONS, *FILING_ACTIONS], ids=lambda a: a.name)
def test_every_event_of_a_filing_has_words(action):
    assert action.event in EVENT_LABELS


@pytest.mark.django_db
@pytest.mark.parametrize("state", FilingState.values)
def test_a_timeline_has_words_for_all_that_happened(state):
    filing = FilingFactory(reached=state)
    events = set(FilingEvent.objects.values_list("event", flat=True))
    assert events <= set(EVENT_LABELS)
    assert len(filing_timeline(filing)) == filing.events.count()
    moments = [line.at for line in scheme_timeline(filing.scheme)]
    assert moments == sorted(moments, reverse=True)


@pytest.mark.django_db
def test_every_public_event_has_words():
    for state in FilingState.values:
        entry = FilingFactory(reached=state).scheme.entries.get()
        assert {event.event for event in entry.events.all()} <= set(ENTRY_EVENT_LABELS)


@pytest.mark.django_db
def test_reference_data_is_there_and_loads_once():
    assert ReasonCode.objects.count() == 13
    assert set(TimeLimit.objects.values_list("track", flat=True)) == set(TRACKS)
    assert install_reference_data() == 0


@pytest.mark.django_db
def test_what_the_regulator_changed_in_the_reference_data_stays_changed():
    ReasonCode.objects.filter(code="ip").update(name_en="Renamed", is_used=False)
    TimeLimit.objects.update(review_working_days=7)
    install_reference_data()
    assert ReasonCode.objects.get(code="ip").name_en == "Renamed"
    assert TimeLimit.objects.get().review_working_days == 7


@pytest.mark.django_db
def test_every_reason_has_both_languages_and_its_basis():
    for reason in ReasonCode.objects.all():
        assert all((reason.name_zh, reason.name_en, reason.basis_zh, reason.basis_en)), reason.code
