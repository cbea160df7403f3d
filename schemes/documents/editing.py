"""Changes to a document by address. Each gives a new document; the old one stays as it was."""

from __future__ import annotations

import copy
from typing import Any

from schemes.documents.addresses import Document, NoSuchPlace, Step, get, parse, resolve
from schemes.documents.addresses import format as format_address


def put(document: Document, address: str, value: Any) -> Document:
    """The document with this value at the address; records on the way are made.

    A list on the way must have the item that the address names.
    """
    steps = parse(address)
    if not steps:
        return copy.deepcopy(dict(value))
    changed = copy.deepcopy(document)
    place: Any = changed
    for depth, step in enumerate(steps[:-1]):
        if isinstance(place, dict):
            if not isinstance(place.get(step), dict | list):
                place[step] = {}
            place = place[step]
        else:
            place = get(place, format_address((step,)))
        if not isinstance(place, dict | list):
            raise NoSuchPlace(format_address(steps[: depth + 1]))
    place[_last(place, steps)] = copy.deepcopy(value)
    return changed


def replaced(document: Document, address: str, value: Any) -> Document:
    """The document with another value where one is; what is beside it is shared, not copied.

    For long documents of which one item is saved. Neither document may be changed in place.

    Raises:
        NoSuchPlace: there is nothing at the address.
    """
    changed: Document = _replaced(document, resolve(document, address), value)
    return changed


def _replaced(held: Any, path: tuple[Step, ...], value: Any) -> Any:
    if not path:
        return value
    copied = dict(held) if isinstance(held, dict) else list(held)
    copied[path[0]] = _replaced(held[path[0]], path[1:], value)  # type: ignore[index]
    return copied


def remove(document: Document, address: str) -> Document:
    """The document without what stands at the address; nothing to remove is no mistake.

    Records and lists that are empty afterwards go too: what is not there is absent.
    """
    changed = copy.deepcopy(document)
    try:
        path = resolve(changed, address)
    except NoSuchPlace:
        return changed
    while path:
        place = _at(changed, path[:-1])
        del place[path[-1]]
        path = path[:-1]
        if not path or _at(changed, path) or isinstance(path[-1], int):
            break
    return changed


def append(document: Document, address: str, item: Any) -> Document:
    """The document with one more item in the list at the address, which is made if missing."""
    try:
        items = get(document, address)
    except NoSuchPlace:
        items = []
    return put(document, address, [*(items if isinstance(items, list) else []), item])


def move(document: Document, address: str, by: int) -> Document:
    """The document with a list item moved by so many places, at most to either end."""
    changed = copy.deepcopy(document)
    path = resolve(changed, address)
    items = _at(changed, path[:-1])
    if not isinstance(items, list) or not isinstance(path[-1], int):
        raise NoSuchPlace(address)
    item = items.pop(path[-1])
    items.insert(min(max(path[-1] + by, 0), len(items)), item)
    return changed


def _at(document: Any, path: tuple[Step, ...]) -> Any:
    for step in path:
        document = document[step]
    return document


def _last(place: Any, steps: tuple[str, ...]) -> Step:
    if isinstance(place, dict):
        return steps[-1]
    return resolve(place, format_address(steps[-1:]))[0]
