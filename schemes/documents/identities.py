"""Ids of list items: minted once, unique in the document, never used again."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator
from typing import Any

from schemes.documents.addresses import Document, Step, identity_of, numbered
from schemes.documents.addresses import format as format_address

# No vowels and no look-alikes: ids are read aloud, and must not spell words.
_SIGNS = "bcdfghjkmnpqrstvwxz23456789"
_LENGTH = 6


def mint_id(prefix: str, taken: Collection[str]) -> str:
    """A new id such as `bs-k7m2pq`, different from all that are taken."""
    while True:
        minted = f"{prefix[:8]}-{''.join(secrets.choice(_SIGNS) for _ in range(_LENGTH))}"
        if minted not in taken:
            return minted


def ids_of(document: Any) -> set[str]:
    """Every id that an item of any list carries."""
    return {identity for _path, identity in _identities(document)}


def with_ids(document: Document, taken: Collection[str] | None = None) -> Document:
    """A copy in which every record of a list has an id; ids that are there stay.

    `taken` are those of the whole document, where this is a part of one.
    """
    completed = _complete(document, "it", set(ids_of(document) if taken is None else taken))
    assert isinstance(completed, dict)
    return completed


def lacks_ids(value: Any) -> bool:
    """Whether some record of a list in it has no id."""
    if isinstance(value, dict):
        return any(lacks_ids(part) for part in value.values())
    if not isinstance(value, list):
        return False
    return any(
        lacks_ids(item) or (isinstance(item, dict) and identity_of(item) is None) for item in value
    )


def with_new_ids(value: Any, taken: Collection[str]) -> Any:
    """A copy of a part with all its ids minted anew, for duplicating an item."""
    used = set(taken)

    def anew(part: Any, prefix: str) -> Any:
        if isinstance(part, list):
            return [anew(item, prefix) for item in part]
        if not isinstance(part, dict):
            return part
        copy = {name: anew(inner, prefix_for(name)) for name, inner in part.items()}
        if identity_of(part) is not None:
            copy["id"] = mint_id(prefix, used)
            used.add(copy["id"])
        return copy

    return anew(value, "it")


def duplicate_ids(document: Any) -> list[tuple[str, str]]:
    """Second and later places of an id, as (address of the id, the id)."""
    seen: set[str] = set()
    duplicates = []
    for path, identity in _identities(document):
        if identity in seen:
            duplicates.append((format_address((*path, "id")), identity))
        seen.add(identity)
    return duplicates


def prefix_for(name: str) -> str:
    """The beginning of an id, from the name of its list: `restricted_annexes` gives `ra`."""
    words = [word for word in name.lower().split("_") if word.isalnum() and word.isascii()]
    if not words:
        return "it"
    return "".join(word[0] for word in words)[:4] if len(words) > 1 else words[0][:2]


def _complete(value: Any, prefix: str, taken: set[str]) -> Any:
    if isinstance(value, dict):
        return {name: _complete(part, prefix_for(name), taken) for name, part in value.items()}
    if not isinstance(value, list):
        return value
    completed = []
    for item in value:
        copy = _complete(item, prefix, taken)
        if isinstance(copy, dict) and identity_of(copy) is None:
            copy = {"id": mint_id(prefix, taken), **{k: v for k, v in copy.items() if k != "id"}}
            taken.add(copy["id"])
        completed.append(copy)
    return completed


def _identities(value: Any, path: tuple[Step, ...] = ()) -> Iterator[tuple[tuple[Step, ...], str]]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _identities(part, (*path, name))
    elif isinstance(value, list):
        for step, item in numbered(value):
            identity = identity_of(item)
            if identity is not None:
                yield (*path, step), identity
            yield from _identities(item, (*path, step))
