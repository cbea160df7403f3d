"""Pictures as `data:` addresses, the only ones that a PDF of ours may show."""

from __future__ import annotations

import base64

import segno
from django.conf import settings

from schemes.documents import Document, walk
from schemes.models import StoredFile, Version

#: Media types that the renderer draws.
DRAWN = frozenset({"image/svg+xml", "image/png", "image/jpeg"})


def data_address(content: bytes, mime: str) -> str:
    """A picture as an address that holds it."""
    return f"data:{mime};base64,{base64.b64encode(content).decode('ascii')}"


def public_address(number: str) -> str:
    """Where anybody verifies a number of the register."""
    return f"{settings.SITE_URL}/v/{number}"


def qr_code(address: str) -> str:
    """A QR code (ISO/IEC 18004) that still reads when a seventh of it is damaged."""
    code = segno.make(address, error="m", micro=False)
    return str(code.svg_data_uri(border=0, xmldecl=False))


def pictures_of(version: Version) -> dict[str, str]:
    """The pictures that a document names and that are stored, by their SHA-256 digest."""
    digests = set(_pictures_named(version))
    stored = StoredFile.objects.filter(
        organisation=version.scheme.organisation_id, sha256__in=digests, mime__in=DRAWN
    )
    return {file.sha256: address for file in stored if (address := _picture(file))}


def _pictures_named(version: Version) -> list[str]:
    document: Document = version.document
    return [
        str(place.value["sha256"])
        for place in walk(version.blueprint.blueprint, document)
        if place.node.kind == "file"
        and isinstance(place.value, dict)
        and str(place.value.get("mime", "")) in DRAWN
        and place.value.get("sha256")
    ]


def _picture(file: StoredFile) -> str:
    """The preview where there is one: it shows the drawing exactly as the site does."""
    source, mime = (file.preview, "image/png") if file.preview else (file.content, file.mime)
    try:
        with source.open("rb") as content:
            return data_address(content.read(), mime)
    except FileNotFoundError:
        return ""
