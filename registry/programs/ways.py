"""The procedure as a body's system is told it and chooses it, by the rules of the wizard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from portal.core.errors import RulesBroken
from portal.core.localised import in_both_languages
from registry.procedure.actions.asked import asked_besides, asked_by_track
from registry.procedure.readiness import filing_under_way, way_of_submission
from registry.procedure.track_cases import obstacles_of, what_is_asked
from registry.procedure.track_choice import Way
from registry.programs.order import Procedure
from registry.workspace.forms import EntranceForm
from schemes.models import Version


class EntranceRefused(RulesBroken):
    """What the track asks for is missing, or is no value for it; `pointer` says where."""

    code = "entrance_refused"

    def __init__(self, message: str, name: str) -> None:
        super().__init__(message)
        self.pointer = f"/procedure/entrance/{name}"


def data_of_submission(version: Version, said: Procedure) -> dict[str, Any]:
    """What `Submit` is given of the procedure.

    Raises:
        TrackNotAllowed: the rules do not open the track.
        EntranceRefused: the track asks for something else, or for more.
        DomainError: the version cannot take the track.
    """
    track = way_of_submission(version, said.track, said.occasion).track
    if filing_under_way(version) is None:
        for obstacle in obstacles_of(track, version):
            raise obstacle
    asked, besides = asked_by_track(version, track), asked_besides(version, track)
    form = EntranceForm(said.entrance, asked=asked, besides=besides)
    for name in said.entrance:
        if name not in form.fields:
            raise EntranceRefused(_("The track does not ask for this."), name)
    if pilot_is_left_out(version, besides, said):
        raise EntranceRefused(
            _(
                "The scheme is a pilot. Say with “pilot_until” until which day it stays one; an "
                "empty value puts it in force for good with this version."
            ),
            "pilot_until",
        )
    for name, messages in form.errors.items():
        raise EntranceRefused(" ".join(map(str, messages)), name)
    return {**form.cleaned_data, "track": track.key, "occasion": said.occasion}


def pilot_is_left_out(version: Version, besides: Mapping[str, Any], said: Procedure) -> bool:
    """Whether a pilot would end for good because nobody said anything of it.

    A person finds its day in the form; a program has to say so.
    """
    is_pilot = hasattr(besides.get("pilot_until"), "of_a_pilot")
    return is_pilot and "pilot_until" not in said.entrance and filing_under_way(version) is None


def procedure_record(version: Version, said: Procedure) -> dict[str, Any]:
    """What the law asks for a version and why, and what else is open; of what is under way that."""
    filing = filing_under_way(version)
    if filing is not None:
        way = Way(filing.procedure)
        return {"occasion": None, "is_said": False, "asked": _way(way, version), "open": []}
    asked = what_is_asked(version, said.occasion)
    return {
        "occasion": str(asked.choice.case.occasion),
        "is_said": asked.depends_on_body,
        "asked": _way(asked.choice.asked, version),
        "open": [_way(way, version) for way in asked.choice.others],
    }


def _way(way: Way, version: Version) -> dict[str, Any]:
    row, track = way.row, way.track
    return {
        "track": track.key,
        "name": in_both_languages(track.name),
        "takes_effect": in_both_languages(track.takes_effect),
        "rule": row.key if row is not None else "",
        "why": row.why_text if row is not None else in_both_languages(track.why),
        "basis": row.basis_text if row is not None else in_both_languages(track.legal_basis),
        "entrance": list(track.entrance.fields(version)),
        "obstacles": [str(one.message) for one in obstacles_of(track, version)],
    }
