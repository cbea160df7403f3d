"""The way back: a version as a bundle that another portal, or this one, can import."""

from __future__ import annotations

import io
import json
import zipfile

from schemes.importing.bundles import DOCUMENT, FOLDER
from schemes.importing.incoming import file_references
from schemes.models import StoredFile, Version

# A ZIP knows no day before this one; the same version gives the same bytes on every day.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o644 << 16


def bundle(version: Version) -> bytes:
    """A ZIP of the version's document and of the files of its body that it names.

    The commitment of a signed version is in the document; importing drops it.
    """
    named = {reference["sha256"] for _path, reference in file_references(version.document)}
    files = StoredFile.objects.filter(
        organisation_id=version.scheme.organisation_id, sha256__in=named
    ).order_by("sha256")
    text = json.dumps(version.document, ensure_ascii=False, indent=1) + "\n"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_member(DOCUMENT), text.encode())
        for stored in files:
            with stored.content.open("rb") as content:
                name = f"{FOLDER}{stored.sha256}{stored.extension}"
                archive.writestr(_member(name), content.read())
    return packed.getvalue()


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _NO_TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = _PLAIN_FILE
    return info
