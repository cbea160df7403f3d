"""The walk through a file: each piece with the chapter it stands in, to where it belongs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from portal.core.units import Units
from schemes.from_word.numbering import typed_number
from schemes.from_word.original import Kind, Original, Piece
from schemes.from_word.recognising.headings import has_chinese, part_of_heading
from schemes.from_word.recognising.listed import (
    bases_of,
    cited_in,
    modules_of,
    prices_of,
)
from schemes.from_word.recognising.proposals import Proposal, Why
from schemes.from_word.recognising.records import Records
from schemes.from_word.recognising.sentences import (
    cued,
    facts_in,
    is_lead_in,
    is_translation,
    words_after_name,
)
from schemes.from_word.recognising.standards import FactsOf, Standards, citations_in
from schemes.from_word.recognising.tables import names_and_values, rows_of, what_table
from schemes.from_word.vocabulary import Vocabulary

_TITLE_END = re.compile("(?:规则|细则|方案|制度|rules|scheme)$", re.IGNORECASE)
_RULE_NUMBER = re.compile(r"^[(（]?([A-Z]{2,}[A-Z0-9]*(?:[-/][A-Z0-9]+)+(?:[-:：]\d{4})?)[)）]?$")
_CAPTION = re.compile(
    r"^[表图]\s*[\dA-Z一二三四五六七八九十]|^(?:table|figure)\s*\d", re.IGNORECASE
)
_LEFT_WHY = {
    Kind.CONTENTS: Why.CONTENTS,
    Kind.MARGIN: Why.MARGIN,
    Kind.DELETED: Why.DELETED,
    Kind.HIDDEN: Why.HIDDEN,
    Kind.COMMENT: Why.REMARK,
}
_PARTS_OF_A_LIST = re.compile("[、,，]")
#: An annex is a file of its own; its words lie in the tray.
ANNEX = "/annexes"
#: Prose longer than this stays words even where a number was read out of it.
_MORE_THAN_A_FACT = 60


@dataclass(frozen=True)
class Knowledge:
    """What recognising needs beside the file."""

    vocabulary: Vocabulary
    units: Units
    facts_of: FactsOf


def recognise(original: Original, knowledge: Knowledge) -> list[Proposal]:
    """A proposal for each piece, in the order of the file; some pieces have several."""
    return list(_Walk(original, knowledge).proposals())


@dataclass
class _Heading:
    level: int
    address: str


@dataclass
class _Walk:
    original: Original
    knowledge: Knowledge
    stack: list[_Heading] = field(default_factory=list)
    lead: str = ""
    lead_number: Any = None
    lead_is_numbered: bool = False
    is_cover: bool = True
    has_title: bool = False
    #: Where the words of the last Chinese piece lie, for the translation after it.
    last: Proposal | None = None

    def __post_init__(self) -> None:
        self.vocabulary = self.knowledge.vocabulary
        self.records = Records(self.vocabulary, self.knowledge.units)
        self.standards = Standards(self.knowledge.facts_of)
        self.by_kind: dict[str, Callable[[Piece], Iterator[Proposal]]] = {
            "localised": self._as_words,
            "text": self._as_words,
            "records": self._as_item,
        }

    def proposals(self) -> Iterator[Proposal]:
        """All of them."""
        pieces = self.original.pieces
        n = 0
        found: dict[str, Proposal] = {}
        while n < len(pieces):
            piece = pieces[n]
            if piece.table and piece.kind in (Kind.ROW, Kind.HEAD):
                end = n
                while end < len(pieces) and pieces[end].table == piece.table:
                    end += 1
                made = list(self._table(pieces[n:end]))
                n = end
            else:
                made = list(self._piece(piece, pieces[n + 1 : n + 2], found))
                n += 1
            for one in made:
                found.setdefault(one.place, one)
            yield from made

    @property
    def around(self) -> str:
        """The part that the words at hand are about."""
        return self.lead or (self.stack[-1].address if self.stack else "")

    # --- headings ---------------------------------------------------------------------------

    def _heading(self, piece: Piece, after: Sequence[Piece]) -> Iterator[Proposal]:
        while self.stack and self.stack[-1].level >= piece.level:
            self.stack.pop()
        outer = self.stack[-1].address if self.stack else ""
        self.lead = ""
        address = part_of_heading(piece.text, self.vocabulary, outer)
        follows = after[0] if after else None
        is_leaf = follows is None or (follows.is_heading and follows.level <= piece.level)
        if address is None and (is_leaf or next(citations_in(piece.text), None)):
            yield from self._text(replace(piece, level=0))
            return
        self.is_cover = False
        is_annex = bool(re.match("附|annex|appendix", (piece.number or piece.text).lower()))
        self.stack.append(
            _Heading(piece.level, ANNEX if is_annex else address or self._inherited())
        )
        yield Proposal(piece.place, why=Why.HEADING)

    def _inherited(self) -> str:
        """Below a heading that means nothing, the words are still about the chapter."""
        return self.stack[-1].address if self.stack else ""

    # --- pieces -----------------------------------------------------------------------------

    def _piece(
        self, piece: Piece, after: Sequence[Piece], found: dict[str, Proposal]
    ) -> Iterator[Proposal]:
        if piece.kind in _LEFT_WHY:
            yield Proposal(piece.place, why=_LEFT_WHY[piece.kind])
        elif piece.kind == Kind.PICTURE:
            yield self._picture(piece)
        elif piece.kind == Kind.FOOTNOTE:
            yield self._note(piece, found)
        elif piece.is_heading:
            yield from self._heading(piece, after)
        elif _CAPTION.match(piece.text) and after and after[0].table:
            yield Proposal(piece.place, why=Why.CAPTION)
        else:
            made = list(self._text(piece))
            if made and not is_translation(piece.text):
                self.last = made[0]
            yield from made

    def _picture(self, piece: Piece) -> Proposal:
        is_mark = self.around.startswith("/mark") and bool(piece.picture)
        if is_mark and self.vocabulary.node("/mark/artwork") is not None:
            return Proposal(piece.place, "/mark/artwork", value={"picture": piece.picture})
        return Proposal(piece.place, why=Why.PICTURE)

    def _note(self, piece: Piece, found: dict[str, Proposal]) -> Proposal:
        at = found.get(piece.at)
        if at is not None and at.address and at.value is None:
            node = self.vocabulary.node(at.address)
            if node is not None and node.kind == "localised" and node.is_long:
                return Proposal(piece.place, at.address, at.language)
        return Proposal(piece.place, why=Why.NO_PLACE)

    # --- words ------------------------------------------------------------------------------

    def _text(self, piece: Piece) -> Iterator[Proposal]:
        self._end_lead(piece)
        if self.is_cover:
            made = list(self._cover(piece))
            if made:
                yield from made
                return
        if is_translation(piece.text) and self.last is not None and self._has_chinese:
            yield from self._translation(piece, self.last)
            return
        if self.around == ANNEX:
            yield Proposal(piece.place, why=Why.NO_PLACE)
            return
        yield from self._by_what_it_says(piece)

    @property
    def _has_chinese(self) -> bool:
        return any(has_chinese(piece.text) for piece in self.original.pieces[:40])

    def _translation(self, piece: Piece, of: Proposal) -> Iterator[Proposal]:
        node = self.vocabulary.node(of.address) if of.address else None
        if node is not None and node.kind == "localised":
            yield Proposal(piece.place, of.address, "en")
        elif node is not None and node.kind == "records" and isinstance(of.value, dict):
            yield Proposal(piece.place, of.address, "en", joins=of.place)
        elif of.address:
            yield Proposal(piece.place, why=Why.TRANSLATION)
        else:
            yield Proposal(piece.place, why=Why.NO_PLACE)

    def _cover(self, piece: Piece) -> Iterator[Proposal]:
        number = _RULE_NUMBER.match(piece.text.strip())
        if number and self.vocabulary.node("/rule_number") is not None:
            yield Proposal(piece.place, "/rule_number", value=number[1])
        elif not self.has_title and (
            piece.style.lower() in ("title", "标题") or _TITLE_END.search(piece.text)
        ):
            self.has_title = True
            yield Proposal(piece.place, "/title")
        elif re.search("发布$", piece.text) and not re.search(r"\d", piece.text):
            yield Proposal(piece.place, why=Why.PUBLISHER)

    def _end_lead(self, piece: Piece) -> None:
        """A list that was led in ends with the next number of its own kind, or without any."""
        if not self.lead:
            return
        number = typed_number(f"{piece.number} x") if piece.number else None
        if number is None and self.lead_is_numbered:
            self.lead = ""
        elif number is not None and self.lead_number is not None:
            same = (number.kind, number.steps) == (self.lead_number.kind, self.lead_number.steps)
            self.lead = "" if same else self.lead
        self.lead_is_numbered = self.lead_is_numbered or number is not None

    def _by_what_it_says(self, piece: Piece) -> Iterator[Proposal]:
        around = self.around
        if around == "/basis" or around.startswith("/basis/"):
            yield bases_of(piece, self.standards)
            return
        if around == "/fees":
            yield prices_of(piece, self.records)
            return
        if around == "/process/modules":
            yield modules_of(piece, self.vocabulary)
            return
        cue = None if self.lead else cued(piece.text, self.vocabulary, around, self.is_cover)
        if cue is not None and cue.leads_in:
            self.lead, self.lead_is_numbered = cue.address, False
            self.lead_number = typed_number(f"{piece.number} x") if piece.number else None
            yield Proposal(piece.place, why=Why.LEAD_IN)
            return
        if is_lead_in(piece.text):
            # What names a part at its own end leads in that one.
            named = part_of_heading(piece.text.rstrip("：: "), self.vocabulary, around)
            if named and self._is_list(named):
                self.lead, self.lead_is_numbered = named, False
                self.lead_number = typed_number(f"{piece.number} x") if piece.number else None
            yield Proposal(piece.place, why=Why.LEAD_IN)
            return
        if cue is not None and cue.address == "/process/modules":
            yield modules_of(piece, self.vocabulary)
            return
        yield from self._words_and_facts(piece, cue)
        if not self.is_cover and self.vocabulary.node("/basis") is not None:
            yield from cited_in(piece, self.standards)

    def _is_list(self, address: str) -> bool:
        node = self.vocabulary.node(address)
        return node is not None and node.kind == "records"

    def _words_and_facts(self, piece: Piece, cue: Any) -> Iterator[Proposal]:
        around = self.around
        facts = [] if self.lead else list(facts_in(piece.text, self.vocabulary, around))
        values = {fact.address: fact.value for fact in facts}
        if cue is not None and cue.value is not None:
            values.setdefault(cue.address, cue.value)
        home = cue.address if cue is not None and cue.value is None else ""
        home = home or self._prose(around)
        is_only_fact = values and (not home or len(piece.text) <= _MORE_THAN_A_FACT)
        made: list[Proposal] = []
        if home and not (is_only_fact and (cue is None or cue.value is not None)):
            made += self._at(piece, home)
        for address, value in values.items():
            made.append(Proposal(piece.place, address, value=value, is_fact=bool(made)))
        yield from made or [Proposal(piece.place, why=Why.NO_PLACE)]

    def _prose(self, around: str) -> str:
        """Where prose goes: into the part at hand, else into one around it that takes words."""
        while around:
            home = self.vocabulary.prose_of(around)
            node = self.vocabulary.node(around)
            if home or node is None or node.kind not in ("file", "variant", "object"):
                return home
            around = around.rpartition("/")[0]
        return ""

    def _at(self, piece: Piece, address: str) -> Iterator[Proposal]:
        node = self.vocabulary.node(address)
        kind = node.kind if node is not None else ""
        yield from self.by_kind.get(kind, self._nowhere)(replace(piece, at=address))

    def _as_words(self, piece: Piece) -> Iterator[Proposal]:
        language = "en" if is_translation(piece.text) and self._has_chinese else "zh"
        yield Proposal(piece.place, piece.at, language)

    def _as_item(self, piece: Piece) -> Iterator[Proposal]:
        address = piece.at
        if address in ("/drafting/units", "/drafting/persons"):
            names = _PARTS_OF_A_LIST.split(words_after_name(piece.text).rstrip("。"))
            made = [self.records.of_words(address, name.strip()) for name in names if name.strip()]
            yield Proposal(piece.place, address, value=[one for one in made if one])
            return
        record = self.records.of_words(address, piece.text)
        if record is None:
            yield Proposal(piece.place, why=Why.NO_PLACE)
        else:
            yield Proposal(piece.place, address, value=record)

    def _nowhere(self, piece: Piece) -> Iterator[Proposal]:
        yield Proposal(piece.place, why=Why.NO_PLACE)

    # --- tables -----------------------------------------------------------------------------

    def _table(self, pieces: Sequence[Piece]) -> Iterator[Proposal]:
        rows = [piece for piece in pieces if piece.kind in (Kind.ROW, Kind.HEAD)]
        others = [piece for piece in pieces if piece.kind not in (Kind.ROW, Kind.HEAD)]
        named = names_and_values(rows, self.vocabulary)
        body = [row for row in rows if row.kind == Kind.ROW]
        found = None
        if named is None and body:
            found = what_table(body[0].columns, self.vocabulary, self.around)
        if named is not None:
            yield from self._form(rows, named)
        elif found is not None:
            yield from rows_of(rows, found, self.records, self._with_standards)
        else:
            for row in rows:
                yield Proposal(row.place, why=Why.NO_PLACE)
        for piece in others:
            yield from self._piece(piece, (), {})

    def _form(self, rows: Sequence[Piece], named: dict[str, str]) -> Iterator[Proposal]:
        for row in rows:
            address = named.get(row.place, "")
            node = self.vocabulary.node(address) if address else None
            if node is None:
                yield Proposal(row.place, why=Why.NO_PLACE)
                continue
            value = self.records.value(address, node, row.cells[1], row.cells[0], {})
            if value is None and node.kind == "records":
                value = self.records.of_words(address, row.cells[1])
            if value is None:
                yield Proposal(row.place, why=Why.NO_PLACE)
            else:
                yield Proposal(row.place, address, value=value)

    def _with_standards(self, address: str, record: dict[str, Any]) -> dict[str, Any]:
        """A record that names standards.

        A basis has its facts; of others, what only looks like a reference joins the words.
        """
        if address == "/basis" and record.get("ref"):
            title = str((record.get("title") or {}).get("zh", ""))
            return {**record, **self.standards.record(str(record["ref"]), title)}
        node = self.vocabulary.node(address)
        for part in node.item().children() if node is not None else ():
            named = record.get(part.name)
            is_named = part.reference == "/basis" and isinstance(named, str)
            if is_named and next(citations_in(str(named)), None) is None:
                record = _into_words(record, part.name, f"{part.title.get('zh')}：{named}")
        return record


def _into_words(record: dict[str, Any], name: str, said: str) -> dict[str, Any]:
    """The record with a part told in its words instead."""
    rest = {key: value for key, value in record.items() if key != name}
    words = str((rest.get("text") or {}).get("zh", ""))
    return {**rest, "text": {**(rest.get("text") or {}), "zh": f"{words}（{said}）"}}
