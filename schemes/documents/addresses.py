"""Addresses of places in a document: `/basis/@b3/title`.

A list item is named by its permanent id, so an address survives insertion, removal and
moving. Positional JSON Pointers (`/basis/2/title`) are made only at the edges.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Step = str | int
Document = dict[str, Any]


class NoSuchPlace(LookupError):
    """An address that leads nowhere in this document."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


def parse(address: str) -> tuple[str, ...]:
    """The steps of an address, unescaped; the document itself has none."""
    if not address:
        return ()
    if not address.startswith("/"):
        raise ValueError(f"an address starts with a slash: {address!r}")
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in address[1:].split("/"))


def format(steps: Sequence[Step]) -> str:  # noqa: A001  the natural opposite of parse
    """The address made of these steps."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def child(address: str, *steps: Step) -> str:
    """The address of a part below another."""
    return address + format(steps)


def records_of(address: str, items: list[Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """The objects of the list at an address, each with its own address."""
    try:
        ids = [item["id"] for item in items]
        signs = "".join(ids)
    except (KeyError, TypeError):
        return _one_by_one(address, items)
    # Where all have different ids that need no escaping, nothing is left to ask of each.
    if "/" in signs or "~" in signs or len({"", *ids}) <= len(ids):
        return _one_by_one(address, items)
    return [(f"{address}/@{item['id']}", item) for item in items]


def _one_by_one(address: str, items: list[Any]) -> list[tuple[str, Mapping[str, Any]]]:
    named = numbered(items)
    return [(child(address, step), item) for step, item in named if isinstance(item, dict)]


def parent(address: str) -> str:
    """The address one step up; the document's own parent is the document."""
    return address.rpartition("/")[0]


def resolve(document: Any, address: str) -> tuple[Step, ...]:
    """The positional path (keys and list indexes) to an address that exists."""
    path: list[Step] = []
    value = document
    for step in parse(address):
        key = _key(value, step, address)
        value = value[key]
        path.append(key)
    return tuple(path)


def get(document: Any, address: str) -> Any:
    """The value at an address; raises `NoSuchPlace` where there is none."""
    value = document
    for step in parse(address):
        value = value[_key(value, step, address)]
    return value


def find(document: Any, address: str, default: Any = None) -> Any:
    """The value at an address, or the default where there is none."""
    try:
        return get(document, address)
    except NoSuchPlace:
        return default


def identity_of(item: Any) -> str | None:
    """The item's own id, if it has one that an address can carry."""
    identity = item.get("id") if isinstance(item, dict) else None
    return identity if isinstance(identity, str) and identity else None


def position_in(items: list[Any], step: str) -> int | None:
    """The position that a step without an id names, where the list is that long."""
    # Longer numbers are refused unread: turning them into one takes ever longer.
    if not (step.isdecimal() and step.isascii() and len(step) < 10):
        return None
    return int(step) if int(step) < len(items) else None


def numbered(items: list[Any]) -> Iterator[tuple[Step, Any]]:
    """The items of a list with the step that names each; the first of two equal ids has it."""
    seen: set[str] = set()
    for index, item in enumerate(items):
        identity = identity_of(item)
        if identity is None or identity in seen:
            yield index, item
        else:
            seen.add(identity)
            yield f"@{identity}", item


def _key(value: Any, step: str, address: str) -> Step:
    if isinstance(value, dict) and step in value:
        return step
    if isinstance(value, list):
        if step.startswith("@"):
            for index, item in enumerate(value):
                if identity_of(item) == step[1:]:
                    return index
        elif (position := position_in(value, step)) is not None:
            return position
    raise NoSuchPlace(address)
