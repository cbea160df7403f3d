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
from schemes.word import Frame, Framed, Marks

#: A record whose cells are all gone is gone itself.
_RECORD = re.compile(r"^(?P<record>.*/@[^/]+)(?:/.+)?$")


@dataclass(frozen=True)
class Told:
    """What a file of ours says of itself: its scheme, its language, its places and other words.

    `frames` are sentences with places in them, by the bookmark around each.
    """

    identity: str = ""
    language: str = "zh"
    places: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    frames: Mapping[str, Frame] = field(default_factory=dict)
    plain: frozenset[str] = frozenset()

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Told:
        """What was read from the file."""
        return cls(
            told.get("of", ""),
            told.get("language", "zh"),
            {mark: (at, words) for mark, (at, words) in told.get("places", {}).items()},
            {
                mark: tuple(Framed(words, at, cut) for words, at, cut in parts)
                for mark, parts in told.get("frames", {}).items()
            },
            frozenset(map(tidy, told.get("plain", ()))),
        )


@dataclass(frozen=True)
class Change:
    """One place that says something else, or nothing any more.

    `before` are the words as the file was written, `after` those that it has now; `by` is whose
    tracked change it is, where it was tracked. `is_loose` says that they are those of a sentence
    with more in it than this place, so that nobody knows which words are the place's.
    """

    address: str
    before: str
    after: str
    by: str = ""
    is_loose: bool = False


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
    gone = {mark for mark in (*told.places, *told.frames) if mark not in said}
    records = set(_gone_records(told, gone))
    for address in sorted(records):
        yield Change(address, _words_of_record(told, address), "")
    for mark, (address, before) in told.places.items():
        if mark in gone and _record_of(address) in records:
            continue
        after = said.get(mark, "")
        if tidy(after) != tidy(before):
            yield Change(address, before, after, by.get(mark, ""))
    for mark, frame in told.frames.items():
        if mark in gone and all(_record_of(one.address) in records for one in _places(frame)):
            continue
        for change in _changes_of_sentence(frame, said.get(mark, "")):
            yield replace(change, by=by.get(mark, ""))


def _places(frame: Frame) -> list[Framed]:
    return [part for part in frame if part.address]


def _record_of(address: str) -> str:
    found = _RECORD.match(address)
    return found["record"] if found is not None else ""


def _changes_of_sentence(frame: Frame, after: str) -> Iterator[Change]:
    """The place whose words changed where all around it stayed; else the whole sentence."""
    before = "".join(part.words for part in frame)
    if tidy(after) == tidy(before):
        return
    places = _places(frame)
    if not tidy(after):
        yield from (Change(one.address, one.words + one.cut, "") for one in places)
        return
    for n, part in enumerate(frame):
        if not part.address:
            continue
        head = _blanks_once("".join(one.words for one in frame[:n]))
        tail = _blanks_once("".join(one.words for one in frame[n + 1 :]))
        now = _blanks_once(after)
        if len(now) >= len(head) + len(tail) and now.startswith(head) and now.endswith(tail):
            words = now[len(head) : len(now) - len(tail)].strip()
            cut = "" if words.endswith(("。", ".", "！", "？", "!", "?")) else part.cut
            yield Change(part.address, part.words + part.cut, words + cut if words else "")
            return
    yield Change(places[0].address, before, after, is_loose=len(places) > 1 or len(frame) > 1)


def _blanks_once(words: str) -> str:
    return "\n".join(" ".join(line.split(" ")) for line in words.split("\n"))


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
    for mark, address, _words in _all_told(told):
        if record := _record_of(address):
            whole.setdefault(record, []).append(mark in gone)
    return [record for record, marks in whole.items() if all(marks)]


def _words_of_record(told: Told, record: str) -> str:
    below = f"{record}/"
    own = (words for _m, at, words in _all_told(told) if at == record or at.startswith(below))
    return " | ".join(own)


def _all_told(told: Told) -> Iterator[tuple[str, str, str]]:
    """Every place of the file: the bookmark around it, its address and its words."""
    for mark, (address, words) in told.places.items():
        yield mark, address, words
    for mark, frame in told.frames.items():
        for part in _places(frame):
            yield mark, part.address, part.words


def additions_in(original: Original, told: Told) -> Iterator[Addition]:
    """Paragraphs and rows that stand in no place and were not written by us."""
    behind = ""
    known = {words for _at, words in told.places.values()}
    known |= {"".join(part.words for part in frame) for frame in told.frames.values()}
    for piece in with_inner(original.pieces):
        marks = [mark for mark in piece.marks if mark in told.places or mark in told.frames]
        if marks:
            behind = _first_place(told, marks[-1])
        elif piece.kind in (Kind.TEXT, Kind.ROW) and piece.text and not piece.marks:
            words = tidy(piece.text)
            is_known = words in told.plain or words in known or _is_all_known(piece, told)
            if not is_known:
                yield Addition(piece, behind)


def _first_place(told: Told, mark: str) -> str:
    if mark in told.places:
        return told.places[mark][0]
    return _places(told.frames[mark])[0].address


def _is_all_known(piece: Piece, told: Told) -> bool:
    """Whether a row only repeats names of ours."""
    return bool(piece.cells) and all(tidy(cell) in told.plain for cell in piece.cells if cell)


def places_told(marks: Marks, identity: str, language: str) -> Told:
    """What a file would say of itself if it were written from the draft of today."""
    return Told(identity, language, dict(marks.places), dict(marks.frames))


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
    if node is None or change.is_loose:
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
