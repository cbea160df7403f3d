"""What fields of certification are called in English: documents name them by their Chinese names.

A document keeps its words when a field is no longer in the list, so that reading knows every row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from django.core.cache import cache

from portal.accounts.models import CertificationField

#: A name that was mended is read by everybody after so long.
SECONDS = 60


def known_fields() -> KnownFields:
    """The English names by key; nothing is asked of the register until one is looked up."""
    return KnownFields()


class KnownFields(Mapping[str, str]):
    """All fields that have an English name, read when the first is asked for."""

    @cached_property
    def _names(self) -> dict[str, str]:
        return cache.get_or_set("names-of-fields", _names_of_today, SECONDS) or {}

    def __getitem__(self, key: str) -> str:
        return self._names[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _names_of_today() -> dict[str, str]:
    named = CertificationField.objects.exclude(name_en="")
    return dict(named.values_list("key", "name_en"))
