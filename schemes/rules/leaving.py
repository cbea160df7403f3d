"""Old editions in the transition to a new one: what it means for a basis, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from portal.core.standard_numbers import numbers_in
from schemes.documents.addresses import Document
from schemes.rules.facts import Facts, LeavingFact, StandardFact
from schemes.rules.known_standards import known_of
from schemes.rules.lenient import Record, records, word


def words_of(fact: StandardFact, leaving: LeavingFact) -> dict[str, Any]:
    """What a sentence about an old edition names."""
    return {
        "ref": fact.number,
        "new": leaving.new_edition,
        "issue_until": leaving.issue_until.isoformat(),
        "until": leaving.held_until.isoformat(),
        "notice": leaving.notice,
    }


def case_of(leaving: LeavingFact, *, is_called_ended: bool) -> str:
    """Which sentence says it: a text that calls the old edition ended keeps it for what is held."""
    if leaving.phase == "held" and is_called_ended:
        return "leaving_held"
    return {"running": "leaving", "held": "leaving_no_new", "over": "left"}[leaving.phase]


#: The cases in which an old edition is still a basis.
ALLOWED = frozenset({"leaving", "leaving_held"})


def left_behind(document: Document, facts: Facts) -> Iterator[tuple[StandardFact, LeavingFact]]:
    """The old editions by which certificates may be held: of this text, and of the one before.

    Of the text before only what this one has a basis of the same number for, or the new edition.
    """
    own = _bases(document)
    series = {number.series for basis in own for number in numbers_in(word(basis.get("ref")))}
    found: dict[str, tuple[StandardFact, LeavingFact]] = {}
    for basis in [*own, *_bases(facts.previous)]:
        for fact in known_of(basis, facts):
            if fact.leaving is not None and series & _series_of(fact, fact.leaving):
                found.setdefault(fact.number, (fact, fact.leaving))
    yield from found.values()


def _bases(document: object) -> list[Record]:
    return [basis for _address, basis in records(document, "basis")] if document else []


def _series_of(fact: StandardFact, leaving: LeavingFact) -> set[str]:
    names = (fact.number, leaving.new_edition)
    return {number.series for name in names for number in numbers_in(name)}
