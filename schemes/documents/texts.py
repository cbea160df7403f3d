"""The texts of a document, and its cleaning: what is filed is what is read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portal.core.characters import Misleading, cleaned, misleading
from schemes.blueprints import Blueprint
from schemes.documents.addresses import Document, child, numbered, parse

#: The language of a localised text is the last step of its address.
_LANGUAGES = ("zh", "en")


def signs_of(part: Any) -> set[str]:
    """Every character that stands in some text of a document."""
    texts: list[str] = []
    stack = [part]
    while stack:
        value = stack.pop()
        if isinstance(value, str):
            texts.append(value)
        elif isinstance(value, dict):
            stack.extend(value.values())
        elif isinstance(value, list):
            stack.extend(value)
    return set("".join(texts))


def texts_of(part: Any, address: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a document with its address, also where the blueprint knows no part."""
    if isinstance(part, str):
        yield address, part
    elif isinstance(part, dict):
        for name, inner in part.items():
            yield from texts_of(inner, child(address, name))
    elif isinstance(part, list):
        for step, inner in numbered(part):
            yield from texts_of(inner, child(address, step))


@dataclass(frozen=True)
class Cleaning:
    """A text that holds characters that mislead, and how it would read without them."""

    address: str
    text: str
    one_line: bool

    @property
    def found(self) -> list[Misleading]:
        """The characters that mislead."""
        return misleading(self.text, one_line=self.one_line)

    @property
    def cleaned(self) -> str:
        """The text without them."""
        return cleaned(self.text, one_line=self.one_line)


def cleaning_at(blueprint: Blueprint | None, address: str, text: str) -> Cleaning | None:
    """What is to be cleaned in the text at an address; None where nothing misleads."""
    cleaning = Cleaning(address, text, blueprint is not None and _has_one_line(blueprint, address))
    return cleaning if cleaning.found else None


def cleanings(document: Document, blueprint: Blueprint | None) -> Iterator[Cleaning]:
    """All texts of a document that hold characters that mislead."""
    for address, text in texts_of(document):
        found = cleaning_at(blueprint, address, text)
        if found is not None:
            yield found


def clean(
    document: Document, blueprint: Blueprint, within: Collection[str] | None = None
) -> tuple[Document, list[Cleaning]]:
    """The document with its texts cleaned, and what that changed.

    `within` are the addresses of the texts that are meant, or of what they stand in; None means
    all.
    """
    meant = [one for one in cleanings(document, blueprint) if _is_meant(one.address, within)]
    instead = {one.address: one.cleaned for one in meant}
    return _rewritten(document, "", instead), meant


def _rewritten(part: Any, address: str, instead: Mapping[str, str]) -> Any:
    """A copy with other texts at some addresses. At once, since ids are texts and name places."""
    if isinstance(part, str):
        return instead.get(address, part)
    if isinstance(part, dict):
        return {
            name: _rewritten(inner, child(address, name), instead) for name, inner in part.items()
        }
    if isinstance(part, list):
        return [_rewritten(inner, child(address, step), instead) for step, inner in numbered(part)]
    return part


def _is_meant(address: str, within: Collection[str] | None) -> bool:
    return within is None or any(
        address == place or address.startswith(f"{place}/") for place in within
    )


def _has_one_line(blueprint: Blueprint, address: str) -> bool:
    """Whether the blueprint asks for one line here; of an unknown part nobody knows."""
    steps = parse(address)
    if steps and steps[-1] in _LANGUAGES:
        around = blueprint.node_at(steps[:-1])
        if around is not None and around.kind == "localised":
            return not around.is_long
    node = blueprint.node_at(steps)
    return node is not None and node.kind != "open" and not node.is_long
