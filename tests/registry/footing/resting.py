"""An entry in force, and rows of the registers on which it rests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from portal.accounts.models import ApprovedField
from portal.reference.models import Standard
from registry.models import Entry
from registry.publication.publishing import rebuild
from tests.registry.listing import listed

TODAY = timezone.localdate()


YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


REF, SUCCESSOR = "GB/T 18801-2022", "GB/T 18801-2026"


FIELD, OTHER_FIELD = "机械设备及零部件", "金属材料及金属制品"


def in_force(**traits: Any) -> Entry:
    """A listed scheme that is in force today, and so are its bases."""
    Standard.objects.filter(status="upcoming").update(status="current", valid_from=None)
    entry = listed(**traits)
    Entry.objects.filter(pk=entry.pk).update(effective_from=TODAY)
    rebuild(entry)
    return Entry.objects.get(pk=entry.pk)


def approval(entry: Entry, **columns: Any) -> None:
    row = ApprovedField.objects.get(organisation=entry.organisation, field=FIELD)
    for name, value in columns.items():
        setattr(row, name, value)
    row.save()


def standard(**columns: Any) -> None:
    row = Standard.objects.get(number=REF)
    for name, value in columns.items():
        setattr(row, name, value)
    row.save()


def data_of(client: Client, path: str) -> Any:
    return client.get(path, headers={"accept": "application/json"}).json()
