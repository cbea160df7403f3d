"""Entries as data: the same records in `.json` files, in the API and in the catalogue's CSV."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from portal.core.localised import LANGUAGES
from registry.catalogue.waivers import waiver_records
from registry.models import Entry, EntryEvent, ListedVersion, Publication


def absolute(address: str) -> str:
    """An address of this site that can be used anywhere."""
    return f"{settings.SITE_URL.rstrip('/')}{address}"


def in_both(words: Any) -> dict[str, str]:
    """A translatable text of the interface as localised text."""
    found = {}
    for language, code in zip(LANGUAGES, ("zh-hans", "en"), strict=True):
        with override(code):
            found[language] = str(words)
    return found


def scheme_record(publication: Publication) -> dict[str, Any]:
    """One publication as data, as lists of the API hold it."""
    number = publication.number
    mark = publication.mark
    return {
        "number": number,
        "address": absolute(publication.get_absolute_url()),
        "rule_number": publication.rule_number,
        "title": _localised(publication.title_zh, publication.title_en),
        "promise": publication.promise,
        "category": publication.category,
        "fields": publication.fields,
        "body": {
            "slug": publication.body_slug,
            "name": _localised(publication.body_zh, publication.body_en),
        },
        "status": str(publication.status),
        "version": publication.version_label,
        "sha256": publication.sha256,
        "effective_from": publication.effective_from,
        "expires_on": publication.expires_on,
        "ended_on": publication.ended_on,
        "listed_at": publication.listed_at,
        "changed_at": publication.changed_at,
        "mark": {"name": mark["name"], "artwork": _artwork(number, mark)} if mark else None,
        "document": absolute(reverse("register:scheme-json", args=[number])),
        "pdf": absolute(reverse("register:scheme-pdf", args=[number])),
    }


def entry_record(entry: Entry) -> dict[str, Any]:
    """One entry of the register as data, with its versions and its events."""
    document = entry.version.document
    organisation = entry.organisation
    number = entry.number
    return {
        "number": number,
        "address": absolute(entry.get_absolute_url()),
        "rule_number": entry.rule_number,
        "title": document.get("title", {}),
        "category": document.get("category", entry.scheme.category),
        "fields": document.get("domains", []),
        "body": {
            "slug": organisation.slug,
            "name": organisation.name_text,
            "approval_no": organisation.approval_no,
            "uscc": organisation.uscc,
        },
        "status": str(entry.status),
        "status_on": timezone.localdate(),
        "version": entry.version.label,
        "sha256": entry.version.digest,
        "blueprint": entry.version.blueprint.ref,
        "effective_from": entry.effective_from,
        "expires_on": entry.expires_on,
        "ended_on": entry.ended_on,
        "end_reason": entry.end_reason,
        "listed_at": entry.listed_at,
        "is_demonstration": entry.scheme.is_demonstration,
        "document": absolute(reverse("register:scheme-json", args=[number])),
        "pdf": absolute(reverse("register:scheme-pdf", args=[number])),
        "verify": absolute(reverse("register:verify", args=[number])),
        "waivers": waiver_records(entry.version),
        "versions": [version_record(number, one) for one in listed_versions(entry)],
        "events": [event_record(event) for event in entry.events.order_by("-at", "-pk")],
        "source": settings.REGULATOR_NAME,
    }


def listed_versions(entry: Entry) -> Iterable[ListedVersion]:
    """All versions that the register has listed, the newest first, without the documents."""
    listed = entry.listed_versions.select_related("version").defer("version__document")
    return listed.order_by("-listed_at", "-pk")


def version_record(number: str, listed: ListedVersion) -> dict[str, Any]:
    """One version that the register has listed, as data."""
    place = [number, listed.label]
    return {
        "version": listed.label,
        "sha256": listed.version.digest,
        "listed_at": listed.listed_at,
        "superseded_at": listed.superseded_at,
        "address": absolute(reverse("register:version", args=place)),
        "document": absolute(reverse("register:version-json", args=place)),
        "pdf": absolute(reverse("register:version-pdf", args=place)),
    }


def event_record(event: EntryEvent) -> dict[str, Any]:
    """One public event as data; who did it stays with the regulator."""
    public = ("version", "sha256", "reason")
    return {
        "event": event.event,
        "label": in_both(event.label),
        "at": event.at,
        "effective_on": event.effective_on,
        **{name: event.data[name] for name in public if name in event.data},
    }


def _localised(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, **({"en": en} if en else {})}


def _artwork(number: str, mark: dict[str, Any]) -> str | None:
    if not mark.get("has_picture"):
        return None
    place = [number, mark["sha256"], mark["extension"]]
    return absolute(reverse("register:file", args=place))
