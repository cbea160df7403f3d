"""What the register knows of a basis, whichever way its number is written."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from portal.core.standard_numbers import normal_form
from schemes.rules.facts import Facts, StandardFact, Standards
from schemes.rules.known_standards import known_of


def register(**status_of_year: str) -> Facts:
    """A register that has GB/T 1 of these years (`y2000="current"`)."""
    numbers = {f"GB/T 1-{year[1:]}": status for year, status in status_of_year.items()}
    known = {
        normal_form(number): StandardFact(number, status) for number, status in numbers.items()
    }
    return replace(Facts.unknown(dt.date(2026, 11, 20)), standards=Standards(known))


OLD, NEW = "GB/T 1-2000", "GB/T 1-2010"


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (register(y2000="current", y2010="upcoming"), OLD),
        (register(y2000="withdrawn", y2010="current"), NEW),
        (register(y2000="replaced", y2010="withdrawn"), NEW),
        (register(y2000="withdrawn", y2010="replaced"), OLD),
        (register(y2000="current", y2010="current"), NEW),
        (register(y2000="withdrawn", y2010="upcoming"), NEW),
    ],
)
def test_undated_means_the_newest_of_the_editions_that_are_best_off(
    facts: Facts, found: str
) -> None:
    basis = {"ref": "GB/T 1", "dated": False}
    assert [fact.number for fact in known_of(basis, facts)] == [found]


@pytest.mark.parametrize(
    ("basis", "found"),
    [
        ({"ref": OLD}, [OLD]),
        ({"ref": " GBT1—2000 "}, [OLD]),
        ({"ref": "GB 1-2000"}, [OLD]),
        ({"ref": OLD, "dated": False}, [OLD]),
        ({"ref": "GB/T 1"}, []),
        ({"ref": "GB/T 1", "dated": True}, []),
        ({"ref": "GB/T 2", "dated": False}, []),
        ({"ref": ""}, []),
        ({}, []),
    ],
)
def test_a_number_is_known_by_its_year_and_without_one_when_it_is_undated(
    basis: dict[str, object], found: list[str]
) -> None:
    facts = register(y2000="withdrawn", y2010="current")
    assert [fact.number for fact in known_of(basis, facts)] == found
