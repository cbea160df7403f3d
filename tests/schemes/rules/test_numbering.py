"""Numbering patterns are judged in linear time, and so are those that would not be."""

import time

import pytest

from schemes.rules import ALL_RULES, Facts, run
from schemes.rules.number_template import could_run_for_ever
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
    assert could_run_for_ever(pattern)


@pytest.mark.parametrize("pattern", SOUND)
def test_patterns_that_numbers_really_have_are_not_suspected(pattern: str) -> None:
    assert not could_run_for_ever(pattern)


@pytest.mark.parametrize(
    ("pattern", "example", "case"),
    [
        (r"^A\d{3}$", "A123", None),
        (r"^A\d{3}$", "A1234", "example"),
        (r"A\d{3}", "A123", None),
        (r"A\d{3}", "xA123", "example"),
        (r"^A\d{3}$", "A１２３", "example"),
        (r"^(\d+)+$", "1", "endless"),
        (r"^(A", "A", "refused"),
        (r"(A)\1", "AA", "refused"),
        (r"(?=A)A", "A", "refused"),
        (r"(((a{100}){100}){100})", "a", "refused"),
        (r"(?i)^[\p{L}]{300}$", "a" * 300, "refused"),  # takes more memory than there is for it
        ("A" * 200, "A" * 200, None),
        ("A" * 201, "A" * 201, "long"),
    ],
)
def test_sch_034_judges_pattern_and_example(pattern: str, example: str, case: str | None) -> None:
    document = valid_document()
    document["certificate"]["numbering"].update(pattern=pattern, example=example)
    found = [f for f in run(ALL_RULES, document, Facts.unknown()) if f.code == "SCH-034"]
    place = "example" if case == "example" else "pattern"
    expected = [(case, f"/certificate/numbering/{place}")] if case else []
    assert [(f.params["case"], f.address) for f in found] == expected


def test_no_pattern_takes_long() -> None:
    patterns = ["(" * 99 + "a" + "*)" * 66, "(" + "|".join("abcdefgh" * 10) + ")*", "[" * 200]
    started = time.perf_counter()
    for pattern in patterns:
        document = valid_document()
        document["certificate"]["numbering"].update(pattern=pattern, example="a" * 90 + "!")
        assert [f.code for f in run(ALL_RULES, document, Facts.unknown()) if f.code == "SCH-034"]
    assert time.perf_counter() - started < 5
