"""Files made once for each digest and language, and kept.

Two workers may make the same file at once: the first that is written stays, and both answer
with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from registry.models import Rendering


def kept(sha256: str, kind: str, language: str, make: Callable[[], bytes]) -> bytes:
    """The kept file, made now when there is none."""
    found = Rendering.objects.filter(sha256=sha256, kind=kind, language=language).first()
    if found is None:
        return _keep(Rendering(sha256=sha256, kind=kind, language=language), make())
    content = _read(found)
    if content is None:  # The storage has lost it: a backup of the database alone was put back.
        content = make()
        found.content.save(_name(found), ContentFile(content))
    return content


def _keep(rendering: Rendering, content: bytes) -> bytes:
    """Write row and file together; the row goes first, so that one worker at a time writes."""
    name = _name(rendering)
    rendering.digest = hashlib.sha256(content).hexdigest()
    try:
        with transaction.atomic():
            rendering.content.name = rendering.content.field.generate_filename(rendering, name)
            rendering.save(force_insert=True)
            # What lies there without a row was left by a worker that died before its commit.
            rendering.content.storage.delete(rendering.content.name)
            rendering.content.save(name, ContentFile(content))
    except IntegrityError:
        first = Rendering.objects.get(
            sha256=rendering.sha256, kind=rendering.kind, language=rendering.language
        )
        return _read(first) or content
    return content


def _read(rendering: Rendering) -> bytes | None:
    try:
        with rendering.content.open("rb") as file:
            return bytes(file.read())
    except FileNotFoundError:
        return None


def _name(rendering: Rendering) -> str:
    folder = rendering.sha256[:2]
    return f"{folder}/{rendering.sha256}-{rendering.kind}-{rendering.language}.pdf"
