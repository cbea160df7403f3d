"""Rules that compare a scheme with others, and its words and artwork with protected ones."""

from dataclasses import replace
from typing import Any

import pytest

from schemes.documents import Document
from schemes.rules import Facts
from schemes.rules.facts import (
    MarkFact,
    NeighbourFact,
)
from tests.documents import valid_document
from tests.schemes.rules.register import FACTS, E, U, W, findings, found

ITEMS = "/purpose/related_schemes/items"


NATIONAL = NeighbourFact(
    key="national:x",
    title={"zh": "国家统一规则"},
    score=0.714,
    names=("CNCA-X-01:2025", "国家统一规则"),
    is_national=True,
)


OTHERS = replace(NATIONAL, key="entry:1", is_national=False)


def neighbouring(*neighbours: NeighbourFact) -> Facts:
    return replace(FACTS, neighbours=neighbours)


def answered(ref: str, difference: Any) -> Document:
    document = valid_document()
    item = {"id": "rs-9", "ref": ref, "relation": "overlaps", "difference": difference}
    document["purpose"]["related_schemes"]["items"].append(item)
    return document


@pytest.mark.parametrize(
    ("neighbour", "case"),
    [(NATIONAL, "national"), (OTHERS, "registered"), (replace(OTHERS, is_own=True), None)],
)
def test_sch_017_asks_for_an_answer_to_every_neighbour_but_one_s_own(
    neighbour: NeighbourFact, case: str | None
) -> None:
    expected = [(case, E, ITEMS)] if case else []
    assert found("SCH-017", valid_document(), neighbouring(neighbour)) == expected


def test_sch_017_says_which_scheme_and_how_near() -> None:
    (finding,) = findings("SCH-017", valid_document(), neighbouring(NATIONAL))
    assert (finding.params["key"], finding.params["score"]) == ("national:x", 71)
    assert "71%" in str(finding.message)
    assert "国家统一规则" in str(finding.message)


NAMES = [
    "CNCA-X-01:2025",
    "cnca x 01：2025",
    "《CNCA−X—01:2025》",
    "国家统一规则",
    "国家\u200b统一规则",
]


@pytest.mark.parametrize("ref", NAMES)
def test_sch_017_takes_any_name_of_the_neighbour_for_an_answer(ref: str) -> None:
    document = answered(ref, {"zh": "本规则另评价能效。"})
    assert found("SCH-017", document, neighbouring(NATIONAL)) == []


@pytest.mark.parametrize("difference", [{"zh": " "}, {}, None])
def test_sch_017_wants_the_difference_in_words(difference: Any) -> None:
    document = answered("CNCA-X-01:2025", difference)
    expected = [("difference", E, f"{ITEMS}/@rs-9/difference")]
    assert found("SCH-017", document, neighbouring(NATIONAL)) == expected


def test_sch_017_is_not_answered_by_the_name_of_another_scheme() -> None:
    document = answered("CNCA-Y-01:2025", {"zh": "不同"})
    assert found("SCH-017", document, neighbouring(NATIONAL, OTHERS)) == [
        ("national", E, ITEMS),
        ("registered", E, ITEMS),
    ]


def test_sch_017_is_unchecked_where_nobody_has_looked() -> None:
    facts = replace(FACTS, neighbours=None)
    expected = [("unknown", U, "/purpose/related_schemes")]
    assert found("SCH-017", valid_document(), facts) == expected


# --- SCH-018 and SCH-020: words and artwork of others ------------------------------------------


@pytest.mark.parametrize(
    ("element", "is_found"), [("ＣＣＣ", True), ("ccc ", True), ("CCCF", False)]
)
def test_sch_018_refuses_the_words_of_protected_marks(element: str, is_found: bool) -> None:
    facts = replace(FACTS, mark_words={"ccc": {"zh": "强制性产品认证标志"}})
    document = valid_document()
    document["mark"]["text_elements"] = [element]
    expected = [("protected_mark", E, "/mark/text_elements/0")] if is_found else []
    assert found("SCH-018", document, facts) == expected
    document["origin"] = "national_unified"
    assert found("SCH-018", document, facts) == []


MARK = MarkFact(key="m", name={"zh": "某标志"}, owner={"zh": "某机构"}, score=0.876)


def test_sch_020_shows_each_mark_that_resembles_this_one() -> None:
    unowned = replace(MARK, key="n", owner={}, address="/mark/grade_variant/@gv-1/artwork")
    facts = replace(FACTS, similar_marks=(MARK, unowned))
    assert found("SCH-020", valid_document(), facts) == [
        ("similar", W, "/mark/artwork"),
        ("similar_unowned", W, "/mark/grade_variant/@gv-1/artwork"),
    ]
    first, _second = findings("SCH-020", valid_document(), facts)
    assert "88%" in str(first.message)
    assert "某机构" in str(first.message)


def test_sch_020_is_unchecked_where_artwork_cannot_be_compared() -> None:
    facts = replace(FACTS, similar_marks=None)
    document = valid_document()
    assert found("SCH-020", document, facts) == [("unknown", U, "/mark/artwork")]
    document["mark"] = None
    assert found("SCH-020", document, facts) == []


# --- SCH-033: staff ------------------------------------------------------------------------


@pytest.mark.parametrize(("staff", "is_found"), [(9, True), (10, False), (0, True), (None, False)])
def test_sch_033_counts_the_staff_that_the_register_knows(
    staff: int | None, is_found: bool
) -> None:
    facts = replace(FACTS, full_time_staff={"机械设备及零部件": staff, "质量": 1})
    expected = [("", W, "/domains/0")] if is_found else []
    assert found("SCH-033", valid_document(), facts) == expected


# --- SCH-035: the signature -------------------------------------------------------------------


@pytest.mark.parametrize(("holds", "is_found"), [(True, False), (None, False), (False, True)])
def test_sch_035_refuses_a_signature_of_another_text(holds: bool | None, is_found: bool) -> None:
    facts = replace(FACTS, signature_holds=holds)
    expected = [("broken", E, "/commitment/signature")] if is_found else []
    assert found("SCH-035", valid_document(), facts) == expected
