"""Tables by the words above their columns: fees, tests, person-days, sampling, standards."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.core.folding import fold
from schemes.from_word.original import Kind, Piece
from schemes.from_word.recognising.headings import both_languages
from schemes.from_word.recognising.proposals import Proposal, Why
from schemes.from_word.recognising.records import Records, in_languages
from schemes.from_word.vocabulary import Vocabulary, key_of

_COUNT = {"序号", "编号", "no", "item no", "sn"}
_IN_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
#: More than any row of column heads can score.
_CERTAIN = 100.0
_BAND = re.compile(r"\d|以上|以下")


@dataclass
class Found:
    """What a table is: the list or record of its rows, and its columns by the names of parts."""

    address: str
    names: dict[int, str]
    score: float
    #: Columns that are values of one part, with what their heads say of another.
    bands: dict[int, str] = field(default_factory=dict)
    #: The parts that bands and the cells below them are.
    across: tuple[str, str] = ("", "")


def what_table(columns: Sequence[str], vocabulary: Vocabulary, around: str) -> Found | None:
    """What the rows of a table are by its columns; None where the words say too little.

    Two columns must be known, or one where the chapter is about that list.
    """
    found = [
        Found(address, names, score + (1.5 if _is_about(around, address) else 0))
        for address, words in vocabulary.columns.items()
        for names, score in [_named(columns, words)]
        if len(names) > 1 or (names and around == address)
    ]
    crossed = _crossed(columns, vocabulary)
    if crossed is not None:
        found.append(crossed)
    return max(found, key=lambda one: one.score, default=None)


def _is_about(around: str, address: str) -> bool:
    return bool(around) and (address.startswith(around) or around.startswith(address))


def _named(columns: Sequence[str], words: dict[str, str] | Any) -> tuple[dict[int, str], float]:
    names: dict[int, str] = {}
    score = 0.0
    for n, head in enumerate(columns):
        if key_of(head) in _COUNT:
            continue
        name, weight = _column(head, words)
        if name and name not in names.values():
            names[n] = name
            score += weight
    return names, score


def _column(head: str, words: Any) -> tuple[str, float]:
    """The part that a head names: the whole of it, its last word, or a word inside it."""
    bare = _IN_BRACKETS.sub("", head)
    zh, en = both_languages(bare)
    for weight, said in ((2.0, bare), (2.0, zh), (2.0, en), *((1.5, one) for one in _parts(bare))):
        if said and key_of(said) in words:
            return words[key_of(said)], weight
    inside = [word for word in words if len(word) > 1 and key_of(bare).endswith(word)]
    return (words[max(inside, key=len)], 1.0) if inside else ("", 0.0)


def _parts(head: str) -> list[str]:
    return head.split()[::-1]


def _crossed(columns: Sequence[str], vocabulary: Vocabulary) -> Found | None:
    """A table of days by staff and units: one of the two down, bands of the other across."""
    for address, words in vocabulary.columns.items():
        names = set(words.values())
        if not {"units", "employees", "days"} <= names:
            continue
        down, _weight = _column(columns[0], words)
        if down not in ("units", "employees"):
            continue
        other = "employees" if down == "units" else "units"
        bands = {n: _band(head) for n, head in enumerate(columns) if n and _BAND.search(head)}
        if len(bands) == len(columns) - 1 > 1:
            return Found(address, {0: down}, _CERTAIN, bands, (other, "days"))
    return None


def _band(head: str) -> str:
    """The band that a head names, without the words of the head above it."""
    parts = [one for one in head.split() if _BAND.search(one)]
    return parts[-1] if parts else head


def rows_of(
    rows: Sequence[Piece], found: Found, records: Records, bases: Any
) -> Iterator[Proposal]:
    """What each row of a table that was recognised becomes."""
    node = records.vocabulary.node(found.address)
    for row in rows:
        if row.kind == Kind.HEAD:
            yield Proposal(row.place, why=Why.HEAD)
            continue
        heads = {name: row.columns[n] for n, name in found.names.items() if n < len(row.columns)}
        cells = {name: row.cells[n] for n, name in found.names.items() if n < len(row.cells)}
        left = _not_named(row, found)
        if node is not None and node.kind != "records":
            yield from _into_record(row, found.address, cells, left)
            continue
        if found.bands:
            values = list(_across(row, found, records, cells))
            yield Proposal(row.place, found.address, value=values)
            continue
        record, unread = records.of_row(found.address, cells, heads)
        record = bases(found.address, record)
        if not record:
            yield Proposal(row.place, why=Why.NO_PLACE)
            continue
        yield Proposal(row.place, found.address, value=[record])
        if left or unread:
            rest = "\n".join([*left, *unread])
            yield Proposal(row.place, value=rest, why=Why.REST, is_fact=True)


def _not_named(row: Piece, found: Found) -> list[str]:
    """What stands in columns that mean no part, with their heads."""
    left = []
    for n, cell in enumerate(row.cells):
        head = row.columns[n] if n < len(row.columns) else ""
        if n in found.names or n in found.bands or not cell or key_of(head) in _COUNT:
            continue
        if n and cell == row.cells[n - 1]:
            continue
        left.append(f"{head}：{cell}" if head else cell)
    return left


def _into_record(
    row: Piece, address: str, cells: dict[str, str], left: list[str]
) -> Iterator[Proposal]:
    """A row whose columns are parts of one record: each says what it is about."""
    about = "、".join(one.partition("：")[2] or one for one in left)
    first = True
    for name, words in cells.items():
        if words:
            said = f"{about}：{words}" if about else words
            yield Proposal(
                row.place, f"{address}/{name}", value=in_languages(said), is_fact=not first
            )
            first = False
    if first:
        yield Proposal(row.place, why=Why.NO_PLACE)


def _across(
    row: Piece, found: Found, records: Records, cells: dict[str, str]
) -> Iterator[dict[str, Any]]:
    band_name, value_name = found.across
    for n, band in found.bands.items():
        if n < len(row.cells) and row.cells[n]:
            given = {**cells, band_name: band, value_name: row.cells[n]}
            yield records.of_row(found.address, given, {})[0]


def names_and_values(rows: Sequence[Piece], vocabulary: Vocabulary) -> dict[str, str] | None:
    """By place, the part of each row of a form with names on the left; None where it is none."""
    by_cue = {key_of(one.word): one.part for one in vocabulary.cues if not one.code}
    by_cue |= {key: parts[0] for key, parts in vocabulary.headings.items()}
    named = {
        row.place: by_cue[key_of(row.cells[0])]
        for row in rows
        if len(row.cells) == 2 and key_of(row.cells[0]) in by_cue
    }
    is_form = len(named) >= 2 and len(named) * 2 >= len(rows)
    is_form = is_form and rows[0].place in named
    return named if is_form else None


def is_count(text: str) -> bool:
    """Whether a cell only counts its rows."""
    return fold(text).strip().isdecimal()
