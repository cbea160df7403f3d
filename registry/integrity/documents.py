"""Signed documents against their digests and signatures, and what else quotes these digests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from registry.integrity.fault import Fault
from registry.models import (
    Decision,
    Entry,
    EntryEvent,
    Filing,
    FilingEvent,
    Notice,
    PaperFiling,
    Submission,
)
from schemes.documents import canonical, digest
from schemes.facts_source import signature_holds
from schemes.models import Version
from schemes.states import FROZEN_STATES, VersionState

#: How many documents are held in memory at a time.
BATCH = 50


def digests(check: str) -> Iterator[Fault]:
    """Every signed document still has the digest that was fixed by the signature."""
    for version in _signed():
        if digest(version.document) != version.digest:
            yield Fault(
                check,
                _name(version),
                _("The document does not have the digest that the signature fixed."),
            )


def signatures(check: str) -> Iterator[Fault]:
    """Every signed document bears a signature by a key of this portal, valid on its day.

    What was taken over from paper was signed on paper.
    """
    for version in _signed():
        if not version.blueprint.is_paper and not signature_holds(version.document, version):
            yield Fault(check, _name(version), _("No key of the register made its signature."))


def submissions(check: str) -> Iterator[Fault]:
    """What was submitted is what was signed, and a submission is there for what is listed."""
    for submission in Submission.objects.select_related("version", "filing").iterator(BATCH):
        if submission.sha256 != submission.version.digest:
            yield Fault(
                check, str(submission), _("The receipt names another digest than the version has.")
            )
    for paper in PaperFiling.objects.select_related("entry__scheme").iterator(BATCH):
        first = paper.entry.scheme.versions.filter(sequence=1, digest=paper.sha256)
        if not first.exists():
            yield Fault(check, str(paper), _("What was taken over from paper is another text now."))
    listed = Entry.objects.select_related("version").defer("version__document")
    for entry in listed.iterator(BATCH):
        if entry.version.state != VersionState.SUBMITTED:
            yield Fault(check, entry.number, _("The version in force was never submitted."))


def decisions(check: str) -> Iterator[Fault]:
    """Every decision is about a version that was submitted in the same filing."""
    for decision in Decision.objects.select_related("filing").iterator(BATCH):
        submitted = Submission.objects.filter(filing=decision.filing, sha256=decision.sha256)
        if not submitted.exists():
            yield Fault(check, str(decision), _("It decides on a text that was not submitted."))


def notices(check: str) -> Iterator[Fault]:
    """Every correction notice says what it said when it was sent."""
    for notice in Notice.objects.order_by("pk").iterator(BATCH):
        if hashlib.sha256(canonical(notice.content)).hexdigest() != notice.sha256:
            yield Fault(check, notice.number, _("Its content has changed."))


def histories(check: str) -> Iterator[Fault]:
    """Every history goes on from the state in which it was, up to the state that the record has."""
    for events, records, owner in (
        (FilingEvent.objects.all(), Filing.objects.all(), "filing_id"),
        (EntryEvent.objects.all(), Entry.objects.all(), "entry_id"),
    ):
        state = {pk: (name, now) for pk, name, now in records.values_list("pk", "number", "state")}
        last: dict[int, str] = {}
        for event in events.order_by("pk").iterator():
            pk = getattr(event, owner)
            if event.from_state and last.get(pk, "") not in ("", event.from_state):
                text = _("“%(event)s” does not follow from the state “%(state)s”.")
                yield Fault(check, state[pk][0], text % {"event": event.event, "state": last[pk]})
            last[pk] = event.to_state or last.get(pk, "")
        for pk, (name, now) in state.items():
            if last.get(pk, now) not in ("", now):
                text = _("Its history ends in “%(last)s”, but its state is “%(state)s”.")
                yield Fault(check, name, text % {"last": last[pk], "state": now})


def _signed() -> Iterator[Version]:
    signed = Version.objects.filter(state__in=FROZEN_STATES).select_related("scheme", "blueprint")
    return signed.order_by("pk").iterator(BATCH)


def _name(version: Version) -> str:
    return f"version {version.pk} ({version.scheme.rule_number} {version.label})"
