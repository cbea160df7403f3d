"""Laying what a piece says into a document, and taking it out again.

Pure. Nothing that is there is overwritten: words are added beside others, items to their list, and
a value where another one stands is refused. What was laid is noted with its place, so that it can
be taken out as long as nobody changed it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from schemes.blueprints import Blueprint, Node
from schemes.documents import Document, NoSuchPlace, find, ids_of, mint_id
from schemes.documents.addresses import child, parse
from schemes.documents.budget import BUDGET
from schemes.documents.editing import append, put, remove
from schemes.documents.identities import prefix_for

Laid = dict[str, Any]
#: For a record that was read: the same with what its references name.
Resolve = Callable[[Document, str, dict[str, Any]], tuple[Document, dict[str, Any]]]


class CannotLie(Exception):
    """A piece that cannot be laid at a place; `why` is a code of `REFUSALS`."""

    def __init__(self, why: str, found: Any = None) -> None:
        super().__init__(why)
        self.why = why
        self.found = found


@dataclass(frozen=True)
class Target:
    """What is to be laid where; `before` and `after` are what lies there of its neighbours."""

    address: str
    words: str
    language: str = "zh"
    value: Any = None
    before: Sequence[Laid] = field(default_factory=tuple)
    after: Sequence[Laid] = field(default_factory=tuple)
    #: What was laid of the piece that this one translates.
    joined: Sequence[Laid] = field(default_factory=tuple)


def lay(
    document: Document, blueprint: Blueprint, target: Target, resolve: Resolve
) -> tuple[Document, list[Laid]]:
    """The document with the piece, and where it lies now.

    Raises:
        CannotLie: another value stands there, the list is full, or the value is none of its kind.
    """
    node = blueprint.node_at(parse(target.address))
    if node is None:
        raise CannotLie("unknown")
    if target.joined and node.kind == "records":
        return _translation(document, blueprint, target)
    if node.kind == "localised":
        return _words(document, node, target)
    if node.kind == "records":
        return _items(document, node, target, resolve)
    return _value(document, node, target)


def take_out(document: Document, laid: Sequence[Laid]) -> Document:
    """The document without what was laid.

    Raises:
        CannotLie: somebody changed it since.
    """
    for one in reversed(laid):
        standing = find(document, one["address"])
        if standing is None:
            continue
        if one.get("words") is not None:
            document = _without_words(document, one, str(standing))
        elif standing != one["value"]:
            raise CannotLie("changed", standing)
        else:
            document = remove(document, one["address"])
    return document


# --- words -----------------------------------------------------------------------------------


def _words(document: Document, node: Node, target: Target) -> tuple[Document, list[Laid]]:
    given = target.value if isinstance(target.value, dict) else {target.language: target.words}
    laid: list[Laid] = []
    for language, words in given.items():
        address = child(target.address, language)
        standing = str(find(document, address) or "")
        if words in standing.split("\n") and not node.is_long:
            continue
        if standing and not node.is_long:
            raise CannotLie("occupied", standing)
        text = _between(standing, words, target) if standing else words
        document = put(document, address, text)
        laid.append({"address": address, "words": words, "value": None})
    return document, laid


def _between(standing: str, words: str, target: Target) -> str:
    """The words among those of their neighbours in the original, else at the end."""
    for one in reversed(target.before):
        at = standing.find(one.get("words") or "\u0000")
        if at >= 0:
            end = at + len(one["words"])
            return f"{standing[:end]}\n{words}{standing[end:]}"
    for one in target.after:
        at = standing.find(one.get("words") or "\u0000")
        if at >= 0:
            return f"{standing[:at]}{words}\n{standing[at:]}"
    return f"{standing}\n{words}"


def _without_words(document: Document, one: Laid, standing: str) -> Document:
    words = one["words"]
    lines = f"\n{standing}\n"
    if f"\n{words}\n" not in lines:
        raise CannotLie("changed", standing)
    rest = lines.replace(f"\n{words}\n", "\n", 1).strip("\n")
    return put(document, one["address"], rest) if rest else remove(document, one["address"])


# --- items -----------------------------------------------------------------------------------


def _items(
    document: Document, node: Node, target: Target, resolve: Resolve
) -> tuple[Document, list[Laid]]:
    given = target.value if isinstance(target.value, list) else [target.value]
    laid: list[Laid] = []
    for record in given:
        if not isinstance(record, dict):
            raise CannotLie("kind")
        document, whole = resolve(document, target.address, copy.deepcopy(record))
        items = find(document, target.address)
        items = items if isinstance(items, list) else []
        if len(items) >= BUDGET.items:
            raise CannotLie("full")
        same = _the_same(target.address, whole, items)
        if same is not None:
            laid.append({"address": f"{target.address}/@{same['id']}", "value": same})
            continue
        whole = _numbered(node, whole, items)
        whole = {"id": mint_id(prefix_for(parse(target.address)[-1]), ids_of(document)), **whole}
        document = append(document, target.address, whole)
        document = _in_order(document, target, whole["id"], laid)
        laid.append({"address": f"{target.address}/@{whole['id']}", "value": whole})
    return document, laid


def _the_same(address: str, record: Mapping[str, Any], items: Sequence[Any]) -> Any:
    """A standard that stands in the list already is not added twice."""
    if address != "/basis":
        return None
    return next((one for one in items if one.get("ref") == record.get("ref")), None)


def _numbered(node: Node, record: dict[str, Any], items: Sequence[Any]) -> dict[str, Any]:
    """A record of a list that counts its items gets the next number."""
    counter = node.item().child("order")
    if counter is None or counter.kind != "integer":
        return record
    taken = [one["order"] for one in items if isinstance(one.get("order"), int)]
    return {**record, "order": max(taken, default=0) + 1}


def _in_order(document: Document, target: Target, identity: str, laid: Sequence[Laid]) -> Document:
    """The new item after those that stand before it in the original, where these lie here."""
    items = find(document, target.address)
    places = {f"{target.address}/@{one.get('id')}": n for n, one in enumerate(items)}
    before = [places[one["address"]] for one in (*target.before, *laid) if one["address"] in places]
    after = [places[one["address"]] for one in target.after if one["address"] in places]
    at = max(before) + 1 if before else min(after) if after else len(items) - 1
    new = items[-1]
    if new["id"] != identity:
        return document
    rest = items[:-1]
    return put(document, target.address, [*rest[:at], new, *rest[at:]])


def _translation(
    document: Document, blueprint: Blueprint, target: Target
) -> tuple[Document, list[Laid]]:
    """The English words of an item that lies there in Chinese."""
    item = target.joined[0]["address"]
    record = find(document, item)
    node = blueprint.node_at(parse(item))
    if not isinstance(record, dict) or node is None:
        raise CannotLie("first")
    for part in node.children():
        words = record.get(part.name)
        if part.kind == "localised" and isinstance(words, dict):
            address = child(item, part.name, target.language)
            if target.language in words:
                raise CannotLie("occupied", words[target.language])
            document = put(document, address, target.words)
            return document, [{"address": address, "words": target.words, "value": None}]
    raise CannotLie("kind")


# --- other values ----------------------------------------------------------------------------


def _value(document: Document, node: Node, target: Target) -> tuple[Document, list[Laid]]:
    value = target.value
    if value is None:
        value = target.words if node.kind == "text" else None
    if value is None:
        raise CannotLie("kind")
    standing = find(document, target.address)
    if node.kind == "strings":
        value = [*(standing or []), *(value if isinstance(value, list) else [value])]
    elif standing is not None and standing != value:
        raise CannotLie("occupied", standing)
    try:
        changed = put(document, target.address, value)
    except NoSuchPlace:
        raise CannotLie("unknown") from None
    return changed, [{"address": target.address, "value": value}]
