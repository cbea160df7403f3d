"""What pages show of near neighbours, in the designer and at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.reference.models import NationalScheme
from schemes.rules.facts import Localised, NeighbourFact
from schemes.similarity.answers import answer_to, is_answered
from schemes.similarity.content import Content, content_of, content_of_national
from schemes.similarity.gate import Neighbour
from schemes.similarity.passages import Row, side_by_side
from schemes.similarity.wording import ASPECT_NAMES, Reason, reasons_in_words


@dataclass(frozen=True)
class Shown:
    """A neighbour as a page shows it."""

    fact: NeighbourFact
    #: The number by which it is usually named.
    number: str
    #: The body that certifies by it, or who has issued the national scheme.
    holder: Localised
    #: The number of the entry in the register; empty for a national scheme.
    entry: str
    conditions: Localised
    percent: int
    reasons: list[Reason]
    answer: Mapping[str, Any] | None
    is_answered: bool
    #: Schemes of the same body need no answer.
    needs_answer: bool


@dataclass(frozen=True)
class Compared:
    """One aspect of both schemes, with how alike it is."""

    row: Row
    reason: Reason | None
    name: Any


def shown(document: Any, near: Neighbour) -> Shown:
    """A neighbour of a document in words."""
    fact, record = near.fact, near.record
    if isinstance(record, NationalScheme):
        number, holder, entry = record.number, {"zh": record.issuer_zh}, ""
        conditions: Localised = {
            language: text
            for language, text in (("zh", record.conditions_zh), ("en", record.conditions_en))
            if text
        }
    else:
        number, entry = record.rule_number, record.number
        holder, conditions = record.organisation.name_text, {}
    return Shown(
        fact=fact,
        number=number,
        holder=holder,
        entry=entry,
        conditions=conditions,
        percent=round(fact.score * 100),
        reasons=reasons_in_words(fact.reasons),
        answer=answer_to(document, fact.names),
        is_answered=is_answered(document, fact),
        needs_answer=fact.is_national or not fact.is_own,
    )


def comparison(document: Any, near: Neighbour) -> list[Compared]:
    """Both schemes aspect by aspect; of a listed scheme the text that is in force."""
    reasons = {reason.aspect: reason for reason in reasons_in_words(near.fact.reasons)}
    return [
        Compared(row, reasons.get(row.aspect), ASPECT_NAMES[row.aspect])
        for row in side_by_side(content_of(document), _content(near))
    ]


def _content(near: Neighbour) -> Content:
    if isinstance(near.record, NationalScheme):
        return content_of_national(near.record)
    return content_of(near.record.version.document)
