"""Making publications from entries: the only writer of what the catalogue shows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from registry.catalogue.contents import passages, summary_of, title_words
from registry.catalogue.index import SearchIndex, search_index
from registry.catalogue.shelving import keep_profile
from registry.catalogue.words import filed_under
from registry.models import (
    Entry,
    Publication,
    PublishedField,
    PublishedStandard,
    PublishedText,
)
from schemes.documents import Document
from schemes.marks.filed import keep_filed_marks
from schemes.models import StoredFile


def rebuild(entry: Entry) -> Publication:
    """Make the publication of one entry anew, with its fields, standards, words and index.

    Safe to repeat: the same entry gives the same publication, and `rebuilt_at` stays.
    """
    with transaction.atomic():
        return _rebuild(_with_all(entry.pk), search_index())


def rebuild_all(progress: Callable[[int], None] = lambda done: None) -> int:
    """Make all publications anew; returns how many. For a change of code or of the index."""
    index = search_index()
    with transaction.atomic():
        index.clear()
    count = 0
    for pk in Entry.objects.order_by("pk").values_list("pk", flat=True).iterator():
        with transaction.atomic():
            _rebuild(_with_all(pk), index)
        count += 1
        progress(count)
    index.settle()
    return count


def is_as_published(entry: Entry, publication: Publication) -> bool:
    """Whether publishing the entry now would change nothing that the public sees."""
    values = _values(entry, entry.version.document)
    same = all(getattr(publication, name) == value for name, value in values.items())
    return same and publication.fingerprint == _fingerprint(entry, values)


def _with_all(pk: int) -> Entry:
    """The entry as it is now, locked so that two rebuilds of it follow each other."""
    entries = Entry.objects.select_related("organisation", "version__blueprint", "scheme")
    return entries.select_for_update(of=("self",)).get(pk=pk)


def _rebuild(entry: Entry, index: SearchIndex) -> Publication:
    document = entry.version.document
    values = _values(entry, document)
    fingerprint = _fingerprint(entry, values)
    publication = Publication.objects.filter(entry=entry).first()
    if publication is None:
        publication = Publication(entry=entry)
    for name, value in values.items():
        setattr(publication, name, value)
    if publication.fingerprint != fingerprint:
        publication.fingerprint = fingerprint
        publication.rebuilt_at = timezone.now()
    publication.save()
    _write_rows(publication, document)
    _write_words(publication, entry, index)
    _keep_marks(entry)
    keep_profile(entry)
    return publication


def _values(entry: Entry, document: Document) -> dict[str, Any]:
    """The columns of the publication."""
    title = document.get("title", {})
    last = entry.events.order_by("at", "pk").last()
    summary = summary_of(document)
    mark = summary["mark"]
    if mark is not None:
        mark["has_picture"] = _has_picture(entry, mark)
    return {
        "number": entry.number,
        "rule_number": entry.rule_number,
        "title_zh": title.get("zh", "")[:300],
        "title_en": title.get("en", "")[:400],
        "promise": document.get("purpose", {}).get("public_promise", {}),
        "summary": summary,
        "category": document.get("category", entry.scheme.category),
        "fields": list(document.get("domains", [])),
        "body_slug": entry.organisation.slug,
        "body_zh": entry.organisation.name_zh,
        "body_en": entry.organisation.name_en,
        "version_label": entry.version.label,
        "sha256": entry.version.digest,
        "has_mark": mark is not None,
        "state": entry.state,
        "effective_from": entry.effective_from,
        "expires_on": entry.expires_on,
        "ended_on": entry.ended_on,
        "listed_at": entry.listed_at,
        "changed_at": last.at if last is not None else entry.listed_at,
    }


def _has_picture(entry: Entry, mark: dict[str, Any]) -> bool:
    """Whether the artwork was uploaded and can be shown."""
    stored = StoredFile.objects.filter(
        organisation_id=entry.organisation_id, sha256=mark["sha256"]
    ).first()
    return stored is not None and (bool(stored.preview) or stored.mime.startswith("image/"))


def _fingerprint(entry: Entry, values: dict[str, Any]) -> str:
    """A digest of all that a page about this entry may show."""
    seen = {
        **values,
        "end_reason": entry.end_reason,
        "approval_no": entry.organisation.approval_no,
        "events": list(entry.events.values_list("pk", flat=True).order_by("pk")),
        "versions": list(entry.listed_versions.values_list("pk", flat=True).order_by("pk")),
    }
    written = DjangoJSONEncoder(sort_keys=True, ensure_ascii=False).encode(seen)
    return hashlib.sha256(written.encode()).hexdigest()


def _write_rows(publication: Publication, document: Document) -> None:
    """Fields and standards as rows, for the filters."""
    publication.field_rows.all().delete()
    PublishedField.objects.bulk_create(
        PublishedField(publication=publication, key=key)
        for key in dict.fromkeys(publication.fields)
    )
    publication.standards.all().delete()
    PublishedStandard.objects.bulk_create(
        _standard(publication, basis) for basis in document.get("basis", [])
    )


def _standard(publication: Publication, basis: dict[str, Any]) -> PublishedStandard:
    ref = str(basis.get("ref", ""))[:80]
    compact, year = filed_under(ref)
    return PublishedStandard(
        publication=publication,
        ref=ref,
        compact=compact,
        year=year,
        title=basis.get("title", {}),
    )


def _write_words(publication: Publication, entry: Entry, index: SearchIndex) -> None:
    """The words for the search and for the passage that it shows."""
    document = entry.version.document
    found = passages(entry.version.blueprint.blueprint, document)
    PublishedText.objects.update_or_create(publication=publication, defaults={"passages": found})
    organisation = entry.organisation
    title = "\n".join([title_words(document), entry.number])
    text = "\n".join(
        [
            *(words for _address, words in found),
            *filter(None, (organisation.name_zh, organisation.name_en, organisation.approval_no)),
        ]
    )
    index.write(publication.pk, title, text)


def _keep_marks(entry: Entry) -> None:
    """What the mark gate holds new marks against."""
    expired = entry.expires_on + timedelta(days=1) if entry.expires_on else None
    ends = [day for day in (entry.ended_on, expired) if day is not None]
    keep_filed_marks(
        entry.scheme,
        entry.organisation,
        entry.version.document,
        number=entry.number,
        since=timezone.localdate(entry.listed_at),
        ended_on=min(ends, default=None),
    )
