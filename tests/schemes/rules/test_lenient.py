"""What a document says is read once, and its records are named so that they are found again."""

from __future__ import annotations

import datetime as dt

import pytest

from schemes.rules.lenient import activities, day, records, remembered, signs, years_later
from tests.documents import valid_document


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


def test_what_is_no_module_of_the_process_is_no_activity() -> None:
    modules = [
        {"function": "surveillance", "activity": "ms_audit"},
        {"function": "surveillance", "activity": ["ms_audit"]},
        {"function": 3, "activity": "market_sample_test"},
        {"function": "surveillance"},
        "surveillance",
    ]
    assert activities({"process": {"modules": modules}}, "surveillance") == {"ms_audit"}


def test_the_signs_of_a_text_are_those_of_the_document_at_hand() -> None:
    document = {"title": {"zh": "甲乙甲"}}
    assert set(signs(document)) == set("甲乙")
    with remembered(document):
        assert set(signs(document)) == set(signs(document)) == set("甲乙")
        assert set(signs({"title": {"zh": "丙"}})) == {"丙"}


@pytest.mark.parametrize(
    ("start", "years", "end"),
    [
        ("2026-11-20", 5, "2031-11-20"),
        ("2024-02-29", 4, "2028-02-29"),
        ("2024-02-29", 5, "2029-03-01"),
    ],
)
def test_years_later_is_the_same_day_or_the_one_after_a_day_that_is_not(
    start: str, years: int, end: str
) -> None:
    later = years_later(dt.date.fromisoformat(start), years)
    assert later == dt.date.fromisoformat(end)


@pytest.mark.parametrize("value", [None, 20261120, "20261120", "2026-02-30", "later"])
def test_what_is_no_iso_day_is_no_day(value: object) -> None:
    assert day(value) is None
    assert day("2026-11-20") == dt.date(2026, 11, 20)
