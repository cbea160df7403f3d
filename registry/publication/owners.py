"""Who owned an entry of the register when, as the public is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from portal.accounts.models import Organisation
from registry.models import Entry, OwnerChange

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class PublicOwner:
    """A body that owned an entry, from a day until a day, and why it went on to the next."""

    body: Organisation
    since: date
    until: date | None = None
    cause: StrOrPromise = ""


def owners_of(entry: Entry) -> list[PublicOwner]:
    """All owners, the first one first; one for an entry that never went over."""
    found, since = [], timezone.localdate(entry.listed_at)
    for change in entry.owner_changes.carried_out():
        assert change.done_on is not None, "What was carried out was on a day."
        cause = change.get_cause_display()
        found.append(PublicOwner(change.from_body, since, change.done_on, cause))
        since = change.done_on
    return [*found, PublicOwner(entry.organisation, since)]


def owner_records(entry: Entry) -> list[dict[str, Any]]:
    """The same as data."""
    return [
        {
            "slug": one.body.slug,
            "name": one.body.name_text,
            "approval_no": one.body.approval_no,
            "since": one.since,
            "until": one.until,
        }
        for one in owners_of(entry)
    ]


def handed_over_by(body: Organisation) -> list[OwnerChange]:
    """What a body owned before, the last first."""
    done = OwnerChange.objects.carried_out().filter(from_body=body)
    return list(done.select_related("entry__publication").order_by("-done_on", "-pk"))
