"""What the page before a submission asks: of the track, of a pilot, of the fast lane."""

from __future__ import annotations

from django import forms

from registry.procedure.actions.fast_lane import fast_lane_fields
from registry.procedure.piloting import pilot_field
from registry.procedure.readiness import filing_under_way
from registry.tracks import Track
from schemes.models import Version


def asked_by_track(version: Version, track: Track) -> dict[str, forms.Field]:
    """What has to be said on the track, by the name under which `Submit` is given it."""
    return dict(track.entrance.fields(version))


def asked_besides(version: Version, track: Track) -> dict[str, forms.Field]:
    """What may be said on any track; of a correction only what the filing can still become."""
    lane = fast_lane_fields(track) if filing_under_way(version) is None else {}
    return {**pilot_field(version, track), **lane}
