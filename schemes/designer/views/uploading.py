"""Files that come with a section's form: stored first, so that no conflict can lose them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from portal.accounts.doors import person
from portal.core.file_errors import FileRefused
from schemes.designer.posted import STORED, UPLOAD
from schemes.files.uploads import examine, keep_accepted, kept_without
from schemes.models import StoredFile, Version


def received_files(
    request: HttpRequest, version: Version
) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    """References of the files by the name of their place, and why others were not taken."""
    organisation = version.scheme.organisation
    taken: dict[str, dict[str, Any]] = _stored_before(request, version)
    refused: dict[str, str] = {}
    for name, upload in request.FILES.items():
        if not name.endswith(UPLOAD) or isinstance(upload, list):
            continue
        place = name.removesuffix(UPLOAD)
        try:
            accepted = examine(upload.read())
        except FileRefused as refusal:
            refused[place] = f"{upload.name}: {refusal}"
            continue
        name = upload.name or ""
        taken[place] = keep_accepted(organisation, person(request), name, accepted)
        if accepted.left_out:
            messages.info(request, kept_without(name, accepted))
    return taken, refused


def _stored_before(request: HttpRequest, version: Version) -> dict[str, dict[str, Any]]:
    """Files that the page of a conflict carries on by their digests."""
    named = {
        name.removesuffix(STORED): str(digest)
        for name, digest in request.POST.items()
        if name.endswith(STORED)
    }
    if not named:
        return {}
    files = StoredFile.objects.filter(
        organisation=version.scheme.organisation, sha256__in=named.values()
    )
    by_digest = {file.sha256: file.reference for file in files}
    return {place: by_digest[digest] for place, digest in named.items() if digest in by_digest}
