"""Keeping what the registers say in the publications."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from registry.footing.caveats import Read, read
from registry.models import (
    Entry,
    Publication,
    PublishedCaveat,
    PublishedFooting,
    PublishedGap,
)

PORTION = 100

Progress = Callable[[int], object]


def keep_said(publication: Publication, found: Read) -> bool:
    """Write what was worked out into a publication; whether anything is new to the public.

    The publication itself is not saved: `columns_of` is set on it.
    """
    columns = columns_of(found)
    is_new = any(getattr(publication, name) != value for name, value in columns.items())
    for name, value in columns.items():
        setattr(publication, name, value)
    return is_new


def columns_of(found: Read) -> dict[str, Any]:
    """The columns of a publication that hold it."""
    caveats = [caveat.as_json() for caveat in found.caveats]
    gaps = [[day.isoformat() if day else None for day in each.as_gap] for each in found.gaps]
    return {"caveats": caveats, "gaps": gaps}


def write_rows(found: Sequence[tuple[Publication, Read]]) -> None:
    """The same as rows, to be asked by the database; those that are there already stay."""
    caveats = {one.pk: {(each.kind, *each.gap) for each in read.caveats} for one, read in found}
    _keep(PublishedCaveat, ("kind", "begins", "ends"), caveats)
    gaps = {one.pk: {each.as_gap for each in read.gaps} for one, read in found}
    _keep(PublishedGap, ("begins", "ends"), gaps)
    footings = {one.pk: set(read.footings) for one, read in found}
    _keep(PublishedFooting, ("kind", "key"), footings)


def _keep(
    model: type[models.Model],
    names: tuple[str, ...],
    wanted: Mapping[int, set[tuple[Any, ...]]],
) -> None:
    """Make the rows of publications, by key, those that are wanted."""
    rows = model._default_manager.filter(publication__in=list(wanted))
    there = {
        (publication, *values): pk
        for pk, publication, *values in rows.values_list("pk", "publication_id", *names)
    }
    every = {(pk, *values) for pk, each in wanted.items() for values in each}
    gone = [pk for row, pk in there.items() if row not in every]
    if gone:
        rows.filter(pk__in=gone).delete()
    model._default_manager.bulk_create(
        model(publication_id=publication, **dict(zip(names, values, strict=True)))
        for publication, *values in sorted(every - there.keys(), key=repr)
    )


def renew(keys: Iterable[int], progress: Progress = lambda count: None) -> int:
    """Work out anew what the registers say of publications; returns how many changed.

    In portions, each in a transaction of its own where none is under way.
    """
    every, changed = sorted(keys), 0
    for start in range(0, len(every), PORTION):
        portion = every[start : start + PORTION]
        changed += _renew_portion(portion)
        progress(len(portion))
    return changed


def renew_all(progress: Progress = lambda count: None) -> int:
    """The same for all: a row and an entry that were written at once may have missed each other."""
    return renew(Publication.objects.values_list("pk", flat=True), progress)


def complete_footings() -> int:
    """After an upgrade: work out what is missing altogether."""
    return renew(Publication.objects.filter(footing_rows=None).values_list("pk", flat=True))


@transaction.atomic
def _renew_portion(keys: Sequence[int]) -> int:
    """Entries are locked first, as by whoever makes their publication anew."""
    entries = {
        entry.pk: entry
        for entry in Entry.objects.filter(publication__in=keys)
        .select_related("organisation", "scheme", "version")
        .select_for_update(of=("self",))
        .order_by("pk")
    }
    found = read(list(entries.values()))
    changed = 0
    publications = list(Publication.objects.filter(pk__in=keys, entry__in=entries))
    for publication in publications:
        if keep_said(publication, found[publication.entry_id]):
            publication.rebuilt_at = timezone.now()
            publication.save(update_fields=["caveats", "gaps", "rebuilt_at"])
            changed += 1
    write_rows([(one, found[one.entry_id]) for one in publications])
    return changed


def digest_of(publication: Publication) -> str:
    """Changes with anything that the registers say of a publication."""
    written = json.dumps([publication.caveats, publication.gaps], sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()
