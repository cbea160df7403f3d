"""Making publications from entries: the only writer of what the catalogue shows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from portal.core.portions import keys_of
from registry.footing.caveats import Read, read, read_one
from registry.footing.keeping import columns_of, keep_said, write_rows
from registry.models import (
    Entry,
    Publication,
    PublishedField,
    PublishedStandard,
    PublishedText,
)
from registry.publication.around import Around
from registry.publication.authors import author_kind, creator_records
from registry.publication.contents import passages, summary_of, title_words
from registry.publication.designations import designations_seen
from registry.publication.licences import licences_seen
from registry.publication.paper import paper_filing_of, words_of_files
from registry.publication.shelving import keep_profiles
from registry.search.index import SearchIndex, search_index
from registry.search.words import filed_under
from schemes.documents import Document
from schemes.marks.artworks import artworks
from schemes.marks.filed import keep_filed_marks
from schemes.models import FiledMark, StoredFile

#: Publications that are made in one transaction where many are made anew.
TOGETHER = 100


def rebuild(entry: Entry) -> Publication:
    """Make the publication of one entry anew, with its fields, standards, words and index.

    Safe to repeat: the same entry gives the same publication, and `rebuilt_at` stays.
    """
    (publication,) = rebuild_together([entry.pk])
    return publication


def rebuild_together(keys: Iterable[int]) -> list[Publication]:
    """The same for several entries in one transaction, with few queries for all of them.

    They are in the order of their keys, in which they are locked.
    """
    with transaction.atomic():
        return _rebuild(_with_all(keys), search_index())


def rebuild_all(progress: Callable[[int], None] = lambda done: None) -> int:
    """Make all publications anew; returns how many. For a change of code or of the index."""
    index = search_index()
    with transaction.atomic():
        index.clear()
    keys, count = keys_of(Entry.objects.all()), 0
    while together := list(islice(keys, TOGETHER)):
        with transaction.atomic():
            _rebuild(_with_all(together), index)
        count += len(together)
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
    around = Around([entry])
    values = _values(entry, around)
    said = columns_of(read_one(entry))
    same = all(getattr(publication, name) == value for name, value in (values | said).items())
    return same and publication.fingerprint == _fingerprint(entry, values, around)


def _with_all(keys: Iterable[int]) -> list[Entry]:
    """The entries as they are now, locked so that two rebuilds of one follow each other."""
    entries = Entry.objects.select_related(
        "organisation", "version__scheme", "scheme__organisation", "paper", "successor"
    )
    # A blueprint is large, and nearly all entries have one of the same few.
    entries = entries.prefetch_related("version__blueprint")
    return list(entries.select_for_update(of=("self",)).filter(pk__in=list(keys)).order_by("pk"))


def _rebuild(entries: Sequence[Entry], index: SearchIndex) -> list[Publication]:
    said = read(entries)
    publications = _write_columns(entries, said)
    write_rows([(one, said[one.entry_id]) for one in publications])
    _write_rows(publications, entries)
    _write_words(publications, entries, index)
    _keep_marks(entries)
    keep_profiles(entries)
    return publications


def _write_columns(entries: Sequence[Entry], said: Mapping[int, Read]) -> list[Publication]:
    """The publications themselves, in the order of the entries."""
    around = Around(entries)
    kept = {one.entry_id: one for one in Publication.objects.filter(entry__in=entries)}
    publications = []
    for entry in entries:
        publication = kept.get(entry.pk) or Publication(entry=entry)
        values = _values(entry, around)
        for name, value in values.items():
            setattr(publication, name, value)
        fingerprint = _fingerprint(entry, values, around)
        if keep_said(publication, said[entry.pk]) | (publication.fingerprint != fingerprint):
            publication.fingerprint = fingerprint
            publication.rebuilt_at = timezone.now()
        publications.append(publication)
    for publication in kept.values():
        publication.save()
    Publication.objects.bulk_create(one for one in publications if one.entry_id not in kept)
    return publications


def _values(entry: Entry, around: Around) -> dict[str, Any]:
    """The columns of the publication."""
    document: Document = entry.version.document
    title = document.get("title", {})
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
        "track": around.track(entry),
        "state": entry.state,
        "effective_from": entry.effective_from,
        "expires_on": entry.expires_on,
        "ended_on": entry.ended_on,
        "state_until": entry.state_until,
        "pilot_until": entry.pilot_until,
        "no_new_after": entry.no_new_after,
        "certificates_until": entry.certificates_until,
        "listed_at": entry.listed_at,
        "changed_at": around.last_event_at(entry) or entry.listed_at,
    }


def _has_picture(entry: Entry, mark: dict[str, Any]) -> bool:
    """Whether the artwork was uploaded and can be shown."""
    stored = StoredFile.objects.filter(
        organisation_id=entry.scheme.organisation_id, sha256=mark["sha256"]
    ).first()
    return stored is not None and (bool(stored.preview) or stored.mime.startswith("image/"))


def _fingerprint(entry: Entry, values: dict[str, Any], around: Around) -> str:
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
        "events": around.events(entry),
        "versions": around.versions(entry),
    }
    if carried_out := designations_seen(entry):
        seen["designations"] = carried_out
    if licensed := licences_seen(entry):
        seen["licences"] = licensed
    if joint := around.alliance(entry):
        seen["alliance"] = joint
    written = DjangoJSONEncoder(sort_keys=True, ensure_ascii=False).encode(seen)
    return hashlib.sha256(written.encode()).hexdigest()


def _write_rows(publications: Sequence[Publication], entries: Sequence[Entry]) -> None:
    """Fields and standards as rows, for the filters."""
    PublishedField.objects.filter(publication__in=publications).delete()
    PublishedField.objects.bulk_create(
        PublishedField(publication=publication, key=key)
        for publication in publications
        for key in dict.fromkeys(publication.fields)
    )
    PublishedStandard.objects.filter(publication__in=publications).delete()
    PublishedStandard.objects.bulk_create(
        _standard(publication, basis)
        for publication, entry in zip(publications, entries, strict=True)
        for basis in entry.version.document.get("basis", [])
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


def _write_words(
    publications: Sequence[Publication], entries: Sequence[Entry], index: SearchIndex
) -> None:
    """The words for the search and for the passage that it shows."""
    of_files = words_of_files(entries)
    texts, indexed = [], {}
    for publication, entry in zip(publications, entries, strict=True):
        found = passages(entry.version.blueprint.blueprint, entry.version.document)
        found += of_files.get(entry.pk, [])
        texts.append(PublishedText(publication=publication, passages=found))
        indexed[publication.pk] = _indexed(entry, found)
    PublishedText.objects.bulk_create(
        texts, update_conflicts=True, update_fields=["passages"], unique_fields=["publication"]
    )
    index.write(indexed)


def _indexed(entry: Entry, found: list[list[str]]) -> tuple[str, str]:
    """What the index holds of an entry: the words of its title, and all others."""
    paper, organisation = paper_filing_of(entry), entry.organisation
    on_paper = [paper.number] if paper is not None else []
    title = "\n".join([title_words(entry.version.document), entry.number, *on_paper])
    text = "\n".join(
        [
            *(words for _address, words in found),
            *filter(None, (organisation.name_zh, organisation.name_en, organisation.approval_no)),
        ]
    )
    return title, text


def _keep_marks(entries: Sequence[Entry]) -> None:
    """What the mark gate holds new marks against; few entries have any, or had."""
    kept = FiledMark.objects.filter(scheme__in=[entry.scheme_id for entry in entries])
    having = set(kept.values_list("scheme_id", "organisation_id"))
    for entry in entries:
        is_kept = (entry.scheme_id, entry.organisation_id) in having
        if is_kept or artworks(entry.version.document):
            _keep_mark(entry)


def _keep_mark(entry: Entry) -> None:
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
