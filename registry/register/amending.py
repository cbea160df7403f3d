"""What a version means for what was before it: for certificates, and for a pilot.

A scheme says with the version that amends it until when certificates under the version before are
converted to it (`lifecycle.transition_until`): until then they are used as they are. A pilot goes
on for good by a version that names no last day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from registry.models import Entry, ListedVersion, Submission
from schemes.documents import Document
from schemes.models import Version


@dataclass(frozen=True, slots=True)
class Conversion:
    """From one version of a scheme to the next, until the end of a day."""

    old: str
    new: str
    until: date

    @property
    def is_over(self) -> bool:
        """Whether the day has passed."""
        return self.until < timezone.localdate()

    @property
    def sentence(self) -> str:
        """What holds for certificates under the earlier version, in the language of the page."""
        words = {"old": self.old, "new": self.new, "until": date_format(self.until)}
        if self.is_over:
            return (
                _(
                    "Certificates under version %(old)s had to be converted to version %(new)s by "
                    "%(until)s; they are no longer to be used."
                )
                % words
            )
        return (
            _(
                "Certificates under version %(old)s may be used until %(until)s; by then they are "
                "converted to version %(new)s."
            )
            % words
        )


def conversion_to(version: Version, entry: Entry | None) -> Conversion | None:
    """What a version says of certificates under the one that it amends, or will once listed."""
    until = end_of_transition(version.document)
    if until is None or entry is None:
        return None
    own = entry.listed_versions.filter(version=version).first()
    rows = entry.listed_versions.exclude(version=version).order_by("-listed_at", "-pk")
    if own is not None:
        rows = rows.filter(superseded_at__lte=own.listed_at)
    before = rows.values_list("label", flat=True).first()
    return Conversion(before, version.label, until) if before is not None else None


def conversions_of(listed: Iterable[ListedVersion]) -> dict[str, Conversion]:
    """By the label of each version that was superseded, how its certificates are converted.

    `listed` are the versions of one entry with their documents, the newest first.
    """
    rows = list(listed)
    found: dict[str, Conversion] = {}
    for newer, older in pairwise(rows):
        until = _end_said_by(newer)
        if until is not None:
            found[older.label] = Conversion(older.label, newer.label, until)
    return found


def end_of_transition(document: Document) -> date | None:
    """The last day of the transition that a document sets; None without one."""
    lifecycle = document.get("lifecycle")
    return _day(lifecycle.get("transition_until") if isinstance(lifecycle, dict) else None)


def pilot_told(submission: Submission) -> str:
    """What became of a pilot with a submission, in the language of the page; empty where none is.

    What was listed is told from the public history, whatever came later.
    """
    entry, label = submission.filing.entry, submission.version.label
    until, before = submission.filing.pilot_until, None
    if entry is not None:
        before = entry.pilot_until
        texts = [one.data for one in entry.events.order_by("at", "pk") if "version" in one.data]
        at = next((n for n, text in enumerate(texts) if text["version"] == label), None)
        if at is not None:
            until = _day(texts[at].get("pilot_until"))
            before = _day(texts[at - 1].get("pilot_until")) if at else None
    if until is not None:
        return _("As a pilot, until %(day)s.") % {"day": date_format(until)}
    if before is not None:
        return _("In force for good; before, it was a pilot until %(day)s.") % {
            "day": date_format(before)
        }
    return ""


def _end_said_by(listed: ListedVersion) -> date | None:
    """As `end_of_transition`; a query that leaves the documents out has it as `transition_said`."""
    if hasattr(listed, "transition_said"):
        return _day(listed.transition_said)
    return end_of_transition(listed.version.document)


def _day(said: Any) -> date | None:
    try:
        return date.fromisoformat(said) if isinstance(said, str) else said
    except ValueError:
        return None
