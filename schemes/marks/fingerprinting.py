"""Fingerprints of artwork: made once, kept with the file, and made anew for another version."""

from __future__ import annotations

from portal.likeness import Fingerprint
from portal.reference.models import ProtectedMark
from schemes.files.fingerprints import as_fingerprint, is_current, kept_form
from schemes.files.pictures import picture_of_file, picture_of_protected
from schemes.models import StoredFile


def fingerprint_of_file(stored: StoredFile) -> Fingerprint | None:
    """The fingerprint of a stored file, or None where none can be made."""
    if not is_current(stored.fingerprint):
        stored.fingerprint = kept_form(picture_of_file(stored))
        StoredFile.objects.filter(pk=stored.pk).update(fingerprint=stored.fingerprint)
    return as_fingerprint(stored.fingerprint)


def fingerprint_of_protected(mark: ProtectedMark) -> Fingerprint | None:
    """The same of a protected mark; one without artwork has none."""
    if not mark.artwork:
        return None
    if not is_current(mark.fingerprint):
        mark.fingerprint = kept_form(picture_of_protected(mark))
        ProtectedMark.objects.filter(pk=mark.pk).update(fingerprint=mark.fingerprint)
    return as_fingerprint(mark.fingerprint)


def renew(mark: ProtectedMark) -> None:
    """Before a protected mark is saved: the fingerprint of artwork that is new."""
    if not mark.artwork:
        mark.fingerprint = None
    elif _has_new_artwork(mark) or not is_current(mark.fingerprint):
        mark.fingerprint = kept_form(picture_of_protected(mark))


def _has_new_artwork(mark: ProtectedMark) -> bool:
    # Private, but the only way to tell a file that has just been uploaded.
    if not getattr(mark.artwork, "_committed", True):
        return True
    stored = ProtectedMark.objects.filter(pk=mark.pk).values_list("artwork", flat=True).first()
    return stored != mark.artwork.name
