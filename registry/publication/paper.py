"""A rule that was filed on paper, and the words of the file in which it was.

The search finds them after the rule was structured, too, as long as that names the file.
"""

from __future__ import annotations

from collections.abc import Sequence

from registry.models import Entry, PaperFiling
from schemes.models import FileText


def paper_filing_of(entry: Entry) -> PaperFiling | None:
    """The filing on paper from which an entry was taken over; None for all others."""
    return getattr(entry, "paper", None)


def words_of_files(entries: Sequence[Entry]) -> dict[int, list[list[str]]]:
    """Of entries from paper, by key: the words of their annexed files that were read.

    Each passage stands with the place that names its file. One query at most.
    """
    on_paper = [entry for entry in entries if paper_filing_of(entry) is not None]
    places = {entry.pk: found for entry in on_paper if (found := _places_of_files(entry))}
    read: dict[tuple[int, str], list[str]] = {}
    if places:
        texts = FileText.objects.filter(
            file__organisation__in={entry.organisation_id for entry in on_paper},
            file__sha256__in={sha256 for found in places.values() for sha256 in found},
        )
        names = ("file__organisation_id", "file__sha256", "passages")
        read = {(body, sha256): words for body, sha256, words in texts.values_list(*names)}
    return {
        entry.pk: [
            [place, words]
            for sha256, place in places[entry.pk].items()
            for words in read.get((entry.organisation_id, sha256), ())
        ]
        for entry in on_paper
        if entry.pk in places
    }


def _places_of_files(entry: Entry) -> dict[str, str]:
    """By digest, the places that name the annexed files."""
    annexes = entry.version.document.get("annexes", [])
    return {
        one["file"]["sha256"]: f"/annexes/@{one['id']}/file"
        for one in annexes
        if isinstance(one.get("file"), dict)
    }
