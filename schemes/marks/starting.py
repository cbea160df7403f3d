"""Artwork that ships with the portal for a few protected marks which are plain geometry.

They are our own simplified drawings, for comparison only; the regulator uploads the official
artwork. Artwork that was once there and was taken away does not come back.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.core.files.base import ContentFile

from portal.reference.changes import acting
from portal.reference.models import ProtectedMark, ReferenceChange
from portal.reference.shipped import DATA

DRAWINGS = DATA / "marks"
SOURCE = "simplified drawing for comparison, not the official artwork"


def load_starting_artwork() -> int:
    """Give the drawings that ship to marks that never had artwork; returns to how many."""
    added = 0
    with acting(None, "installation"):
        for mark, drawing in _without_artwork():
            name = f"protected-marks/simplified-{drawing.name}"
            _store(mark, name, drawing.read_bytes())
            mark.source = "; ".join(filter(None, (mark.source, SOURCE)))[:300]
            mark.save()
            added += 1
    return added


def _without_artwork() -> Iterator[tuple[ProtectedMark, Path]]:
    drawings = {drawing.stem: drawing for drawing in sorted(DRAWINGS.glob("*.svg"))}
    marks = ProtectedMark.objects.filter(key__in=drawings, artwork="")
    seen = _had_artwork(list(drawings)) if marks else set()
    for mark in marks:
        if mark.key not in seen:
            yield mark, drawings[mark.key]


def _had_artwork(keys: list[str]) -> set[str]:
    """Marks whose history knows artwork."""
    changes = ReferenceChange.objects.filter(register="protected-marks", record__in=keys)
    rows = changes.values_list("record", "before", "after")
    return {
        record
        for record, before, after in rows
        if any((row or {}).get("artwork") for row in (before, after))
    }


def _store(mark: ProtectedMark, name: str, content: bytes) -> None:
    """Write the drawing under its own name, once."""
    storage = mark.artwork.storage
    if not storage.exists(name):
        name = storage.save(name, ContentFile(content))
    mark.artwork.name = name
