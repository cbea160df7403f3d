"""What a rule finds by a row of a register, the row and the document both name."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.core.standard_numbers import normal_form
from portal.reference.registers import as_list
from schemes.facts_source.names import names_in, names_in_row, standards_listed
from schemes.rules import ALL_RULES
from schemes.rules.facts import Facts, StandardFact, Standards
from tests.standard_numbers import published, spellings

RULES = [rule for rule in ALL_RULES if rule.id in ("SCH-014", "SCH-016")]
BODY = "CNCA-R-2099-001"


def numbers() -> st.SearchStrategy[str]:
    """Numbers as people write them, of few standards, so that many of them are alike."""
    codes = (
        "GB,GB/T,GBT,ＧＢ／Ｔ,gb,GBZ,GB / Z,DB11/T,DB11T,ISO,ISO/IEC,EN ISO,DG/TJ,ASTM D,ITU-T G."
    )
    parts = ",.1,-1,-2001"
    years = ",-2022,－2011,:2015,-88,-2014（2018年版）,(2019)"
    tails = ",/XG1-2012,/Amd 1:2024,（中文版）,/ISO 9001:2015, 和 GB/T 4943.1-2011"
    pieces = (",《,依据 ", codes, ", ,\u3000", "9001,4943", parts, years, tails)
    return st.tuples(*(st.sampled_from(each.split(",")) for each in pieces)).map("".join)


def document(ref: str, *, is_dated: bool) -> dict[str, Any]:
    basis = {"id": "b", "ref": ref, "type": "ISO", "dated": is_dated, "status": "current"}
    overlap = {"ccc_overlap": {"in_ccc_catalogue": False}}
    return {"category": "product", "basis": [basis], "scope": overlap}


def found_by(facts: Facts, text: dict[str, Any]) -> set[tuple[str, str]]:
    return {
        (finding.code, str(finding.params.get("case")))
        for rule in RULES
        for finding in rule.check(text, facts)
    }


@settings(max_examples=400, deadline=None, derandomize=True)
@given(ref=numbers(), number=numbers(), is_dated=st.booleans())
def test_a_row_of_a_standard_that_a_rule_finds_is_named(
    ref: str, number: str, is_dated: bool
) -> None:
    text = document(ref, is_dated=is_dated)
    names = names_in(text, BODY)
    nothing = found_by(Facts(ccc_standards=frozenset()), text)
    withdrawn = Standards({normal_form(number): StandardFact(number, "withdrawn")})
    if found_by(Facts(standards=withdrawn), text) != nothing:
        assert names & (names_in_row("standards", {"number": number}) or set())
    listed = frozenset(each.name for each in standards_listed([number]))
    if found_by(Facts(ccc_standards=listed), text) != nothing:
        item = {"code": "9901", "standards": as_list([number])}
        assert names & (names_in_row("ccc-items", item) or set())


def test_every_spelling_of_a_published_number_names_its_row() -> None:
    for _type, ref in published():
        row = names_in_row("standards", {"number": ref})
        assert row is not None
        for spelling in (ref, *spellings(ref)):
            assert row <= names_in(document(spelling, is_dated=True), BODY), spelling


@pytest.mark.parametrize(
    ("ref", "number"),
    [
        ("GB 4943.1-2022", "GB 4943.1-2011/XG1-2012"),
        ("GB 50016-2014", "GB 50016-2014（2018年版）"),
        ("ISO 10303-2001:2004", "ISO 10303-2001:2011"),
        ("GB/T 4943.1-2022", "GB 4943.1-2011"),
        ("GB 4943.1", "中华人民共和国国家标准 GB 4943.1-2011"),
    ],
)
def test_a_compulsory_standard_is_found_and_named_whatever_its_edition(
    ref: str, number: str
) -> None:
    text = document(ref, is_dated=True)
    item = names_in_row("ccc-items", {"code": "9901", "standards": as_list([number])})
    listed = frozenset(each.name for each in standards_listed([number]))
    codes = {code for code, _case in found_by(Facts(ccc_standards=listed), text)}
    assert "SCH-016" in codes
    assert names_in(text, BODY) & (item or set())


def test_the_beginning_of_a_number_names_another_standard() -> None:
    row = names_in_row("standards", {"number": "GB/T 1880-2022"})
    assert not names_in(document("GB/T 18801-2022", is_dated=True), BODY) & (row or set())


@pytest.mark.parametrize(
    "shapeless", [None, [], "x", {"operators": [{"approval_no": ""}], "basis": [1, {"ref": ""}]}]
)
def test_a_document_of_any_shape_names_who_files_it(shapeless: Any) -> None:
    assert names_in(shapeless, BODY.lower()) == {("body", BODY)}


@pytest.mark.parametrize("register", ["limits", "units", "national-schemes"])
def test_a_row_that_names_nothing_may_concern_everybody(register: str) -> None:
    assert names_in_row(register, {}) is None
