"""Entries that the public can see, for tests of the catalogue."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from django.core.files.base import ContentFile

from registry.models import Entry
from schemes.models import StoredFile
from tests.factories import EntryFactory, PersonFactory

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg=="
)


def listed(**traits: Any) -> Entry:
    """An entry with its publication; the traits are those of `EntryFactory`."""
    return Entry.objects.get(pk=EntryFactory(**traits).pk)


def store(entry: Entry, reference: dict[str, Any], content: bytes = PICTURE) -> StoredFile:
    """Keep a file under the digest by which a document names it."""
    stored = StoredFile(
        organisation=entry.organisation,
        sha256=reference["sha256"],
        name=reference["name"],
        mime=reference["mime"],
        bytes=len(content),
        uploaded_by=PersonFactory(),
    )
    stored.content.save("content", ContentFile(content), save=False)
    if stored.mime == "image/svg+xml":
        stored.preview.save(f"{stored.sha256}.png", ContentFile(PICTURE), save=False)
    stored.save()
    return stored


def another_digest(text: str) -> str:
    """A digest that no document has."""
    return hashlib.sha256(text.encode()).hexdigest()
