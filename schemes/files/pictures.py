"""Pictures (PNG) of artwork, whatever kind of file it is: what people see and what is compared."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from django.core.exceptions import SuspiciousOperation
from django.core.files.base import ContentFile

from portal.reference.models import ProtectedMark
from schemes.files import pdf_page
from schemes.files.uploads import examine
from schemes.models import StoredFile

_SECONDS = pdf_page.SECONDS + 5


def picture_of_file(stored: StoredFile) -> bytes | None:
    """The picture of a stored file; None where none can be made.

    A PDF is drawn when it is asked for the first time, and the picture kept.
    """
    try:
        if stored.preview:
            return _read(stored.preview)
        if stored.mime == "image/png":
            return _read(stored.content)
        if stored.mime != "application/pdf":
            return None
        picture = picture_of_pdf(_read(stored.content))
    except OSError:
        return None
    if picture is not None:
        stored.preview.save(f"{stored.sha256}.png", ContentFile(picture), save=False)
        StoredFile.objects.filter(pk=stored.pk).update(preview=stored.preview.name)
    return picture


def picture_of_protected(mark: ProtectedMark) -> bytes | None:
    """The picture of a protected mark's artwork; None where there is none or it is not safe."""
    if not mark.artwork:
        return None
    try:
        return _drawn(_read(mark.artwork))
    except (OSError, SuspiciousOperation, ValueError):
        # FileRefused is a ValueError; a register row may name a file that is not there.
        return None


def _drawn(data: bytes) -> bytes | None:
    accepted = examine(data)
    if accepted.mime == "application/pdf":
        return picture_of_pdf(data)
    return accepted.preview or accepted.content


def picture_of_pdf(data: bytes) -> bytes | None:
    """What is drawn on the first page of a PDF; None when it cannot be drawn."""
    try:
        done = subprocess.run(  # noqa: S603  # our own program, by its full path
            [sys.executable, "-I", str(Path(pdf_page.__file__).resolve())],
            input=data,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 and done.stdout else None


def _read(file: object) -> bytes:
    """All bytes of a file field, whether stored or just uploaded."""
    opened = file.open("rb")  # type: ignore[attr-defined]
    try:
        content: bytes = opened.read()
        opened.seek(0)
    finally:
        if getattr(file, "_committed", True):
            opened.close()
    return content
