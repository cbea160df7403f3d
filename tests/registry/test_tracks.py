"""What settings declare is read once and judged: a mistake stops the portal, not a filing."""

from __future__ import annotations

import sys
from dataclasses import replace
from types import ModuleType

import pytest
from django.core.exceptions import ImproperlyConfigured

from registry.procedure.tracks.filing import RECEIVED, REVIEW, TRACK
from registry.tracks import State, all_tracks, clock_rule, state_of, states_where, track_of

OTHER = State("received", "Something else", "Something else")


@pytest.fixture
def declaring(settings, monkeypatch):
    """Have a further track declared by a module that the settings name."""

    def declare(track):
        module = ModuleType(f"declared_{id(track)}")
        module.TRACK = track
        monkeypatch.setitem(sys.modules, module.__name__, module)
        settings.TRACKS = [*settings.TRACKS, module.__name__]
        return all_tracks()

    return declare


def test_the_portal_has_the_tracks_of_its_settings(declaring):
    shipped = all_tracks()
    assert shipped[0] is TRACK
    other = replace(TRACK, key="other")
    assert declaring(other) == (*shipped, other)
    assert track_of("other") is other


def test_tracks_share_a_state(declaring):
    declaring(replace(TRACK, key="other"))
    assert state_of("received") is RECEIVED
    assert states_where(lambda state: state.key == "received") == ["received"]


@pytest.mark.parametrize(
    "mistaken",
    [
        {"key": "filing"},
        {"states": (OTHER, *TRACK.states[1:])},
        {"initial": "nowhere"},
        {"corrected_from": frozenset({"nowhere"})},
        {"overtaken": "nowhere"},
        {"overtaken": "received"},
        {"states": (State("a", "A", "A", replace(REVIEW, key="a", deemed="gone")), *TRACK.states)},
    ],
    ids=str,
)
def test_a_mistaken_declaration_is_refused(declaring, mistaken):
    with pytest.raises(ImproperlyConfigured):
        declaring(replace(TRACK, **{"key": "other", **mistaken}))


@pytest.mark.parametrize("asked", [track_of, state_of, clock_rule])
def test_what_no_track_of_the_settings_has_is_named(asked):
    """A track was taken out of the settings while filings follow it."""
    with pytest.raises(ImproperlyConfigured, match=r"TRACKS.*'gone'"):
        asked("gone")
