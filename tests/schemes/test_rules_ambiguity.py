"""What is seen of a numbering pattern at a glance agrees with the proof."""

from __future__ import annotations

import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from schemes.rules import ambiguity
from schemes.rules.ambiguity import _is_plain, runs_for_ever
from schemes.rules.reading import activities, records, remembered
from tests.documents import valid_document

SIGNS = st.sampled_from([*"ab0-/_ ,", r"\d", r"\w", r"\-", r"\.", r"\)", "[0-9]", "[a-c]", "."])
COUNTS = st.sampled_from(["", "", "*", "+", "?", "+?", "{2}", "{1,3}", "{2,}", "{0,20}"])
ATOMS = st.builds("{}{}".format, SIGNS, COUNTS)
PIECES = st.one_of(
    ATOMS,
    st.just("|"),
    st.builds(
        "({}{}){}".format,
        st.sampled_from(["", "?:"]),
        st.lists(st.one_of(ATOMS, st.just("|")), max_size=4).map("".join),
        st.sampled_from(["", "?", "*", "+", "{2}"]),
    ),
)


@settings(max_examples=400, derandomize=True, deadline=None, database=None)
@given(st.lists(PIECES, max_size=6).map("".join))
def test_what_looks_harmless_at_a_glance_is_proved_so(pattern: str) -> None:
    try:
        re2.compile(pattern)
    except re2.error:
        return
    if _is_plain(pattern):
        assert not _proved(pattern), pattern


def _proved(pattern: str) -> bool:
    automaton = ambiguity._Automaton()
    automaton.add(ambiguity.parts_of(pattern))
    return automaton.has_exponential_loop()


@pytest.mark.parametrize(
    "pattern", [r"^ABC\d{2}-\d{6}$", r"^SLRZP\d{2}-\d{6}(-\d{2})?$", r"^1\d+[LMS](-\d+)?$", "a|b"]
)
def test_patterns_as_bodies_write_them_need_no_proof(pattern: str) -> None:
    assert _is_plain(pattern)
    assert not runs_for_ever(pattern)


@pytest.mark.parametrize(
    "pattern", ["(a+)+", "(a|a)*", r"(\d+-?)*", "(?:a*)*b", "a{20}" * 30, "[^a]*", r"\Qa\E"]
)
def test_what_could_be_otherwise_is_left_to_the_proof(pattern: str) -> None:
    assert not _is_plain(pattern)


def test_what_was_read_is_remembered_for_the_one_document_only() -> None:
    document, other = valid_document(), valid_document("service")
    with remembered(document):
        assert records(document, "basis") is records(document, "basis")
        assert activities(document, "surveillance") == activities(document, "surveillance")
        assert records(other, "basis") == records(other, "basis")
        assert [a for a, _b in records(other, "basis")] != [a for a, _b in records(document, "x")]
        with remembered(other):
            assert records(other, "basis") is records(other, "basis")
        assert records(document, "basis") is records(document, "basis")
    read = records(document, "basis")
    document["basis"].pop()
    assert len(records(document, "basis")) == len(read) - 1


@pytest.mark.parametrize(
    ("items", "addresses"),
    [
        ([{"id": "a"}, {"id": "b"}], ["/basis/@a", "/basis/@b"]),
        ([{"id": "a"}, {"id": "a"}], ["/basis/@a", "/basis/1"]),
        ([{"id": "a/b~"}, {}], ["/basis/@a~1b~0", "/basis/1"]),
        ([{"id": ""}, {"id": 1}, "text", None, {"id": "c"}], ["/basis/0", "/basis/1", "/basis/@c"]),
        ([{"id": "a/b"}], ["/basis/@a~1b"]),
        ([], []),
    ],
)
def test_records_are_named_by_their_ids_where_these_are_unambiguous(
    items: list[object], addresses: list[str]
) -> None:
    document = {"basis": items}
    assert [address for address, _item in records(document, "basis")] == addresses
    with remembered(document):
        assert [address for address, _item in records(document, "basis")] == addresses
