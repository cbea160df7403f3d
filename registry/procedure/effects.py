"""Whether what was filed is in effect today: read for many filings at once."""

from __future__ import annotations

from collections.abc import Iterable

from registry.models import Entry, Filing, ListedVersion


def with_entries(filings: Iterable[Filing]) -> list[Filing]:
    """The filings, each with its entry, by which its words for the body go.

    One query for all, and another where an entry has another version than was filed.
    """
    rows = list(filings)
    entries = Entry.objects.filter(scheme__in={filing.scheme_id for filing in rows})
    found = {_of(entry): entry for entry in entries.select_related("publication")}
    others = [filing.version_id for filing in rows if _has_another(found.get(_of(filing)), filing)]
    versions = ListedVersion.objects.filter(version__in=others)
    listed = set(versions.values_list("version", "entry__organisation"))
    for filing in rows:
        was_listed = (filing.version_id, filing.organisation_id) in listed
        filing.known_entry = (found.get(_of(filing)), was_listed)
    return rows


def _of(record: Filing | Entry) -> tuple[int, int]:
    """By what an entry belongs to a filing."""
    return record.scheme_id, record.organisation_id


def _has_another(entry: Entry | None, filing: Filing) -> bool:
    return entry is not None and entry.version_id != filing.version_id
