"""Rules that compare a document with what the register knows."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from portal.core.standard_numbers import normal_form
from schemes.documents import Document
from schemes.findings import Severity
from schemes.rules import ALL_RULES, Facts
from schemes.rules.facts import (
    StandardFact,
    Standards,
)
from tests.documents import valid_document
from tests.schemes.rules.register import FACTS, E, U, W, findings, found

STATUS = "/basis/@bs-1/status"


def knowing(**parts: Any) -> Facts:
    fact = StandardFact(number="GB/T 18801-2022", **parts)
    return replace(FACTS, standards=Standards({"GB/T18801-2022": fact}))


@pytest.mark.parametrize(
    ("facts", "case"),
    [
        (knowing(status="withdrawn"), "register_ended"),
        (knowing(status="withdrawn", since=dt.date(2026, 10, 1)), "register_ended_since"),
        (knowing(status="replaced", replaced_by=("GB/T 18801-2026",)), "register_replaced"),
        (
            knowing(
                status="replaced", replaced_by=("GB/T 18801-2026",), since=dt.date(2026, 10, 1)
            ),
            "register_replaced_since",
        ),
        (knowing(status="upcoming"), "register_not_yet"),
        (knowing(status="upcoming", starts=dt.date(2027, 1, 1)), "register_upcoming"),
        (knowing(status="current"), None),
        (FACTS, None),
    ],
)
def test_sch_014_asks_the_register_of_standards(facts: Facts, case: str | None) -> None:
    expected = [(case, E, STATUS)] if case else []
    assert found("SCH-014", valid_document(), facts) == expected


def test_sch_014_compares_numbers_in_normal_form_and_says_what_follows() -> None:
    document = valid_document()
    document["basis"][0]["ref"] = "GB/T18801—2022"
    facts = knowing(status="replaced", replaced_by=("GB/T 18801-2026",), since=dt.date(2026, 10, 1))
    (finding,) = findings("SCH-014", document, facts)
    assert "GB/T 18801-2026" in str(finding.message)
    assert finding.params["since"] == "2026-10-01"
    assert "1 October 2026" in str(finding.message)


SPELLINGS = [
    "GB/T 18801\u22122022",
    "ＧＢ／Ｔ　１８８０１－２０２２",
    "《GB/T 18801-2022》",
    "GB/T 18801-2022）",
    "GB/T 18\u00ad801-2022",
    "gbt18801-2022",
    "GB 18801-2022",
    "GB/T 18801-2022（净化器）",
]


@pytest.mark.parametrize("type_", ["GB/T", "industry", "other"])
@pytest.mark.parametrize("ref", SPELLINGS)
def test_sch_014_knows_a_withdrawn_standard_however_it_is_written(ref: str, type_: str) -> None:
    document = valid_document()
    document["basis"][0].update(ref=ref, type=type_)
    rule = next(rule for rule in ALL_RULES if rule.id == "SCH-014")
    assert STATUS in {f.address for f in rule.check(document, knowing(status="withdrawn"))}


@pytest.mark.parametrize(
    ("declared", "until", "told"),
    [
        # The transition is about certificates of the version before, not about a basis that this
        # version takes for one in force.
        ("current", "2027-04-30", ("register_ended", E)),
        ("current", None, ("register_ended", E)),
        ("upcoming", "2027-04-30", ("register_ended", E)),
        ("withdrawn", "2026-11-20", ("excused_register", W)),
        ("replaced", "2027-04-30", ("excused_register", W)),
        ("replaced", "2026-11-19", ("ended", E)),
        ("replaced", None, ("ended", E)),
    ],
)
def test_sch_014_tells_of_every_withdrawn_basis_and_excuses_what_the_transition_is_about(
    declared: str, until: str | None, told: tuple[str, Severity]
) -> None:
    document = valid_document()
    document["basis"][0].update(status=declared, effective="2026-12-01")
    if until:
        document["lifecycle"]["transition_until"] = until
    assert found("SCH-014", document, knowing(status="withdrawn")) == [(*told, STATUS)]


def test_sch_014_says_until_when_a_basis_is_excused() -> None:
    document = valid_document()
    document["basis"][0]["status"] = "replaced"
    document["lifecycle"]["transition_until"] = "2027-04-30"
    (finding,) = findings("SCH-014", document, FACTS)
    assert (finding.params["case"], finding.params["until"]) == ("excused", "2027-04-30")
    assert "30 April 2027" in str(finding.message)


CURRENT, ENDED, COMING = ("current", "withdrawn", "upcoming")


@pytest.mark.parametrize(
    ("ref", "dated", "register", "is_told"),
    [
        # Of two numbers of one standard each counts, in whatever order they stand.
        ("GB/T 18801-2022/ISO 9999:2021", True, {"ISO 9999:2021": ENDED}, True),
        ("ISO 9999:2021/GB/T 18801-2022", True, {"GB/T 18801-2022": ENDED}, True),
        ("GB/T 18801-2022/ISO 9999:2021", True, {"GB/T 18801-2022": CURRENT}, False),
        # An amendment goes with what it amends, but not the other way round.
        ("GB 4943.1-2011/XG1-2012", True, {"GB 4943.1-2011": ENDED}, True),
        ("GB 4943.1-2011/XG1-2012", True, {"GB 4943.1-2011/XG1-2012": ENDED}, True),
        ("GB 4943.1-2011", True, {"GB 4943.1-2011/XG1-2012": ENDED}, False),
        ("IEC 60601-1:2005+A1:2012", True, {"IEC 60601-1:2005": ENDED}, True),
        ("GB 4943.1-88", True, {"GB 4943.1-88": ENDED}, True),
        # Undated means the newest edition, so that it ends with the last of them.
        ("GB/T 18801", False, {"GB/T 18801-2015": ENDED, "GB/T 18801-2022": ENDED}, True),
        ("GB/T 18801", False, {"GB/T 18801-2015": ENDED, "GB/T 18801-2022": CURRENT}, False),
        ("GB/T 18801", False, {"GB/T 18801-2015": ENDED, "GB/T 18801-2027": COMING}, True),
        ("GB/T 18801", False, {"GB/T 18801.1-2015": ENDED}, False),
        ("GB/T 18801-2022", True, {"GB/T 18801-2015": ENDED}, False),
    ],
)
def test_sch_014_overlooks_no_withdrawn_standard_that_a_reference_names(
    ref: str, dated: bool, register: dict[str, str], is_told: bool
) -> None:
    document = valid_document()
    document["basis"][0].update(ref=ref, dated=dated)
    facts = {normal_form(number): StandardFact(number, is_) for number, is_ in register.items()}
    rule = next(rule for rule in ALL_RULES if rule.id == "SCH-014")
    told = rule.check(document, replace(FACTS, standards=Standards(facts)))
    assert (STATUS in {f.address for f in told}) is is_told


def test_sch_014_does_not_say_twice_what_the_document_says_itself() -> None:
    document = valid_document()
    document["basis"][0]["status"] = "withdrawn"
    assert found("SCH-014", document, knowing(status="withdrawn")) == [("ended", E, STATUS)]


@pytest.mark.parametrize(
    ("starts", "said", "case"),
    [
        ("2027-01-02", "2027-01-01", "register_too_late"),
        ("2027-01-02", None, "register_too_late"),
        ("2027-01-01", "2027-01-01", None),
        ("2027-01-02", "2027-01-03", "too_late"),
        (None, "2027-01-01", None),
    ],
)
def test_sch_014_does_not_trust_the_day_of_an_upcoming_basis(
    starts: str | None, said: str | None, case: str | None
) -> None:
    document = valid_document()
    assert document["lifecycle"]["effective"] == "2027-01-01"
    document["basis"][0].update(status="upcoming", effective=said)
    known = knowing(status="upcoming", starts=dt.date.fromisoformat(starts) if starts else None)
    place = "/basis/@bs-1/effective"
    expected = [(case, E, place)] if case else []
    missing = [] if said else [("effective", E, place)]
    assert found("SCH-014", document, known) == [*missing, *expected]


# --- SCH-001 and SCH-030: who files, and who operates -------------------------------------------

OWN, OTHER = "CNCA-R-2099-101", "CNCA-R-2099-777"


def filed_by(number: str | None, document: Document) -> list[tuple[str, Severity, str]]:
    approved = frozenset(document["domains"])
    facts = replace(FACTS, own_approval_no=number, approved_fields=approved)
    return found("SCH-001", document, facts)


@pytest.mark.parametrize(
    "written",
    ["cnca-r-2099-101", "CNCA−R−2099−101", "ＣＮＣＡ－Ｒ－２０９９－１０１", "（CNCA-R-2099-101）"],
)
def test_sch_001_knows_the_body_however_its_number_is_written(written: str) -> None:
    document = valid_document()
    document["owner"]["approval_no"] = written
    assert filed_by(OWN, document) == []


def test_sch_001_wants_the_body_that_files_as_owner_or_operator() -> None:
    document = valid_document()
    refused = [("other_body", E, "/owner/approval_no")]
    assert document["owner"]["approval_no"] == OWN
    assert filed_by(OWN, document) == []
    assert filed_by(OTHER, document) == refused
    assert filed_by(None, document) == []
    document["operators"].append({"id": "op-9", "approval_no": OTHER})
    assert filed_by(OTHER, document) == []
    document["owner"].update(approval_no=OTHER)
    assert filed_by("CNCA-R-2099-778", document) == refused


@pytest.mark.parametrize("kind", ["alliance", "foreign", "association"])
def test_sch_001_leaves_owners_of_other_kinds_alone(kind: str) -> None:
    document = valid_document()
    document["owner"].update(kind=kind)
    assert filed_by(OTHER, document) == []


def test_sch_030_does_not_pass_over_an_operator_whom_the_register_does_not_know() -> None:
    document = valid_document("product_alliance")
    first, second = (operator["approval_no"] for operator in document["operators"])
    fields = frozenset(document["domains"])
    facts = replace(FACTS, own_approval_no=first, fields_of_bodies={first: fields})
    assert found("SCH-030", document, facts) == [("unknown", U, "/operators/@op-2")]
    (finding,) = findings("SCH-030", document, facts)
    assert second in str(finding.message)
    alone = replace(facts, fields_of_bodies={})
    assert found("SCH-030", document, alone) == [("unknown", U, "/operators/@op-2")]
    known = replace(facts, fields_of_bodies={first: fields, second: frozenset()})
    assert found("SCH-030", document, known) == [("field", E, "/operators/@op-2")]
