"""Noting once that a caveat began to hold or ceased, whether by an edit or by the calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from registry.caveat import Caveat
from registry.models import CaveatNote, Entry, Publication, PublishedCaveat

PORTION = 200


def note(publications: Iterable[int], day: date) -> int:
    """Note of these what began and what ceased; returns how many notes were written or closed."""
    keys = sorted(publications)
    return sum(
        _note_portion(keys[start : start + PORTION], day) for start in range(0, len(keys), PORTION)
    )


def note_all(day: date) -> int:
    """The same for all: rows of the registers begin and end by themselves."""
    holding = PublishedCaveat.objects.on(day).filter(publication=OuterRef("pk"))
    noted = CaveatNote.objects.open().filter(entry=OuterRef("entry"))
    concerned = Publication.objects.filter(Exists(holding) | Exists(noted))
    return note(concerned.values_list("pk", flat=True), day)


@transaction.atomic
def _note_portion(keys: list[int], day: date) -> int:
    """The entries are locked: of two who look at once, the second finds what the first noted."""
    entries = Entry.objects.filter(publication__in=keys).order_by("pk")
    locked = [entry.pk for entry in entries.select_for_update(of=("self",))]
    noted: dict[int, dict[str, CaveatNote]] = {pk: {} for pk in locked}
    for one in CaveatNote.objects.open().filter(entry__in=locked):
        noted[one.entry_id][one.identity] = one
    new: list[CaveatNote] = []
    gone: list[int] = []
    for publication in Publication.objects.filter(entry__in=locked).order_by("pk"):
        known = noted[publication.entry_id]
        holding = {caveat.identity: caveat for caveat in publication.caveats_on(day)}
        new += _begun(publication.entry_id, holding, known)
        gone += [one.pk for identity, one in known.items() if identity not in holding]
    CaveatNote.objects.bulk_create(new)
    now = timezone.now()
    CaveatNote.objects.filter(pk__in=gone).update(ceased_at=now, changed_at=now)
    return len(new) + len(gone)


def _begun(
    entry: int, holding: dict[str, Caveat], known: dict[str, CaveatNote]
) -> Iterator[CaveatNote]:
    for identity, caveat in holding.items():
        if identity not in known:
            yield CaveatNote(
                entry_id=entry, kind=caveat.kind, identity=identity, caveat=caveat.as_json()
            )
