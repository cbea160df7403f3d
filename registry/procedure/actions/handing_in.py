"""Handing a frozen version in for one body: its filing begins or goes on, and it may be listed.

A text of one body is handed in once; a joint one for its owner and for each member who has signed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from portal.accounts.models import Organisation
from portal.core.actions import Action
from portal.core.moves import NOT_YET, Move, kind_of
from registry.models import Entry, Filing, Submission
from registry.procedure.filed_words import keep_words
from registry.procedure.risk import judge_risk
from registry.register.listing import Listing, beginning
from registry.register.numbers import FILING_SERIES, allocate_number
from registry.tracks import Track, all_tracks
from schemes.models import Version


def handing_in_moves() -> tuple[Move, ...]:
    """The filing begins or goes on; with the first one the register may have an entry."""
    filing, new = kind_of(Filing), frozenset({NOT_YET})
    moves = [beginning("filed")]
    for track in all_tracks():
        moves.append(Move(filing, new, track.initial, event="submitted"))
        again = track.corrected_from, track.corrected_to
        moves.append(Move(filing, *again, event="resubmitted"))
    return tuple(moves)


@dataclass(frozen=True, slots=True)
class HandingIn:
    """What is handed in, for which body, on which track, and who answers for it."""

    version: Version
    organisation: Organisation
    track: Track
    by: Any
    findings: Sequence[dict[str, Any]]
    #: The filing of this body that it corrects.
    answered: Filing | None = None
    #: The filing of the same text whose review serves this one as well.
    led_by: Filing | None = None
    #: What the track asked for and was told.
    words: Mapping[str, Any] = field(default_factory=dict)
    #: The last day of a pilot.
    pilot_until: date | None = None
    #: What else the history keeps, such as the rule that opened the track.
    told: Mapping[str, Any] = field(default_factory=dict)

    def carry_out(self, act: Action[Any], now: datetime) -> tuple[Filing, Entry | None]:
        """Do it as part of an act, which declares `handing_in_moves`.

        Gives what was listed as well; on a track that lists by another act, nothing.
        """
        entries = self.version.scheme.entries.filter(organisation=self.organisation)
        filing, entry = self._file(act, now, is_amendment=entries.exists()), None
        Submission.objects.create(
            filing=filing,
            round=filing.round,
            version=self.version,
            sha256=self.version.digest,
            submitted_at=now,
            submitted_by=self.by,
            findings=list(self.findings),
            words=dict(self.words),
        )
        self.track.entrance.begin(filing, self.words)
        if self.track.lists_on_submission:
            amended = "corrected" if self.answered else "amended"
            listing = Listing(self.version, amended, organisation=self.organisation)
            entry = listing.carry_out(act)
        keep_words(filing)
        judge_risk(filing)
        return filing, entry

    def _file(self, act: Action[Any], now: datetime, *, is_amendment: bool) -> Filing:
        """The open filing with its next round, or a new one."""
        filing = self.answered or Filing(
            track=self.track.key,
            number=allocate_number(FILING_SERIES, timezone.localdate(now).year),
            scheme=self.version.scheme,
            organisation=self.organisation,
            is_amendment=is_amendment,
            submitted_at=now,
            round=0,
            led_by=self.led_by,
        )
        return act.move(
            filing,
            self.track.corrected_to if self.answered else self.track.initial,
            {"data": {"version": self.version.label, "sha256": self.version.digest, **self.told}},
            version=self.version,
            round=filing.round + 1,
            received_at=now,
            pilot_until=self.pilot_until,
        )
