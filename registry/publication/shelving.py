"""Keeping the profiles of listed schemes, among which the duplicate gate looks (SCH-017)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from django.db import transaction
from django.utils import timezone

from portal.core.portions import keys_of
from registry.models import Entry
from registry.states import last_issue
from schemes.models import SchemeProfile
from schemes.similarity import InForce, shelve_together, unshelve
from schemes.similarity.shelf import refresh

#: Entries whose profiles are made in one transaction where many are made anew.
TOGETHER = 100


def keep_profiles(entries: Sequence[Entry]) -> None:
    """The profiles of the versions in force; a scheme that has ended has none.

    A joint scheme has one for all its entries: that of its owner, or of who goes on without it.
    """
    # Schemes of the state the gate knows by the register of national schemes.
    foremost = _foremost([one for one in entries if not one.organisation.issues])
    shelved = []
    for entry in foremost:
        last = last_issue(None, entry.expires_on, entry.ended_on, entry.pilot_until)
        if entry.has_ended and last is not None and last < timezone.localdate():
            unshelve(entry.scheme_id)
        else:
            shelved.append(InForce(entry.version, entry.number, last))
    if shelved:
        shelve_together(shelved)


def _foremost(entries: Sequence[Entry]) -> list[Entry]:
    """Of all entries of each scheme the one that stands for it, its owner's if it can."""
    of_schemes: dict[int, list[Entry]] = {}
    for entry in entries:
        of_schemes.setdefault(entry.scheme_id, []).append(entry)
    others = Entry.objects.filter(scheme__in=list(of_schemes)).exclude(
        pk__in=[one.pk for one in entries]
    )
    for entry in others.select_related("version__scheme", "scheme"):
        of_schemes[entry.scheme_id].append(entry)
    return [min(every, key=_distance) for every in of_schemes.values()]


def _distance(entry: Entry) -> tuple[bool, bool, int]:
    """How far an entry is from standing for its scheme."""
    return entry.has_ended, entry.organisation_id != entry.scheme.organisation_id, entry.pk


def rebuild_profiles(progress: Callable[[int], None] = lambda done: None) -> int:
    """Make the profiles of all entries anew; returns how many. Safe to repeat and to interrupt."""
    entries = Entry.objects.select_related("version__scheme", "scheme", "organisation")
    keys, count = keys_of(Entry.objects.all()), 0
    while together := list(islice(keys, TOGETHER)):
        with transaction.atomic():
            locked = entries.select_for_update(of=("self",)).filter(pk__in=together)
            keep_profiles(list(locked.order_by("pk")))
        count += len(together)
        progress(count)
    return count


def complete_profiles() -> int:
    """After an upgrade: make what is missing altogether, and what older code has made."""
    if SchemeProfile.objects.exists():
        return refresh()
    return rebuild_profiles()
