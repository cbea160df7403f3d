"""What a numbering pattern repeats is read in one way, or the pattern is suspected."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import product

import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from schemes.rules.number_template import could_run_for_ever

TEXTS = ["".join(signs) for length in range(5) for signs in product("abc-", repeat=length)]
#: As a pattern says how often, and what it means.
COUNTS = {"": (1, 1), "?": (0, 1), "*": (0, 99), "+": (1, 99), "{2}": (2, 2), "{1,3}": (1, 3)}


@dataclass(frozen=True)
class Sign:
    """One sign; counts its readings without a pattern, as all that follow here do."""

    written: str

    def ends(self, text: str, start: int) -> Counter[int]:
        """Where a reading that starts here may end, with the number of ways to get there."""
        fits = text[start : start + 1] in {*self.written} - {*"[]"}
        return Counter({start + 1: 1} if fits else ())


@dataclass(frozen=True)
class Choice:
    rows: list[list[Sign | Counted]]

    @property
    def written(self) -> str:
        rows = ("".join(part.written for part in row) for row in self.rows)
        return f"({'|'.join(rows)})"

    def ends(self, text: str, start: int) -> Counter[int]:
        return sum((in_a_row(row, text, start) for row in self.rows), Counter())


@dataclass(frozen=True)
class Counted:
    part: Sign | Choice
    count: str

    @property
    def written(self) -> str:
        return self.part.written + self.count

    def ends(self, text: str, start: int) -> Counter[int]:
        least, most = COUNTS[self.count]
        at, found = Counter({start: 1}), Counter()
        for times in range(min(most, len(text) + least) + 1):
            found += at if times >= least else Counter()
            # Once enough is read, reading nothing once more is no other way.
            at = steps(self.part, text, at, may_stand=times < least)
        return found


def in_a_row(row: list[Sign | Counted], text: str, start: int) -> Counter[int]:
    at = Counter({start: 1})
    for part in row:
        at = steps(part, text, at, may_stand=True)
    return at


def steps(part: Sign | Choice | Counted, text: str, at: Counter[int], *, may_stand: bool):
    found: Counter[int] = Counter()
    for start, ways in at.items():
        for end, more in part.ends(text, start).items():
            if may_stand or end > start:
                found[end] += ways * more
    return found


SIGNS = st.sampled_from(["a", "b", "c", "-", "[ab]", "[c-]"]).map(Sign)
PARTS = st.recursive(
    st.builds(Counted, SIGNS, st.sampled_from([*COUNTS])),
    lambda part: st.builds(
        Counted,
        st.lists(st.lists(part, min_size=1, max_size=3), min_size=1, max_size=2).map(Choice),
        st.sampled_from([*COUNTS]),
    ),
    max_leaves=5,
)


@settings(max_examples=150, derandomize=True, deadline=None, database=None)
@given(st.lists(PARTS, min_size=1, max_size=3))
def test_what_is_let_pass_is_read_in_one_way_however_often(row: list[Counted]) -> None:
    repeated = Counted(Choice([row]), "*")
    if not could_run_for_ever(repeated.written):
        ways = {text: repeated.ends(text, 0)[len(text)] for text in TEXTS}
        assert {text: count for text, count in ways.items() if count > 1} == {}


@pytest.mark.parametrize(
    "pattern", [r"^ABC\d{2}-\d{6}$", r"^SLRZP\d{2}-\d{6}(-\d{2})?$", r"^1\d+[LMS](-\d+)?$", "a|b"]
)
def test_patterns_as_bodies_write_them_are_let_pass(pattern: str) -> None:
    assert not could_run_for_ever(pattern)


@pytest.mark.parametrize("pattern", ["(-(a|)a?)*", "(-(a?|b)b?)*", "((a|b-)?b?-)*"])
def test_what_may_be_left_out_gives_way_to_what_follows(pattern: str) -> None:
    assert could_run_for_ever(pattern)


@pytest.mark.parametrize(
    "pattern",
    ["(?i)(a|A)*", r"(\pL|\pN)*", r"(\Qa\E|b)*", r"([[:alpha:]]|z)+", r"(\x{41}|A)*", "(é|[^a])*"],
)
def test_signs_are_those_that_re2_reads(pattern: str) -> None:
    assert re2.compile(pattern)
    assert could_run_for_ever(pattern)


@pytest.mark.parametrize("pattern", ["^*a", r"(\b)*a", "(a|b)(?i)*", "()*a", "(?:)+", "(|a)b"])
def test_parts_that_stand_for_no_sign_are_understood(pattern: str) -> None:
    assert re2.compile(pattern)
    assert not could_run_for_ever(pattern)
