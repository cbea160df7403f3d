"""What the register knows of the standards that a basis names."""

from __future__ import annotations

from collections.abc import Iterator

from portal.core.standard_numbers import numbers_in, of_each_kind
from schemes.rules.facts import Facts, StandardFact
from schemes.rules.lenient import Record, word

#: What holds of several editions of an undated basis: the first of these that one of them has.
_BEST_FIRST = ("current", "upcoming", "withdrawn", "replaced")


def known_of(basis: Record, facts: Facts) -> tuple[StandardFact, ...]:
    """All that the register knows of what a basis names, of whatever kind, each once.

    Of two numbers of one standard both count, beside an amendment what it amends, and of an
    undated number the edition that is best off.
    """
    ref = word(basis.get("ref"))
    if not ref:
        return ()
    found = list(_by_number(ref, facts))
    if not found and basis.get("dated") is False:
        found = list(_undated(ref, facts))
    return tuple({fact.number: fact for fact in found}.values())


def _by_number(ref: str, facts: Facts) -> Iterator[StandardFact]:
    for number in numbers_in(ref):
        for form in number.forms:
            fact = facts.standards.get(form) or _of_another_kind(form, facts)
            if fact is not None:
                yield fact


def _of_another_kind(form: str, facts: Facts) -> StandardFact | None:
    """National standards have one series of numbers, so that a wrong T hides none."""
    others = (facts.standards.get(other) for other in of_each_kind(form))
    return next((fact for fact in others if fact is not None), None)


def _undated(ref: str, facts: Facts) -> Iterator[StandardFact]:
    """Undated means the newest edition: it has ended when all of them have."""
    for number in numbers_in(ref):
        editions = facts.standards.editions.get(number.series, ())
        for status in _BEST_FIRST:
            found = [fact for fact in editions if fact.status == status]
            if found:
                yield found[-1]
                break
