"""Asking the catalogue."""

from __future__ import annotations

from django.test import Client

from registry.models import Entry, Publication
from registry.publication.publishing import rebuild
from tests.factories import EntryFactory

CATALOGUE = "/zh-hans/catalogue/"


def _numbers(client: Client, query: str, address: str = CATALOGUE) -> list[str]:
    response = client.get(f"{address}?{query}")
    assert response.status_code == 200
    return [result.publication.number for result in response.context["results"]]


def _copies(entry: Entry, count: int) -> None:
    """More publications of the same kind, without the way through a filing."""
    original = Publication.objects.get(entry=entry)
    for number in range(count):
        other = EntryFactory(organisation=entry.organisation, number=7000 + number)
        rebuild(other)
    assert Publication.objects.exclude(pk=original.pk).count() >= count
