"""The files of filed documents that everybody may have: artwork and annexes, except restricted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from registry.models import Entry, Publication
from registry.register.finding import of_number
from schemes.documents import Document
from schemes.files.serving import file_response
from schemes.models import StoredFile

#: A file's address holds its digest, so what it answers never changes.
FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class PublicFile:
    """A file that a document names and that was uploaded."""

    name: str
    sha256: str
    mime: str
    bytes: int
    href: str
    #: The address of a picture of it; empty for what is no picture.
    preview: str


def named_files(document: Document) -> dict[str, dict[str, Any]]:
    """The files that a document names and does not restrict, by digest."""
    disclosure = document.get("disclosure", {})
    restricted = {one.get("annex") for one in disclosure.get("restricted_annexes", [])}
    return {file["sha256"]: file for file in _files(document, restricted)}


def _files(part: Any, restricted: set[Any]) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        if {"sha256", "mime", "bytes"} <= part.keys():
            yield part
        elif part.get("id") is None or part["id"] not in restricted:
            for value in part.values():
                yield from _files(value, restricted)
    elif isinstance(part, list):
        for value in part:
            yield from _files(value, restricted)


def public_files(entry: Entry, document: Document) -> dict[str, PublicFile]:
    """The files of a document that the public may have, by digest; they are its owner's."""
    named = named_files(document)
    stored = StoredFile.objects.filter(
        organisation_id=entry.scheme.organisation_id, sha256__in=list(named)
    )
    found = {one.sha256: _public(entry.number, one) for one in stored}
    return {sha256: found[sha256] for sha256 in named if sha256 in found}


def _public(number: str, stored: StoredFile) -> PublicFile:
    extension = stored.extension.removeprefix(".")
    href = reverse("register:file", args=[number, stored.sha256, extension])
    preview = ""
    if stored.preview or stored.mime == "image/png":
        preview = reverse("register:file", args=[number, stored.sha256, "png"])
    return PublicFile(stored.name, stored.sha256, stored.mime, stored.bytes, href, preview)


@require_safe
@of_number
def file(
    request: HttpRequest, publication: Publication, sha256: str, extension: str
) -> HttpResponseBase:
    """One public file; `.png` of a drawing is its picture."""
    entry = publication.entry
    owner = entry.scheme.organisation_id
    stored = StoredFile.objects.filter(organisation_id=owner, sha256=sha256).first()
    if stored is None or not _is_public(entry, sha256):
        raise Http404
    own = stored.extension.removeprefix(".")
    wants_picture = extension == "png" and own != "png" and bool(stored.preview)
    if extension != own and not wants_picture:
        raise Http404
    response = file_response(stored, preview=wants_picture)
    response["Cache-Control"] = FOR_EVER
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _is_public(entry: Entry, sha256: str) -> bool:
    """Whether a version that the register listed names the file without restricting it."""
    documents = entry.listed_versions.values_list("version__document", flat=True)
    return any(sha256 in named_files(document) for document in documents)
