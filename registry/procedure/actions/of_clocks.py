"""The acts about clocks that every track has, in those of its states in which one fits."""

from __future__ import annotations

from functools import cache

from portal.core.actions import Action
from registry.lettered import on_any_track
from registry.models import Filing
from registry.procedure.actions.fast_lane import FAST_LANE_ACTS
from registry.procedure.actions.timing import ACTS, possible_in
from registry.tracks import Track

on_any_track(*ACTS, *FAST_LANE_ACTS)


@cache
def clock_acts(track: Track) -> tuple[type[Action[Filing]], ...]:
    """Pauses, extension and fast lane, as far as a track has states for them."""
    made = (possible_in(track, act) for act in (*ACTS, *FAST_LANE_ACTS))
    return tuple(act for act in made if act.from_states)
