"""Stored files against their digests, and documents against the files that they name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from registry.integrity.fault import Fault
from registry.models import Rendering
from schemes.documents import Document
from schemes.models import StoredFile, Version
from schemes.states import FROZEN_STATES

CHUNK = 1 << 20


def files(check: str) -> Iterator[Fault]:
    """Every stored file is there, with the size and the digest under which it is kept."""
    for stored in StoredFile.objects.order_by("pk").iterator():
        digest, size = hashlib.sha256(), 0
        try:
            with stored.content.open("rb") as content:
                while chunk := content.read(CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
        except OSError:
            yield Fault(
                check, f"{stored.name} ({stored.sha256[:12]})", _("The storage has lost it.")
            )
            continue
        if (digest.hexdigest(), size) != (stored.sha256, stored.bytes):
            yield Fault(
                check, f"{stored.name} ({stored.sha256[:12]})", _("Its content has changed.")
            )


def named_files(check: str) -> Iterator[Fault]:
    """Every file that a signed document names was uploaded by its body."""
    signed = Version.objects.filter(state__in=FROZEN_STATES).select_related("scheme")
    for version in signed.order_by("pk").iterator(50):
        named = dict(_named(version.document))
        kept = StoredFile.objects.filter(
            organisation=version.scheme.organisation_id, sha256__in=list(named)
        )
        for sha256 in sorted(set(named) - set(kept.values_list("sha256", flat=True))):
            yield Fault(
                check,
                f"{version.scheme.rule_number} {version.label}",
                f"{named[sha256]} is not there",
            )


def renderings(check: str) -> Iterator[Fault]:
    """Every PDF that was made is there as it was made; another release would make another."""
    for rendering in Rendering.objects.order_by("pk").iterator():
        try:
            with rendering.content.open("rb") as file:
                content = file.read()
        except OSError:
            yield Fault(check, str(rendering), _("The storage has lost it."))
            continue
        if not content.startswith(b"%PDF-"):
            yield Fault(check, str(rendering), _("It is no PDF."))
        elif rendering.digest not in ("", hashlib.sha256(content).hexdigest()):
            yield Fault(check, str(rendering), _("Its content has changed."))


def _named(part: Document | Any) -> Iterator[tuple[str, str]]:
    if isinstance(part, dict):
        if {"sha256", "mime", "bytes"} <= part.keys():
            yield part["sha256"], str(part.get("name", part["sha256"]))
        for value in part.values():
            yield from _named(value)
    elif isinstance(part, list):
        for value in part:
            yield from _named(value)
