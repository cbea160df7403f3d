"""An element for every place: what has none of its own is found at the first thing shown of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from schemes.documents.addresses import parent
from schemes.reading.blocks import Block, Chapter, Clauses, Definitions, Group, Sentence, Table


def with_anchors(chapters: Iterable[Chapter]) -> list[Chapter]:
    """The chapters, whose blocks know in `also` which places around their own begin with them."""
    taken: set[str] = set()
    given = [_with_own_place(chapter, taken) for chapter in chapters]
    shown = {chapter.address for chapter in given if chapter.address}
    for chapter in given:
        shown.update(address for _block, address in _shown(chapter.blocks))
    also: dict[int, list[str]] = {}
    for chapter in given:
        for block, address in _shown(chapter.blocks):
            around = parent(address)
            while around and around not in shown:
                shown.add(around)
                also.setdefault(id(block), []).append(around)
                around = parent(around)
    return [replace(one, blocks=_placed(one.blocks, also)) for one in given]


def places_in(block: Block) -> list[str]:
    """The places that a block itself shows, each once, in the order in which it shows them."""
    return list(dict.fromkeys(filter(None, _places(block))))


def _places(block: Block) -> Iterator[str]:
    if block.address:
        yield block.address
    yield from block.also
    if isinstance(block, Group) and block.title_address:
        yield block.title_address
    elif isinstance(block, Sentence):
        yield from (run.address for run in block.runs)
    elif isinstance(block, Definitions):
        yield from (row.address for row in block.rows)
    elif isinstance(block, Clauses):
        yield from (run.address for run in block.lead if not block.is_continued)
        for clause in block.clauses:
            yield clause.address
            yield from (run.address for run in clause.runs)
    elif isinstance(block, Table):
        for row in block.rows:
            yield row.address
            for cell in row.cells:
                yield from (cell.address, *cell.also)


def _shown(blocks: Iterable[Block]) -> Iterator[tuple[Block, str]]:
    for block in blocks:
        for address in places_in(block):
            yield block, address
        if isinstance(block, Group):
            yield from _shown(block.blocks)


def _placed(blocks: Iterable[Block], also: dict[int, list[str]]) -> tuple[Block, ...]:
    made: list[Block] = []
    for block in blocks:
        more = (*block.also, *also.get(id(block), ()))
        if isinstance(block, Group):
            made.append(replace(block, also=more, blocks=_placed(block.blocks, also)))
        else:
            made.append(replace(block, also=more) if more else block)
    return tuple(made)


def _with_own_place(chapter: Chapter, taken: set[str]) -> Chapter:
    """A chapter all of whose places lie in one stands for that one."""
    if chapter.address:
        return chapter
    inside = [address for _block, address in _shown(chapter.blocks)]
    own = inside[0] if inside else ""
    while own and not all(f"{one}/".startswith(f"{own}/") for one in inside):
        own = parent(own)
    if not own or own in inside or own in taken:
        return chapter
    taken.add(own)
    return replace(chapter, address=own)
