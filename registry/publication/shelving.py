"""Keeping the profiles of listed schemes, among which the duplicate gate looks (SCH-017)."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from portal.core.portions import keys_of
from registry.models import Entry
from registry.states import last_issue
from schemes.models import SchemeProfile
from schemes.similarity import shelve, unshelve
from schemes.similarity.shelf import refresh


def keep_profile(entry: Entry) -> None:
    """The profile of the version in force; a scheme that has ended has none.

    A joint scheme has one for all its entries: that of its owner, or of who goes on without it.
    """
    if entry.organisation.issues:
        return  # the gate knows it by the register of national schemes
    entry = _foremost(entry)
    last = last_issue(None, entry.expires_on, entry.ended_on, entry.pilot_until)
    if entry.has_ended and last is not None and last < timezone.localdate():
        unshelve(entry.scheme_id)
    else:
        shelve(entry.version, number=entry.number, until=last)


def _foremost(entry: Entry) -> Entry:
    """Of all entries of the scheme the one that stands for it, its owner's if it can."""
    others = Entry.objects.filter(scheme=entry.scheme_id).exclude(pk=entry.pk)
    every = [entry, *others.select_related("version__scheme", "scheme")]
    owner = entry.scheme.organisation_id
    return min(every, key=lambda one: (one.has_ended, one.organisation_id != owner, one.pk))


def rebuild_profiles(progress: Callable[[int], None] = lambda done: None) -> int:
    """Make the profiles of all entries anew; returns how many. Safe to repeat and to interrupt."""
    entries = Entry.objects.select_related("version", "scheme")
    count = 0
    for pk in keys_of(Entry.objects.all()):
        with transaction.atomic():
            locked = entries.select_for_update(of=("self",)).get(pk=pk)
            # The row of the entry says which version; its scheme says whose it is.
            locked.version.scheme = locked.scheme
            keep_profile(locked)
        count += 1
        progress(count)
    return count


def complete_profiles() -> int:
    """After an upgrade: make what is missing altogether, and what older code has made."""
    if SchemeProfile.objects.exists():
        return refresh()
    return rebuild_profiles()
