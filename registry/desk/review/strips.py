"""A chapter cut into strips, so that what is said about a place can stand beside it.

Pure: a chapter of the reading view in, strips out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from schemes.documents.addresses import parent
from schemes.reading import Block, Chapter, Clauses, Definitions, Group, places_in


@dataclass(frozen=True)
class Strip:
    """A piece of text and the places in it; the first of them names the strip.

    The strip of a chapter's heading has no block, and no place where the chapter is no one part.
    """

    chapter: str
    addresses: tuple[str, ...]
    block: Block | None = None

    @property
    def address(self) -> str:
        """The place that the strip as a whole is about."""
        return self.addresses[0] if self.addresses else ""


def strips_of(chapter: Chapter) -> list[Strip]:
    """The heading of a chapter and then its text, piece by piece."""
    text = [strip for block in chapter.blocks for strip in _strips(chapter.key, block)]
    is_own = bool(chapter.address) and all(chapter.address not in one.addresses for one in text)
    return [Strip(chapter.key, (chapter.address,) if is_own else ()), *text]


def _strips(chapter: str, block: Block) -> Iterator[Strip]:
    if isinstance(block, Group):
        if block.title:
            yield Strip(chapter, tuple(places_in(block)), replace(block, blocks=()))
        for inner in block.blocks:
            yield from _strips(chapter, inner)
    elif isinstance(block, Definitions):
        for row in block.rows:
            yield Strip(chapter, (row.address,), replace(block, address=row.address, rows=(row,)))
    elif isinstance(block, Clauses):
        yield from _clauses(chapter, block)
    else:
        yield Strip(chapter, tuple(places_in(block)), block)


def _clauses(chapter: str, block: Clauses) -> Iterator[Strip]:
    """Each clause by itself; what leads to the list and its own place stand with the first."""
    for n, clause in enumerate(block.clauses):
        alone = replace(block, clauses=(clause,))
        if n:
            alone = replace(alone, address="", title="", also=(), is_continued=True)
        yield Strip(chapter, tuple(places_in(alone)), alone)


class Placing:
    """Finds the strip beside which something about a place is to stand."""

    def __init__(self, strips: Iterable[Strip]) -> None:
        self.heads: dict[str, Strip] = {}
        self.shown: dict[str, Strip] = {}
        for strip in strips:
            if strip.block is None:
                self.heads.setdefault(strip.chapter, strip)
            for address in strip.addresses:
                self.shown.setdefault(address, strip)

    def strip_for(self, address: str, chapter: str) -> Strip | None:
        """The strip that shows the place or the nearest around it; else the first that shows a
        part of it; else the heading of its chapter, unless that has no text.
        """
        around = address
        while around:
            if around in self.shown:
                return self.shown[around]
            around = parent(around)
        inside = f"{address}/"
        if address:
            for shown, strip in self.shown.items():
                if shown.startswith(inside):
                    return strip
        return self.heads.get(chapter)
