"""What the procedure needs from the start: guards of its records, and its reference data.

The regulator edits the reference data afterwards; what exists is never overwritten.
"""

from __future__ import annotations

from datetime import date

from portal.core.guards import append_only, never_deleted
from registry.models import (
    Decision,
    Entry,
    EntryEvent,
    Filing,
    FilingEvent,
    ListedVersion,
    Proposal,
    Submission,
    TimeLimit,
)
from registry.tracks import TRACKS

#: Before any filing that the portal can know.
FROM_THE_BEGINNING = date(2000, 1, 1)


def install_guards(using: str = "default") -> None:
    """Hold in the database: histories and decisions never change, and no record goes away."""
    for model in (FilingEvent, EntryEvent, Submission, Proposal, Decision):
        append_only(model, using)
    for kept in (Entry, Filing, ListedVersion):
        never_deleted(kept, using)


def install_reference_data() -> int:
    """Add the time limits that are missing; those that exist stay as they are.

    Reasons and the calendar come with the other registers (`portal.reference.loading`).
    """
    added = 0
    for track in TRACKS.values():
        if TimeLimit.objects.filter(track=track.key).exists():
            continue
        TimeLimit.objects.create(
            track=track.key,
            in_force_from=FROM_THE_BEGINNING,
            review_working_days=track.review_working_days,
            answer_days=track.answer_days,
        )
        added += 1
    return added
