"""What a rule has not said yet of a document."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from schemes.documents import Entry
from schemes.reading.phrases import is_internal


def remaining(entries: Iterable[Entry], said: Collection[str]) -> tuple[Entry, ...]:
    """The entries without what was said; containers of which nothing is left are gone."""
    left = (_remaining(entry, said) for entry in entries)
    return tuple(one for one in left if one is not None)


def _remaining(entry: Entry, said: Collection[str]) -> Entry | None:
    place = entry.place
    if is_internal(place.node):
        return None
    if not entry.entries:
        is_said = place.address in said or place.value in ("", [], {})
        return None if is_said else entry
    if place.address in said and not _is_list_item(entry):
        return None
    inner = remaining(entry.entries, said)
    if not inner:
        return None
    return Entry(replace(place, value=_only(place.value, inner)), inner)


def _only(value: object, inner: tuple[Entry, ...]) -> object:
    """What is left of a record or list."""
    if isinstance(value, dict):
        return {part.place.node.name: part.place.value for part in inner}
    return [part.place.value for part in inner]


def _is_list_item(entry: Entry) -> bool:
    """Whether it is a record, whose address is said by its line while its parts may not be."""
    return (
        entry.place.address.rpartition("/")[2].startswith("@")
        or entry.place.address.rpartition("/")[2].isdigit()
    )
