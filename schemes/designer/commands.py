"""The buttons beside fields: add, double, remove, move, clean. Each works on what was typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from schemes.blueprints import Blueprint
from schemes.documents import Document, NoSuchPlace, find, ids_of, mint_id, with_new_ids
from schemes.documents.addresses import (
    child,
    get,
    identity_of,
    numbered,
    parent,
    parse,
    resolve,
)
from schemes.documents.budget import BUDGET
from schemes.documents.editing import append, move, put
from schemes.documents.editing import remove as remove_part
from schemes.documents.identities import prefix_for
from schemes.documents.texts import Cleaning, clean

SAVE = "save"
AUTOSAVE = "autosave"
NEXT = "next"
ADD = "add"
CLEAN = "clean"


@dataclass(frozen=True)
class Command:
    """What a button asks for: `add:/basis`, `clean:/title/zh`, or just to save."""

    verb: str
    address: str = ""

    @classmethod
    def of(cls, words: str) -> Command:
        """The command of a button's value; anything unknown just saves."""
        verb, _colon, address = words.partition(":")
        if verb in _STRUCTURAL and address.startswith("/"):
            return cls(verb, address)
        return cls(verb if verb in (AUTOSAVE, NEXT) else SAVE)

    @property
    def is_structural(self) -> bool:
        """Whether it changes the document at a place."""
        return self.verb in _STRUCTURAL


@dataclass(frozen=True)
class Removed:
    """An item that was taken out, so that it can be put back."""

    list_address: str
    position: int
    item: Any


@dataclass(frozen=True)
class Outcome:
    """The document afterwards, where to look, what was taken out, and what was cleaned.

    `is_full` says that nothing was added, since the list is as long as a list may be.
    """

    document: Document
    address: str = ""
    removed: Removed | None = None
    cleanings: tuple[Cleaning, ...] = ()
    is_full: bool = False


def carry_out(command: Command, blueprint: Blueprint, document: Document) -> Outcome:
    """Change the place; one that is gone meanwhile changes nothing."""
    steps = parse(command.address)
    is_known = command.verb == CLEAN or blueprint.node_at(steps) is not None
    if not command.is_structural or not is_known:
        return Outcome(document)
    try:
        return _STRUCTURAL[command.verb](blueprint, document, command.address)
    except NoSuchPlace:
        return Outcome(document, parent(command.address))


def put_back(document: Document, removed: Removed) -> Outcome:
    """The document with an item where it was."""
    try:
        items = get(document, removed.list_address)
    except NoSuchPlace:
        items = []
    if not isinstance(items, list):
        return Outcome(document)
    at = min(removed.position, len(items))
    changed = put(document, removed.list_address, [*items[:at], removed.item, *items[at:]])
    return Outcome(changed, child(removed.list_address, f"@{removed.item.get('id', '')}"))


def _add(blueprint: Blueprint, document: Document, address: str) -> Outcome:
    items = find(document, address)
    if isinstance(items, list) and len(items) >= BUDGET.items:
        return Outcome(document, address, is_full=True)
    identity = mint_id(prefix_for(parse(address)[-1]), ids_of(document))
    return Outcome(append(document, address, {"id": identity}), child(address, f"@{identity}"))


def _remove(blueprint: Blueprint, document: Document, address: str) -> Outcome:
    path = resolve(document, address)
    list_address, position = parent(address), path[-1]
    items = get(document, list_address)
    if not isinstance(items, list) or not isinstance(position, int):
        raise NoSuchPlace(address)
    rest = items[:position] + items[position + 1 :]
    node = blueprint.node_at(parse(list_address))
    stays = rest or (node is not None and node.required and not node.schema.get("minItems"))
    changed = put(document, list_address, rest) if stays else remove_part(document, list_address)
    following = [child(list_address, step) for step, _item in numbered(rest)][position:]
    removed = Removed(list_address, position, items[position])
    return Outcome(changed, following[0] if following else list_address, removed)


def _duplicate(blueprint: Blueprint, document: Document, address: str) -> Outcome:
    """A copy of the item with identifiers of its own, right behind it."""
    path = resolve(document, address)
    list_address, position = parent(address), path[-1]
    items = get(document, list_address)
    if not isinstance(items, list) or not isinstance(position, int):
        raise NoSuchPlace(address)
    if len(items) >= BUDGET.items:
        return Outcome(document, address, is_full=True)
    copy = with_new_ids(items[position], ids_of(document))
    if identity_of(copy) is not None:
        minted = mint_id(prefix_for(parse(list_address)[-1]), ids_of(document))
        copy = {**copy, "id": minted}
    changed = put(document, list_address, [*items[: position + 1], copy, *items[position + 1 :]])
    return Outcome(changed, child(list_address, f"@{copy.get('id', '')}"))


def _up(blueprint: Blueprint, document: Document, address: str) -> Outcome:
    return Outcome(move(document, address, -1), address)


def _down(blueprint: Blueprint, document: Document, address: str) -> Outcome:
    return Outcome(move(document, address, 1), address)


def _clean(blueprint: Blueprint, document: Document, address: str) -> Outcome:
    changed, done = clean(document, blueprint, [address])
    return Outcome(changed, address, cleanings=tuple(done))


_STRUCTURAL = {
    ADD: _add,
    "duplicate": _duplicate,
    "remove": _remove,
    "up": _up,
    "down": _down,
    CLEAN: _clean,
}
