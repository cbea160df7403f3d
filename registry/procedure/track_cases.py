"""What the rules on tracks ask about a version, worked out from its document and the register."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.accounts.models import Organisation
from portal.accounts.roles import OrganisationKind
from portal.core.errors import DomainError, RulesBroken
from portal.core.localised import sentences
from registry.models import Entry, Occasion, TrackRule
from registry.procedure.track_choice import Case, Choice, Way, choose
from registry.tracks import Track, all_tracks, track_of
from schemes.models import Version
from schemes.rules.lenient import codes
from schemes.rules.version_step import Step, step_between, step_needed

#: What a body can say of an amendment that nobody can compare.
SAYABLE = (Occasion.MAJOR, Occasion.MINOR)


class TrackClosed(RulesBroken):
    """The regulator has closed the track to new filings."""

    code = "track_closed"

    def __init__(self, track: Track, since: date) -> None:
        words = {"track": track.name, "day": date_format(since)}
        closed = _("“%(track)s” has taken no new filings since %(day)s.") % words
        super().__init__(sentences(closed, _what_can_be_done(track)))


def _what_can_be_done(track: Track) -> str:
    if track.opens_on is not None:
        return _(
            "It takes them again from %(day)s on. Drafts and signed texts stay as they are and "
            "can be submitted then."
        ) % {"day": date_format(track.opens_on)}
    return _(
        "Drafts and signed texts stay as they are; they can be submitted when the regulator opens "
        "it again."
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What the law asks for a version, and whether it depends on what its body has to say."""

    choice: Choice
    #: The occasion cannot be computed, and what is asked for depends on it.
    depends_on_body: bool = False


def what_is_asked(version: Version, said: str = "") -> Asked:
    """What the rules of today ask for a version.

    `said` is what the body says the amendment is; it is heeded where nothing can be compared. An
    amendment of which nobody says anything is major, which no rule makes lighter.
    """
    own = track_of_kind(version.scheme.organisation.kind)
    if own is not None:
        return Asked(Choice(_case(version, occasion_of(version) or Occasion.MAJOR), Way(own)))
    known = occasion_of(version)
    if known is not None:
        return Asked(_choice(version, known))
    choices = {occasion: _choice(version, occasion) for occasion in SAYABLE}
    differ = _open(choices[Occasion.MAJOR], version) != _open(choices[Occasion.MINOR], version)
    return Asked(choices[Occasion(said)] if said in SAYABLE else choices[Occasion.MAJOR], differ)


def way_of_body(version: Version, body: Organisation) -> Way:
    """The way that the rules ask for when a body files the text of a scheme owner."""
    occasion = occasion_of(version, body.pk) or Occasion.MAJOR
    return _choice(version, occasion).asked


def occasion_of(version: Version, body: int | None = None) -> Occasion | None:
    """A first filing while nothing of the scheme is listed, else the class of the amendment.

    An amendment is major if what changed against the version in force asks for a new first number
    (the blueprint says so of each part), or if the body gave it one. None where that cannot be
    compared, since the text in force was filed on paper.

    Source: UN Transparency Protocol, criterion version.
    """
    entry = _entry_of(version, body or version.scheme.organisation_id)
    if entry is None:
        return Occasion.FIRST
    before = entry.version
    if before.blueprint.is_paper:
        return None
    taken = step_between(before.document.get("version"), version.document.get("version"))
    needed, _address = step_needed(version.blueprint.blueprint, before.document, version.document)
    is_major = max(taken or Step.NONE, needed) is Step.MAJOR
    return Occasion.MAJOR if is_major else Occasion.MINOR


def track_of_kind(kind: str) -> Track | None:
    """The one track of the schemes of an organisation that is no body; None for a body."""
    if kind == OrganisationKind.BODY:
        return None
    return next((track for track in all_tracks() if kind in track.kinds), None)


def _case(version: Version, occasion: Occasion) -> Case:
    fields = tuple(codes(version.document.get("domains")))
    return Case(occasion, version.scheme.category, fields, timezone.localdate())


def _choice(version: Version, occasion: Occasion) -> Choice:
    case = _case(version, occasion)
    rows = TrackRule.objects.on(case.day).select_related("field")
    for_bodies = (row for row in rows if OrganisationKind.BODY in row.procedure.kinds)
    return choose(for_bodies, case, track_of(settings.TRACK_OF_SUBMISSIONS))


def _open(choice: Choice, version: Version) -> list[str]:
    """The tracks that the version can take of those that rows open to it."""
    return [way.track.key for way in choice.ways if not [*obstacles_of(way.track, version)]]


def obstacles_of(track: Track, version: Version) -> Iterator[DomainError]:
    """What keeps a new filing of a version from a track: that it is closed, and what it asks."""
    if track.closed_since is not None:
        yield TrackClosed(track, track.closed_since)
    yield from track.entrance.obstacles(version)


def no_way_of(version: Version) -> list[DomainError]:
    """Why no track takes a version that begins a filing; empty where one of the open ones does.

    Where that depends on what the body has still to say, nothing is said before.
    """
    asked = what_is_asked(version)
    if asked.depends_on_body:
        return []
    found = {way.track.key: [*obstacles_of(way.track, version)] for way in asked.choice.ways}
    return found[asked.choice.asked.track.key] if all(found.values()) else []


def _entry_of(version: Version, body: int) -> Entry | None:
    """The entry of a body that the version would amend."""
    entries = version.scheme.entries.select_related("version__blueprint")
    return entries.filter(organisation=body).first()
