"""Making publications from entries: the only writer of what the catalogue shows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from portal.core.portions import keys_of
from registry.footing.caveats import read_one
from registry.footing.keeping import columns_of, keep_said, write_rows
from registry.models import (
    Entry,
    Filing,
    Publication,
    PublishedField,
    PublishedStandard,
    PublishedText,
)
from registry.publication.alliances import alliance_of, members_seen
from registry.publication.authors import author_kind, creator_records
from registry.publication.contents import passages, summary_of, title_words
from registry.publication.designations import designations_seen
from registry.publication.licences import licences_seen
from registry.publication.paper import paper_filing_of, words_of_files
from registry.publication.shelving import keep_profile
from registry.search.index import SearchIndex, search_index
from registry.search.words import filed_under
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
    for pk in keys_of(Entry.objects.all()):
        with transaction.atomic():
            _rebuild(_with_all(pk), index)
        count += 1
        progress(count)
    index.settle()
    return count


def complete_publications() -> int:
    """After an upgrade: publish what older code left to the worker; returns how many."""
    missing = list(Entry.objects.filter(publication=None))
    for entry in missing:
        rebuild(entry)
    return len(missing)


def is_as_published(entry: Entry, publication: Publication) -> bool:
    """Whether publishing the entry now would change nothing that the public sees."""
    values = _values(entry, entry.version.document)
    said = columns_of(read_one(entry))
    same = all(getattr(publication, name) == value for name, value in (values | said).items())
    return same and publication.fingerprint == _fingerprint(entry, values)


def _with_all(pk: int) -> Entry:
    """The entry as it is now, locked so that two rebuilds of it follow each other."""
    entries = Entry.objects.select_related(
        "organisation", "version__blueprint", "scheme__organisation", "paper"
    )
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
    said = read_one(entry)
    if keep_said(publication, said) | (publication.fingerprint != fingerprint):
        publication.fingerprint = fingerprint
        publication.rebuilt_at = timezone.now()
    publication.save()
    write_rows(publication, said)
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
        "author": author_kind(entry),
        "creators": creator_records(entry),
        "version_label": entry.version.label,
        "sha256": entry.version.digest,
        "has_mark": mark is not None,
        "is_structured": not entry.version.blueprint.is_paper,
        "track": _track(entry),
        "state": entry.state,
        "effective_from": entry.effective_from,
        "expires_on": entry.expires_on,
        "ended_on": entry.ended_on,
        "state_until": entry.state_until,
        "pilot_until": entry.pilot_until,
        "no_new_after": entry.no_new_after,
        "certificates_until": entry.certificates_until,
        "listed_at": entry.listed_at,
        "changed_at": last.at if last is not None else entry.listed_at,
    }


def _track(entry: Entry) -> str:
    """The track of the filing with which the version in force was handed in."""
    filed = Filing.objects.filter(submissions__version=entry.version_id)
    own = filed.filter(organisation=entry.organisation_id)
    tracks = own.values_list("track", flat=True), filed.values_list("track", flat=True)
    # Before a change of owner another body filed it.
    return tracks[0].first() or tracks[1].first() or ""


def _has_picture(entry: Entry, mark: dict[str, Any]) -> bool:
    """Whether the artwork was uploaded and can be shown."""
    stored = StoredFile.objects.filter(
        organisation_id=entry.scheme.organisation_id, sha256=mark["sha256"]
    ).first()
    return stored is not None and (bool(stored.preview) or stored.mime.startswith("image/"))


def _fingerprint(entry: Entry, values: dict[str, Any]) -> str:
    """A digest of all that a page about this entry may show."""
    # Whether it is structured follows from the document, whose digest is among them, and its
    # track from its version.
    follows = {"is_structured", "track"}
    seen = {
        **{name: value for name, value in values.items() if name not in follows},
        "end_reason": entry.end_reason,
        "absorbed_by": entry.absorbed_by_id,
        "successor": entry.successor.number if entry.successor else None,
        "approval_no": entry.organisation.approval_no,
        "events": list(entry.events.values_list("pk", flat=True).order_by("pk")),
        "versions": list(entry.listed_versions.values_list("pk", flat=True).order_by("pk")),
    }
    if carried_out := designations_seen(entry):
        seen["designations"] = carried_out
    if licensed := licences_seen(entry):
        seen["licences"] = licensed
    joint = alliance_of(entry)
    if joint is not None:
        seen["alliance"] = members_seen(joint)
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
    paper = paper_filing_of(entry)
    if paper is not None:
        found += words_of_files(entry)
    PublishedText.objects.update_or_create(publication=publication, defaults={"passages": found})
    organisation = entry.organisation
    on_paper = [paper.number] if paper is not None else []
    title = "\n".join([title_words(document), entry.number, *on_paper])
    text = "\n".join(
        [
            *(words for _address, words in found),
            *filter(None, (organisation.name_zh, organisation.name_en, organisation.approval_no)),
        ]
    )
    index.write(publication.pk, title, text)


def _keep_marks(entry: Entry) -> None:
    """What the mark gate holds new marks against."""
    last_days = [day for day in (entry.expires_on, entry.pilot_until) if day is not None]
    ends = [entry.ended_on] if entry.ended_on else []
    ends += [day + timedelta(days=1) for day in last_days]
    keep_filed_marks(
        entry.scheme,
        entry.organisation,
        entry.version.document,
        number=entry.number,
        since=timezone.localdate(entry.listed_at),
        ended_on=min(ends, default=None),
    )
