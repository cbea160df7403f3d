"""The original of a Word file beside the blueprint: its chapters, and where each piece lies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.localised import in_language
from portal.reference.field_names import known_fields
from portal.reference.units import known_units
from schemes.documents.addresses import parse
from schemes.from_word.original import Kind, Piece
from schemes.from_word.recognising import Why
from schemes.from_word.valuing import parts_to_choose
from schemes.from_word.vocabulary import Vocabulary
from schemes.models import Placement, Standing, Version, WordImport
from schemes.models.word import IN_THE_DRAFT, OPEN
from schemes.reading import Reader, Value

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: Between the names of a part and of what it lies in.
BELOW = " › "
TRAY, NOT_TAKEN = "tray", "not-taken"

#: Why a piece lies in the tray or is not taken.
REASONS: Mapping[str, StrOrPromise] = {
    Why.NO_PLACE: _("No part of the blueprint was recognised for it."),
    Why.REMARK: _("A remark beside the text. It is for you, not for the rule."),
    Why.REST: _("Cells under a head that the list has no part for."),
    Why.PICTURE: _("A picture that is no mark, or of a form that cannot be kept."),
    Why.HEADING: _("A heading: the blueprint has its own titles."),
    Why.LEAD_IN: _("It only leads in the list after it."),
    Why.HEAD: _("The head of a table: the parts have names of their own."),
    Why.CAPTION: _("The name of a table."),
    Why.CONTENTS: _("The table of contents: it is made anew."),
    Why.MARGIN: _("Header or footer: they are made anew."),
    Why.DELETED: _("Deleted in the file with tracked changes."),
    Why.HIDDEN: _("Hidden in the file: it is not printed."),
    Why.TRANSLATION: _("The English of what is kept as numbers or codes."),
    Why.PUBLISHER: _("The name of the body: the register knows it."),
}
KINDS: Mapping[Kind, StrOrPromise] = {
    Kind.ROW: pgettext_lazy("of a file", "row of a table"),
    Kind.HEAD: pgettext_lazy("of a file", "head of a table"),
    Kind.PICTURE: pgettext_lazy("of a file", "picture"),
    Kind.FOOTNOTE: pgettext_lazy("of a file", "note"),
    Kind.COMMENT: pgettext_lazy("of a file", "remark"),
    Kind.MARGIN: pgettext_lazy("of a file", "header or footer"),
    Kind.CONTENTS: pgettext_lazy("of a file", "contents"),
    Kind.DELETED: pgettext_lazy("of a file", "deleted"),
    Kind.HIDDEN: pgettext_lazy("of a file", "hidden"),
}


@dataclass(frozen=True)
class Lies:
    """One placement as the page shows it: its part by name, and what would stand there."""

    placement: Placement
    part: str
    words: Value | None
    why: StrOrPromise
    section: str = ""
    anchor: str = ""

    @property
    def field(self) -> str:
        """The name of the field with its part."""
        return f"to-{self.placement.pk}"

    @property
    def is_in_the_draft(self) -> bool:
        """Whether it was laid."""
        return self.placement.standing in IN_THE_DRAFT

    @property
    def is_proposed(self) -> bool:
        """Whether it waits for a confirmation."""
        return self.placement.standing == Standing.PROPOSED

    @property
    def is_left(self) -> bool:
        """Whether it is not taken."""
        return self.placement.standing == Standing.NOT_TAKEN

    @property
    def is_in_the_tray(self) -> bool:
        """Whether nobody knows yet where it belongs."""
        return self.placement.standing == Standing.TRAY


@dataclass
class Row:
    """A piece with all that lies somewhere of it."""

    piece: Piece
    kind: StrOrPromise
    lies: list[Lies] = field(default_factory=list)
    picture: str = ""


@dataclass
class Chapter:
    """The pieces from one heading of the first level to the next."""

    number: int
    title: str
    placements: list[Placement] = field(default_factory=list)

    @property
    def open(self) -> int:
        """How many wait for somebody."""
        return sum(one.standing in OPEN for one in self.placements)

    @property
    def proposed(self) -> int:
        """How many can be confirmed as they are."""
        return sum(one.standing == Standing.PROPOSED for one in self.placements)


@dataclass(frozen=True)
class Progress:
    """How much of a file is settled: laid or left out, of all that was in it."""

    total: int
    laid: int
    proposed: int
    tray: int
    not_taken: int

    @property
    def settled(self) -> int:
        """What waits for nobody."""
        return self.total - self.proposed - self.tray

    @property
    def percent(self) -> int:
        """Of a hundred."""
        return self.settled * 100 // self.total if self.total else 100

    @classmethod
    def of(cls, placements: Sequence[Placement]) -> Progress:
        """That of a file."""
        standings = [one.standing for one in placements]
        return cls(
            len(standings),
            sum(one in IN_THE_DRAFT for one in standings),
            standings.count(Standing.PROPOSED),
            standings.count(Standing.TRAY),
            standings.count(Standing.NOT_TAKEN),
        )


def pieces_of(brought: WordImport) -> dict[str, Piece]:
    """The pieces of a file by their places."""
    return {one["place"]: Piece.from_json(one) for one in brought.pieces}


def chapters_of(
    pieces: Mapping[str, Piece], placements: Iterable[Placement], front: str
) -> list[Chapter]:
    """The chapters of a file; what stands before the first heading is called `front`."""
    chapters = [Chapter(0, front)]
    for one in placements:
        piece = pieces[one.place]
        if piece.level == 1 and one.why == Why.HEADING:
            chapters.append(Chapter(len(chapters), piece.printed))
        chapters[-1].placements.append(one)
    return [chapter for chapter in chapters if chapter.placements]


class Parts:
    """The parts of a version's blueprint by the names that people choose them by."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.names = {one: self.name(one) for one in parts_to_choose(vocabulary)}
        self._by_name = {name.casefold(): address for address, name in self.names.items()}

    def name(self, address: str) -> str:
        """The names of a part and of what it lies in, from outside to inside."""
        steps = parse(address)
        nodes = (self._vocabulary.blueprint.node_at(steps[: n + 1]) for n in range(len(steps)))
        return BELOW.join(in_language(node.title) for node in nodes if node and node.title)

    def address(self, typed: str) -> str:
        """The part that somebody typed the name of; empty where there is none of that name."""
        typed = " ".join(typed.split())
        if typed in self.names:
            return typed
        found = self._by_name.get(typed.casefold(), "")
        if found:
            return found
        ending = [a for name, a in self._by_name.items() if name.endswith(typed.casefold())]
        return ending[0] if typed and len(ending) == 1 else ""


def rows_of(
    version: Version,
    pieces: Mapping[str, Piece],
    placements: Sequence[Placement],
    parts: Parts,
    language: str,
) -> Iterator[Row]:
    """The rows of a page, a piece each."""
    blueprint = version.blueprint.blueprint
    reader = Reader(blueprint, version.document, language, known_units(), known_fields())
    row: Row | None = None
    for one in placements:
        piece = pieces[one.place]
        if row is None or row.piece.place != one.place:
            if row is not None:
                yield row
            row = Row(piece, KINDS.get(piece.kind, ""))
        if piece.kind == Kind.PICTURE and isinstance(one.value, dict):
            row.picture = str(one.value.get("sha256", ""))
        row.lies.append(_lies(version, one, parts, reader))
    if row is not None:
        yield row


def _lies(version: Version, one: Placement, parts: Parts, reader: Reader) -> Lies:
    part = parts.name(one.address) if one.address else ""
    words = _words(one, reader)
    section = anchor = ""
    if one.laid:
        top = parse(one.laid[0]["address"])[0]
        sections = version.blueprint.blueprint.sections
        section = next((s.key for s in sections if top in s.parts), "")
        anchor = one.laid[0]["address"]
    return Lies(one, part, words, REASONS.get(one.why, ""), section, anchor)


def _words(one: Placement, reader: Reader) -> Value | None:
    """What would stand at the part, where it is not simply the words of the piece."""
    value: Any = one.value
    if value is None:
        return None
    if not one.address:
        return Value(str(value)) if isinstance(value, str) else None
    node = reader.blueprint.node_at(parse(one.address))
    if node is None or node.kind in ("localised", "file"):
        return None
    if node.kind == "records" and isinstance(value, dict):
        value = [value]
    return reader.value(node, value)
