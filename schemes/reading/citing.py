"""Where a place of a document stands in its rule, and how that is cited: 第6.1.3条, 表2."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from schemes.documents.addresses import parent
from schemes.reading.anchoring import places_in
from schemes.reading.blocks import Block, Chapter, Clauses, Group, Table


@dataclass(frozen=True, slots=True)
class Standing:
    """The chapter in which a place stands, by its key, and the words by which it is cited."""

    chapter: str
    words: str


def standings(chapters: Iterable[Chapter]) -> dict[str, Standing]:
    """Where each place of the document stands, by its address, in the language of the page."""
    found: dict[str, Standing] = {}
    for chapter in chapters:
        words = cited_chapter(chapter)
        for address in filter(None, (chapter.address, *chapter.also)):
            found.setdefault(address, Standing(chapter.key, words))
        for block in chapter.blocks:
            for address, said in _cited(block, words):
                found.setdefault(address, Standing(chapter.key, said))
    return found


def standing_of(found: Mapping[str, Standing], address: str) -> Standing | None:
    """Where a place stands, or else the nearest around it that is shown."""
    while address and address not in found:
        address = parent(address)
    return found.get(address)


def territories(found: Mapping[str, Standing]) -> dict[str, list[str]]:
    """By chapter the places that it stands for: the longest that is around a place decides."""
    by_chapter: dict[str, list[str]] = {}
    for address, chapter in _decided("", {at: one.chapter for at, one in found.items()}):
        by_chapter.setdefault(chapter, []).append(address)
    return by_chapter


def cited_chapter(chapter: Chapter) -> str:
    """How a chapter is cited: 第6章, 附录A, and by its title where it has no number."""
    if not chapter.number:
        return chapter.title
    if not chapter.number.isdecimal():
        return chapter.number
    return _("chapter %(number)s") % {"number": chapter.number}


def cited_clause(number: str) -> str:
    """How a clause is cited: 第6.1.3条, clause 6.1.3."""
    return _("clause %(number)s") % {"number": number}


def _cited(block: Block, around: str) -> Iterator[tuple[str, str]]:
    words = cited_clause(block.number) if block.number else around
    if isinstance(block, Table) and block.caption:
        words = block.caption.partition("  ")[0]
    letters = {}
    if isinstance(block, Clauses):
        for clause in block.clauses:
            said = f"{words} {clause.number}" if block.lead else words
            letters[clause.address] = said
            letters.update((run.address, said) for run in clause.runs if run.address)
    for address in places_in(block):
        yield address, letters.get(address, words)
    if isinstance(block, Group):
        for inner in block.blocks:
            yield from _cited(inner, words)


def _decided(at: str, found: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Places that decide on the chapters of all that lies in them."""
    below: dict[str, dict[str, str]] = {}
    for address, chapter in found.items():
        if address == at:
            continue
        step = address[len(at) + 1 :].partition("/")[0]
        below.setdefault(f"{at}/{step}", {})[address] = chapter
    own = found.get(at)
    for place, inside in below.items():
        chapters = set(inside.values())
        if len(chapters) > 1:
            yield from _decided(place, inside)
        elif (only := chapters.pop()) != own:
            yield place, only
    if own is not None:
        yield at, own
