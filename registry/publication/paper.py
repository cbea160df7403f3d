"""A rule that was filed on paper, and the words of the file in which it was.

The search finds them after the rule was structured, too, as long as that names the file.
"""

from __future__ import annotations

from registry.models import Entry, PaperFiling
from schemes.models import FileText


def paper_filing_of(entry: Entry) -> PaperFiling | None:
    """The filing on paper from which an entry was taken over; None for all others."""
    return getattr(entry, "paper", None)


def words_of_files(entry: Entry) -> list[list[str]]:
    """The words of the annexed files that were read, each with the place that names the file."""
    annexes = entry.version.document.get("annexes", [])
    places = {
        one["file"]["sha256"]: f"/annexes/@{one['id']}/file"
        for one in annexes
        if isinstance(one.get("file"), dict)
    }
    read = FileText.objects.filter(
        file__organisation=entry.organisation_id, file__sha256__in=list(places)
    ).select_related("file")
    return [[places[one.file.sha256], words] for one in read for words in one.passages]
