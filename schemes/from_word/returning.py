"""A file of ours that a colleague sends back: what changed at which place, and what was added.

Each place is known by its bookmark. What it said when the file was written stands in the file; a
program that dropped that part leaves the draft of today to compare with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from schemes.blueprints import Blueprint
from schemes.documents.addresses import child, parse
from schemes.from_word.original import Kind, Original, Piece
from schemes.from_word.quantities import as_number, date_in
from schemes.from_word.vocabulary import Vocabulary

#: A record whose cells are all gone is gone itself.
_RECORD = re.compile(r"^(?P<record>.*/@[^/]+)(?:/.+)?$")


@dataclass(frozen=True)
class Told:
    """What a file of ours says of itself: its scheme, its language, its places and other words."""

    identity: str = ""
    language: str = "zh"
    places: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    plain: frozenset[str] = frozenset()

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Told:
        """What was read from the file."""
        return cls(
            told.get("of", ""),
            told.get("language", "zh"),
            {mark: (at, words) for mark, (at, words) in told.get("places", {}).items()},
            frozenset(map(tidy, told.get("plain", ()))),
        )


@dataclass(frozen=True)
class Change:
    """One place that says something else, or nothing any more.

    `before` are the words as the file was written, `after` those that it has now; `by` is whose
    tracked change it is, where it was tracked.
    """

    address: str
    before: str
    after: str
    by: str = ""


@dataclass(frozen=True)
class Addition:
    """A paragraph or row that was not in the file; `behind` is the address of what precedes it."""

    piece: Piece
    behind: str


def tidy(words: str) -> str:
    """Words as they are compared: blanks once, no empty lines."""
    return "\n".join(line for line in (" ".join(x.split()) for x in words.split("\n")) if line)


def is_ours(original: Original) -> bool:
    """Whether places of ours are marked in a file."""
    return bool(original.told) or any(any(piece.marks) for piece in original.pieces)


def with_inner(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces; a paragraph between two of one place is of that place, too."""
    found = list(pieces)
    last: dict[str, int] = {}
    for n, piece in enumerate(pieces):
        if piece.cells or piece.kind != Kind.TEXT:
            continue
        for mark in piece.marks:
            for inner in range(last.get(mark, n) + 1, n):
                one = found[inner]
                if one.kind == Kind.TEXT and not one.marks and not one.cells:
                    found[inner] = replace(one, marks=(mark,))
            last[mark] = n
    return found


def changes_in(original: Original, told: Told) -> Iterator[Change]:
    """The places whose words are no longer those of the file as it was written."""
    said, by = _said(original)
    gone = {mark for mark in told.places if mark not in said}
    for address in _gone_records(told, gone):
        yield Change(address, _words_of_record(told, address), "")
    records = set(_gone_records(told, gone))
    for mark, (address, before) in told.places.items():
        after = said.get(mark, "")
        found = _RECORD.match(address)
        if mark in gone and found is not None and found["record"] in records:
            continue
        if tidy(after) != tidy(before):
            yield Change(address, before, after, by.get(mark, ""))


def _said(original: Original) -> tuple[dict[str, str], dict[str, str]]:
    """The words of each place in the file, and whose tracked change they are."""
    lines: dict[str, list[str]] = {}
    by: dict[str, str] = {}
    for piece in with_inner(original.pieces):
        if piece.kind == Kind.DELETED:
            continue
        pairs = (
            zip(piece.marks, piece.cells, strict=False)
            if piece.cells
            else ((mark, piece.text) for mark in piece.marks)
        )
        for mark, words in pairs:
            if mark:
                lines.setdefault(mark, []).append(words)
                if piece.by:
                    by.setdefault(mark, piece.by)
    authors = {piece.at: piece.by for piece in original.pieces if piece.kind == Kind.DELETED}
    for piece in original.pieces:
        for mark in piece.marks:
            if mark and piece.place in authors:
                by.setdefault(mark, authors[piece.place])
    return {mark: "\n".join(said) for mark, said in lines.items()}, by


def _gone_records(told: Told, gone: set[str]) -> list[str]:
    """Items of lists of which no place is left."""
    whole: dict[str, list[bool]] = {}
    for mark, (address, _words) in told.places.items():
        found = _RECORD.match(address)
        if found is not None:
            whole.setdefault(found["record"], []).append(mark in gone)
    return [record for record, marks in whole.items() if all(marks)]


def _words_of_record(told: Told, record: str) -> str:
    below = f"{record}/"
    own = (words for at, words in told.places.values() if at == record or at.startswith(below))
    return " | ".join(own)


def additions_in(original: Original, told: Told) -> Iterator[Addition]:
    """Paragraphs and rows that stand in no place and were not written by us."""
    behind = ""
    known = {words for _at, words in told.places.values()}
    for piece in with_inner(original.pieces):
        marks = [mark for mark in piece.marks if mark in told.places]
        if marks:
            behind = told.places[marks[-1]][0]
        elif piece.kind in (Kind.TEXT, Kind.ROW) and piece.text and not piece.marks:
            words = tidy(piece.text)
            is_known = words in told.plain or words in known or _is_all_known(piece, told)
            if not is_known:
                yield Addition(piece, behind)


def _is_all_known(piece: Piece, told: Told) -> bool:
    """Whether a row only repeats names of ours."""
    return bool(piece.cells) and all(tidy(cell) in told.plain for cell in piece.cells if cell)


def places_told(places: Mapping[str, tuple[str, str]], identity: str, language: str) -> Told:
    """What a file would say of itself if it were written from the draft of today."""
    return Told(identity, language, dict(places))


def address_of_addition(addition: Addition, vocabulary: Vocabulary) -> str:
    """The part of the blueprint in which an addition goes: that of what precedes it."""
    if not addition.behind:
        return ""
    found = re.match(r"^(?P<list>[^@]*)/@", addition.behind)
    return found["list"] if found is not None else addition.behind


def value_of(blueprint: Blueprint, change: Change, language: str) -> tuple[str, Any] | None:
    """Address and value with which the draft says what the file says.

    None where the words are made of several values, so that the author changes them by hand.
    """
    steps = parse(change.address)
    node = blueprint.node_at(steps)
    if node is None:
        return None
    words = change.after
    if node.kind == "object" and "clause" in node.marks:
        return child(change.address, "text", language), _without_label(change)
    if node.kind == "localised":
        return child(change.address, language), words
    kind = node.inner().kind
    if kind in ("text", "url"):
        return change.address, words
    if kind == "choice":
        codes = [c for c, label in node.labels.items() if words.strip() in label.values()]
        return (change.address, codes[0]) if codes else None
    if kind in ("number", "integer"):
        unit = (node.unit or {}).get(language, "")
        number = as_number(words.replace(unit, "") if unit else words)
        return (change.address, number) if number is not None else None
    if kind == "date":
        day = date_in(words)
        return (change.address, day) if day else None
    return None


def _without_label(change: Change) -> str:
    """The words of a clause without those of its code, which we print in brackets behind it."""
    label = re.search(r" \[[^\[\]]+\]$", change.before.split("\n")[0])
    if label is None:
        return change.after
    first, *more = change.after.split("\n")
    return "\n".join([first.removesuffix(label[0]), *more])
