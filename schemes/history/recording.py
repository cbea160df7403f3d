"""The one door through which the document of a version changes, and what is kept of it.

Nobody else writes the column: `tests/schemes/history/test_writers.py` looks for it. What one
person writes at one place goes into one line as long as it goes on, so that a history of saves
every second is still read; whatever takes out an item or a part begins a line of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from portal.accounts.models import User
from schemes.documents import Document, canonical
from schemes.documents.patches import Patch, count_of, patch_between, patched
from schemes.history.places import Touched, chapters_of, touched
from schemes.models import Cause, DraftChange, Scheme, Version

#: Saves of one person at one place are one line while no pause between them is longer …
PAUSE = timedelta(minutes=2)
#: … and until the line has gone on for so long.
LONGEST = timedelta(minutes=10)
#: A whole document is kept when the ways back since the last one are as long as it, and this long.
LEAST_BETWEEN = 100_000


def begin(version: Version, user: User, cause: Cause) -> DraftChange:
    """The first line of the history of a version that was just made."""
    return _line(version, user, cause, timezone.now())


def write(
    version: Version,
    user: User,
    document: Document,
    cause: Cause = Cause.TYPED,
    *,
    beside: Collection[str] = (),
    data: Mapping[str, Any] | None = None,
) -> None:
    """Replace the document of a version and keep the way back.

    To be called with its row locked. `beside` are other columns that were changed with it.
    """
    before, found = version.document, (version.updated_by_id, version.updated_at)
    version.document = document
    version.updated_at, version.updated_by = timezone.now(), user
    version.save(update_fields=["document", "updated_at", "updated_by", *beside])
    record(version, user, before, cause, found, data)


def record(
    version: Version,
    user: User,
    before: Document,
    cause: Cause,
    found: tuple[int, datetime] | None = None,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Keep that the document is what it is now and was what it was before.

    `found` says who had saved it and when, for a history that begins in the middle.
    """
    back = patch_between(version.document, before)
    if back is None:
        return
    last = version.changes.defer("whole").order_by("-pk").first()
    if last is None:
        by, at = found or (version.updated_by_id, version.updated_at)
        last = _line(version, by, Cause.FOUND, at, document=before)
    places = touched(before, version.document)
    if cause is Cause.TYPED and _goes_on(last, user, places):
        _go_on(last, version, before)
        return
    change = DraftChange(version=version, by=user, cause=cause, data=dict(data or {}))
    _fill(change, version, back, places, last.weight)
    change.save()


def _goes_on(last: DraftChange, user: User, places: list[Touched]) -> bool:
    """Whether these changes go into the line before."""
    now = timezone.now()
    if last.cause != Cause.TYPED or last.by_id != user.pk or last.back is None:
        return False
    if now - last.at > PAUSE or now - last.begun_at > LONGEST:
        return False
    earlier = [Touched.from_json(kept) for kept in last.places]
    same = {place.address for place in places} == {place.address for place in earlier}
    return same and all(map(_is_writing, (*places, *earlier)))


def _is_writing(place: Touched) -> bool:
    """Whether somebody wrote on, and put in, took out or moved nothing."""
    return place.op == "change" or (place.op == "add" and not (place.position or place.items))


def _go_on(last: DraftChange, version: Version, before: Document) -> None:
    """Let the line lead back to where it led back to; typed and taken back is no change."""
    earliest = patched(before, last.back)
    back = patch_between(version.document, earliest)
    if back is None:
        last.delete()
        return
    last.at = timezone.now()
    base = last.weight - _length(last.back)
    _fill(last, version, back, touched(earliest, version.document), max(base, 0))
    last.save()


def _fill(
    change: DraftChange, version: Version, back: Patch, places: list[Touched], weight: int
) -> None:
    written = canonical(version.document)
    change.back, change.count = back, count_of(back)
    change.places = [place.as_json() for place in places]
    chapters = chapters_of(version.blueprint.blueprint, places)
    change.chapters = f"|{'|'.join(chapters)}|" if chapters else ""
    change.digest = hashlib.sha256(written).hexdigest()
    change.weight, change.whole = weight + _length(back), None
    if change.weight > max(len(written), LEAST_BETWEEN):
        change.whole, change.weight = version.document, 0


def _length(back: Patch) -> int:
    return len(canonical(back))


def _line(
    version: Version,
    user: User | int,
    cause: Cause,
    at: datetime,
    document: Document | None = None,
) -> DraftChange:
    """A line from which there is no way back."""
    held = version.document if document is None else document
    return DraftChange.objects.create(
        version=version,
        by_id=user if isinstance(user, int) else user.pk,
        cause=cause,
        begun_at=at,
        at=at,
        digest=hashlib.sha256(canonical(held)).hexdigest(),
    )


def forget(scheme: Scheme) -> None:
    """Delete the history of a scheme."""
    DraftChange.objects.filter(version__scheme=scheme).delete()
