"""The files of `tests/documents/word/`, and where each of their words belongs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from portal.core.folding import fold
from portal.reference.units import shipped_units
from schemes.blueprints import Blueprint, builtin_blueprints
from schemes.from_word.original import Kind, Original, Piece
from schemes.from_word.reading import open_word
from schemes.from_word.recognising import Knowledge, Proposal, recognise
from schemes.from_word.vocabulary import Vocabulary
from schemes.from_word.words import shipped_words
from tests.schemes.from_word.make_corpus import FOLDER

EXPECTED: dict[str, Any] = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
NAMES = sorted(EXPECTED)


def content(name: str) -> bytes:
    """The bytes of a file."""
    return (FOLDER / f"{name}.docx").read_bytes()


@cache
def original(name: str) -> Original:
    """A file as pieces."""
    return open_word(content(name))


@cache
def blueprint(category: str) -> Blueprint:
    """The built-in blueprint of a category."""
    return next(one for one in builtin_blueprints() if one.category == category)


def knowledge(category: str) -> Knowledge:
    """What the registers know when they begin, without their standards."""
    words = Vocabulary.of(blueprint(category), shipped_words())
    return Knowledge(words, shipped_units(), lambda _number: {})


@dataclass(frozen=True)
class Placed:
    """A piece with its proposals."""

    piece: Piece
    proposals: tuple[Proposal, ...]

    def lies_at(self, address: str) -> bool:
        """Whether one of them is at a part or below it."""
        return any(
            one.address == address or one.address.startswith(f"{address}/")
            for one in self.proposals
        )


@cache
def placed(name: str) -> tuple[Placed, ...]:
    """The pieces of a file with what is proposed for each."""
    read = original(name)
    proposals = recognise(read, knowledge(EXPECTED[name]["category"]))
    return tuple(
        Placed(piece, tuple(one for one in proposals if one.place == piece.place))
        for piece in read.pieces
    )


def named(words: str, name: str) -> Placed | None:
    """The piece of a file that says some words; `picture` is the first drawing."""
    for one in placed(name):
        if words == "picture" and one.piece.kind == Kind.PICTURE:
            return one
        if same(words) in (same(one.piece.printed), same(one.piece.text)):
            return one
    return None


def same(words: str) -> str:
    """Words as they are compared here: in one width, without blanks and line ends."""
    return "".join(fold(words).split())
