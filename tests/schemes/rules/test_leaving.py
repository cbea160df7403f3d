"""Two editions of a standard in an announced transition: which of them is a basis, until when."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from schemes.documents import Document
from schemes.rules import Facts
from schemes.rules.facts import LeavingFact, StandardFact, Standards
from tests.documents import valid_document
from tests.schemes.rules.register import FACTS, E, W, findings, found

STATUS, EFFECTIVE = "/basis/@bs-1/status", "/basis/@bs-1/effective"
TRANSITION_ENDS = "/lifecycle/transition_until"
ISSUE, HELD = dt.date(2027, 3, 31), dt.date(2027, 9, 30)
OLD, NEW = "GB/T 18801-2022", "GB/T 18801-2026"


def knowing(phase: str, register: str = "replaced") -> Facts:
    leaving = LeavingFact(phase, NEW, ISSUE, HELD, "公告2026年第9号")
    old = StandardFact(OLD, register, replaced_by=(NEW,), leaving=leaving)
    new = StandardFact(NEW, "current", usable_from=dt.date(2026, 10, 1))
    return replace(FACTS, standards=Standards({"GB/T18801-2022": old, "GB/T18801-2026": new}))


def text(ref: str = OLD, until: dt.date | None = None, **basis: Any) -> Document:
    document = valid_document()
    document["basis"][0].update(ref=ref, year=int(ref[-4:]), **basis)
    if until is not None:
        document["lifecycle"]["transition_until"] = until.isoformat()
    return document


@pytest.mark.parametrize(
    ("phase", "status", "expected"),
    [
        ("running", "current", [("leaving", W, STATUS)]),
        ("running", "replaced", [("leaving", W, STATUS)]),
        ("held", "current", [("leaving_no_new", E, STATUS)]),
        ("held", "replaced", [("leaving_held", W, STATUS)]),
        ("over", "current", [("left", E, STATUS)]),
        ("over", "withdrawn", [("left", E, STATUS)]),
    ],
)
@pytest.mark.parametrize("register", ["current", "replaced", "withdrawn"])
def test_an_old_edition_is_a_basis_as_long_as_its_transition_lets_it(
    phase: str, status: str, expected: list[Any], register: str
) -> None:
    assert found("SCH-014", text(status=status), knowing(phase, register)) == expected


@pytest.mark.parametrize("phase", ["running", "held", "over"])
def test_the_new_edition_is_a_basis_in_every_phase(phase: str) -> None:
    assert found("SCH-014", text(NEW), knowing(phase)) == []


def test_what_is_found_names_the_announcement_the_new_edition_and_both_days() -> None:
    (finding,) = findings("SCH-014", text(), knowing("running"))
    for word in (OLD, NEW, "公告2026年第9号", "31 March 2027", "30 September 2027"):
        assert word in str(finding.message)


@pytest.mark.parametrize(
    ("ref", "until", "expected"),
    [
        (OLD, HELD, []),
        (OLD, HELD + dt.timedelta(days=1), [("outlasts", E, TRANSITION_ENDS)]),
        (NEW, HELD, []),
        (NEW, HELD + dt.timedelta(days=1), [("outlasts", E, TRANSITION_ENDS)]),
        ("GB 88888-2020", HELD + dt.timedelta(days=1), []),
    ],
)
def test_the_transition_of_a_scheme_does_not_outlast_the_announced_one(
    ref: str, until: dt.date, expected: list[Any]
) -> None:
    facts = replace(knowing("running"), previous=text())
    document = text(ref, until, type="GB" if ref.startswith("GB 8") else "GB/T")
    assert [each for each in found("SCH-014", document, facts) if each[1] == E] == expected


def test_certificates_of_no_text_before_outlast_nothing() -> None:
    document = text(NEW, HELD + dt.timedelta(days=1))
    assert found("SCH-014", document, knowing("running")) == []


@pytest.mark.parametrize(
    ("usable", "case"),
    [(None, "too_late"), (dt.date(2027, 1, 2), "too_late"), (dt.date(2027, 1, 1), None)],
)
def test_a_new_edition_may_be_used_before_it_is_in_force(
    usable: dt.date | None, case: str | None
) -> None:
    fact = StandardFact(NEW, "upcoming", starts=dt.date(2027, 7, 1), usable_from=usable)
    facts = replace(FACTS, standards=Standards({"GB/T18801-2026": fact}))
    document = text(NEW, status="upcoming", effective="2027-07-01")
    expected = [(case, E, EFFECTIVE)] if case else []
    assert found("SCH-014", document, facts) == expected
