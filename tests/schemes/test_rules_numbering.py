"""Numbering patterns are judged in linear time, and so are those that would not be."""

import time

import pytest

from schemes.rules import ALL_RULES, Facts, run
from schemes.rules.ambiguity import runs_for_ever
from tests.documents import valid_document

ENDLESS = [
    r"^(a+)+$",
    r"(a*)*b",
    r"^(\d+)*-\d$",
    r"(a|a)*",
    r"(a|aa)+$",
    r"^(\d{1,3})*$",
    r"^([A-Z]+-?)*\d$",
    r"(\w+\s?)*$",
    r"(.*)*x",
    r"(a{1,50}){1,50}$",
    r"^((ab)*|(ab)+)*$",
    r"^([\d-]+|\d)*$",
    r"([^a]|b)+x",
    r"([[:alpha:]]|z)*1",
    r"(\x41|A)*B",
    r"(\p{Han}|\pN)+$",
]
SOUND = [
    r"^SLRZP\d{2}-\d{6}(-\d{2})?$",
    r"^102\d{2}TR\d{5}R\d+[LMS](-\d+)?$",
    r"^CNCA-[A-Z0-9]+(?:-[A-Z0-9]+)*:\d{4}$",
    r"(\d{3})*",
    r"(-\d{1,20})*$",
    r"^\d{1,3}(\.\d{1,3}){3}$",
    r"a*a*",
    r"^(?P<x>AB|CD)+\d{4}$",
    r"^(?i)(?:abc)+[^a-z]*$",
    r"(a?)+",
    r"^\bA\.\-[]x-]+\z",
    r"^(中|文)+[一-龥]{2}$",
    r"a{x}",
]


@pytest.mark.parametrize("pattern", ENDLESS)
def test_patterns_with_exponentially_many_readings_are_found(pattern: str) -> None:
    assert runs_for_ever(pattern)


@pytest.mark.parametrize("pattern", SOUND)
def test_patterns_that_numbers_really_have_are_not_suspected(pattern: str) -> None:
    assert not runs_for_ever(pattern)


@pytest.mark.parametrize(
    ("pattern", "example", "place"),
    [
        (r"^A\d{3}$", "A123", None),
        (r"^A\d{3}$", "A1234", "example"),
        (r"A\d{3}", "A123", None),
        (r"A\d{3}", "xA123", "example"),
        (r"^A\d{3}$", "A１２３", "example"),
        (r"^(\d+)+$", "1", "pattern"),
        (r"^(A", "A", "pattern"),
        (r"(A)\1", "AA", "pattern"),
        (r"(?=A)A", "A", "pattern"),
        (r"(((a{100}){100}){100})", "a", "pattern"),
        ("A" * 201, "A", "pattern"),
    ],
)
def test_sch_034_judges_pattern_and_example(pattern: str, example: str, place: str | None) -> None:
    document = valid_document()
    document["certificate"]["numbering"].update(pattern=pattern, example=example)
    found = [f for f in run(ALL_RULES, document, Facts.unknown()) if f.code == "SCH-034"]
    expected = [f"/certificate/numbering/{place}"] if place else []
    assert [finding.address for finding in found] == expected


def test_no_pattern_takes_long() -> None:
    patterns = ["(" * 99 + "a" + "*)" * 66, "(" + "|".join("abcdefgh" * 10) + ")*", "[" * 200]
    started = time.perf_counter()
    for pattern in patterns:
        document = valid_document()
        document["certificate"]["numbering"].update(pattern=pattern, example="a" * 90 + "!")
        assert [f.code for f in run(ALL_RULES, document, Facts.unknown()) if f.code == "SCH-034"]
    assert time.perf_counter() - started < 5
