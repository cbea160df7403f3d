"""Which paragraphs are headings where no style says so, and how deep each lies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from portal.core.folding import fold
from schemes.from_word.numbering import NumberKind, Typed, typed_number
from schemes.from_word.original import Kind, Piece

#: A longer text is a clause, even with a number; in letters.
LONGEST_HEADING = 32
LONGEST_LATIN = 90
_SENTENCE = re.compile(r"[。；;！？!?：:]$|[。；，,]|\.$")
_NUMBERED_KINDS = {
    NumberKind.CHAPTER: 1,
    NumberKind.ANNEX: 1,
    NumberKind.SECTION: 2,
}
_CONTENTS_LINE = re.compile(r"^.{1,60}?(?:[.．…·]{3,}|\t)\s*\d{1,3}$")


def outlined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces with typed numbers taken apart, and with levels where they head others."""
    typed = [_typed(piece) for piece in pieces]
    kinds = {one.kind for one in typed if one is not None}
    has_chapters = NumberKind.CHAPTER in kinds
    counts_apart = bool(kinds & {NumberKind.CHAPTER, NumberKind.HAN})
    has_styles = sum(piece.level > 0 for piece in pieces) >= 3
    for piece, number in zip(pieces, typed, strict=True):
        if piece.kind != Kind.TEXT:
            yield piece
            continue
        if _CONTENTS_LINE.match(piece.text) or _is_title_of_contents(piece):
            yield replace(piece, kind=Kind.CONTENTS, level=0)
            continue
        numbered = piece
        if number is not None and not piece.number:
            numbered = replace(piece, number=number.words, text=number.rest or piece.text)
        yield replace(
            numbered, level=_level(numbered, number, has_chapters, counts_apart, has_styles)
        )


def _typed(piece: Piece) -> Typed | None:
    if piece.kind != Kind.TEXT:
        return None
    counted = f"{piece.number} {piece.text}" if piece.number else piece.text
    return typed_number(counted)


def _is_title_of_contents(piece: Piece) -> bool:
    return "".join(fold(piece.text).split()) in ("目次", "目录", "contents")


def _level(
    piece: Piece,
    number: Typed | None,
    has_chapters: bool,
    counts_apart: bool,
    has_styles: bool,
) -> int:
    """The level of a heading; a style that calls a whole sentence a heading is not believed."""
    if piece.level:
        is_said = _reads_like_heading(piece) or len(piece.text) <= LONGEST_HEADING // 2
        return piece.level if is_said else 0
    if number is None:
        return 0
    if not _reads_like_heading(piece):
        return 0
    if number.kind in _NUMBERED_KINDS:
        return _NUMBERED_KINDS[number.kind]
    if number.kind == NumberKind.HAN:
        return 2 if has_chapters else 1
    if number.kind == NumberKind.HAN_BRACKETED:
        return (3 if has_chapters else 2) if piece.is_bold else 0
    if number.kind == NumberKind.DECIMAL:
        # Under chapters, and beside styles, a single typed number counts the items of a list.
        if number.steps == 1 and (counts_apart or (has_styles and not piece.is_bold)):
            return 0
        return number.steps
    return 0


def _reads_like_heading(piece: Piece) -> bool:
    text = piece.text
    is_latin = text.isascii()
    if len(text) > (LONGEST_LATIN if is_latin else LONGEST_HEADING) or "\n" in text:
        return False
    return not _SENTENCE.search(text) and not (is_latin and len(text.split()) > 12)
