"""What the procedure needs from the start: guards of its records, and its reference data.

The regulator edits the reference data afterwards; what exists is never overwritten.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from portal.core.guards import append_only
from registry.models import (
    Decision,
    EntryEvent,
    FilingEvent,
    ReasonCode,
    Submission,
    TimeLimit,
)
from registry.tracks import TRACKS

REASONS_FILE = Path(__file__).with_name("data") / "reasons.json"
#: Before any filing that the portal can know.
FROM_THE_BEGINNING = date(2000, 1, 1)


def install_guards(using: str = "default") -> None:
    """Hold in the database: histories, submissions and decisions never change."""
    for model in (FilingEvent, EntryEvent, Submission, Decision):
        append_only(model, using)


def install_reference_data() -> int:
    """Add the reasons and limits that are missing; those that exist stay as they are."""
    return _install_reasons() + _install_limits()


def _install_reasons() -> int:
    rows = json.loads(REASONS_FILE.read_text(encoding="utf-8"))["reasons"]
    known = set(ReasonCode.objects.values_list("code", flat=True))
    missing = [
        ReasonCode(order=order, **row)
        for order, row in enumerate(rows, start=1)
        if row["code"] not in known
    ]
    ReasonCode.objects.bulk_create(missing, ignore_conflicts=True)
    return len(missing)


def _install_limits() -> int:
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
