"""Paragraphs that say several things of one list: standards, prices, activities."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from schemes.from_word.original import Piece
from schemes.from_word.quantities import money_in
from schemes.from_word.recognising.proposals import Proposal, Why
from schemes.from_word.recognising.records import Records
from schemes.from_word.recognising.sentences import is_lead_in, words_after_name
from schemes.from_word.recognising.standards import Standards, citations_in
from schemes.from_word.vocabulary import Vocabulary

_PRICES = re.compile("[；;。]|，(?=[^，]{2,12}费)")
_NAMED_PRICE = re.compile(r"\s*([^\d￥¥$：:]{1,20}?费用?|年金)\s*[:：]?\s*(.+)$", re.DOTALL)
_DATED = re.compile(r"\d{4}$")


def bases_of(piece: Piece, standards: Standards) -> Proposal:
    """The standards that a paragraph of the chapter of bases names."""
    found = standards.bases_in(piece.text)
    if found:
        return Proposal(piece.place, "/basis", value=found)
    return Proposal(piece.place, why=Why.LEAD_IN if "下列" in piece.text else Why.NO_PLACE)


def cited_in(piece: Piece, standards: Standards) -> Iterator[Proposal]:
    """Standards that are cited outside the chapter of bases, each once in a file."""
    if any(_DATED.search(number.strip()) for number, _title in citations_in(piece.text)):
        found = standards.bases_in(piece.text, "supplement")
        if found:
            yield Proposal(piece.place, "/basis", value=found, is_fact=True)


def prices_of(piece: Piece, records: Records) -> Proposal:
    """The fees that a paragraph names, each with its price."""
    found = []
    words = words_after_name(piece.text) if "费用包括" in piece.text else piece.text
    for part in _PRICES.split(words):
        named = _NAMED_PRICE.match(part.strip())
        if named is not None and money_in(named[2]) is not None:
            cells = {"item": named[1], "amount": named[2]}
            found.append(records.of_row("/fees", cells, {})[0])
    if found:
        return Proposal(piece.place, "/fees", value=found)
    return Proposal(piece.place, why=Why.LEAD_IN if is_lead_in(piece.text) else Why.NO_PLACE)


def modules_of(piece: Piece, vocabulary: Vocabulary) -> Proposal:
    """The activities that a certification mode names, in its order; surveillance by its name."""
    found: dict[int, dict[str, Any]] = {}
    text = piece.text
    for word, code in vocabulary.codes.get("/process/modules/-/activity", ()):
        at = text.find(word)
        if at >= 0:
            found[at] = {"function": "determination", "activity": code}
            text = text[:at] + "\u0000" * len(word) + text[at + len(word) :]
    at = max(text.find("获证后"), text.find("监督"))
    if at >= 0:
        found[at] = {"function": "surveillance"}
    modules = [found[n] for n in sorted(found)]
    once = [one for n, one in enumerate(modules) if one not in modules[:n]]
    if once and vocabulary.node("/process/modules") is not None:
        return Proposal(piece.place, "/process/modules", value=once)
    return Proposal(piece.place, why=Why.NO_PLACE)
