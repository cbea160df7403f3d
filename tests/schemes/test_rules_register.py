"""Rules that compare a document with what the register knows."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from schemes.blueprints import builtin_blueprints
from schemes.documents import Document
from schemes.findings import Finding, Severity
from schemes.rules import ALL_RULES, Facts, run
from schemes.rules.facts import MarkFact, NeighbourFact, StandardFact, Words, default_words
from tests.documents import valid_document

FACTS = replace(Facts.unknown(dt.date(2026, 11, 20)), neighbours=(), similar_marks=())
E, W, U = Severity.ERROR, Severity.WARNING, Severity.UNCHECKED
PRODUCT = next(blueprint for blueprint in builtin_blueprints() if blueprint.ref == "product/1")


def findings(code: str, document: Document, facts: Facts) -> list[Finding]:
    return [finding for finding in run(ALL_RULES, document, facts) if finding.code == code]


def found(code: str, document: Document, facts: Facts) -> list[tuple[str, Severity, str]]:
    """Case, weight and place of what a rule finds."""
    return [
        (str(f.params.get("case", "")), f.severity, f.address)
        for f in findings(code, document, facts)
    ]


# --- SCH-014: the register of standards -----------------------------------------------------

STATUS = "/basis/@bs-1/status"


def knowing(**parts: Any) -> Facts:
    fact = StandardFact(number="GB/T 18801-2022", **parts)
    return replace(FACTS, standards={"GB/T18801-2022": fact})


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


@pytest.mark.parametrize(("until", "is_found"), [("2026-11-20", False), ("2026-11-19", True)])
def test_sch_014_leaves_a_declared_transition_alone_until_its_last_day(
    until: str, is_found: bool
) -> None:
    document = valid_document()
    document["lifecycle"]["transition_until"] = until
    assert bool(found("SCH-014", document, knowing(status="withdrawn"))) is is_found


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


# --- SCH-017: similar schemes ---------------------------------------------------------------

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


# --- SCH-036: the step from one version to the next ---------------------------------------------

Edit = Callable[[Document], Any]


def stepped(version: str, edit: Edit) -> list[tuple[str, Severity, str]]:
    """What is found in a later version of the sample, changed by `edit`."""
    previous = valid_document()
    document = valid_document()
    document.update(
        version=version,
        previous_version=f"{document['id']}/versions/1.0.0",
        change_summary=[{"id": "cs-1", "clause": "1", "kind": "modify", "text": {"zh": "修改"}}],
    )
    document["lifecycle"]["effective"] = "2027-02-01"
    edit(document)
    return found("SCH-036", document, replace(FACTS, previous=previous, blueprint=PRODUCT))


EDITS: dict[str, Edit] = {
    "requirement": lambda d: d["requirements"][0]["threshold"].update(value=1),
    "mark name": lambda d: d["mark"].update(name={"zh": "新标志"}),
    "type": lambda d: d["process"].update(scheme_type="4"),
    "fee": lambda d: d["fees"][0].update(currency="USD"),
    "procedure": lambda d: d["process"]["application"].update(acceptance_days=3),
    "contact": lambda d: d["owner"].update(contact={"zh": "新电话"}),
    "search": lambda d: d["mark"]["similarity"].update(searched="2026-11-17"),
    "looked up": lambda d: d["basis"][0].update(status_checked="2026-11-17"),
    "order": lambda d: d["requirements"].reverse(),
    "nothing": lambda d: None,
}


@pytest.mark.parametrize(
    ("version", "edit", "case"),
    [
        ("2.0.0", "requirement", None),
        ("1.1.0", "requirement", "major"),
        ("1.0.1", "mark name", "major"),
        ("1.9.0", "type", "major"),
        ("2.0.0", "type", None),
        ("1.1.0", "fee", None),
        ("1.0.1", "fee", "minor"),
        ("1.0.1", "procedure", "minor"),
        ("1.0.1", "contact", None),
        ("3.0.0", "contact", None),
        ("1.0.1", "search", None),
        ("1.0.1", "looked up", None),
        ("1.0.1", "order", None),
        ("1.0.1", "nothing", None),
        ("1.0.0", "nothing", "not_higher"),
        ("0.9.9", "requirement", "not_higher"),
        ("1.0.10", "fee", "minor"),
        ("x", "requirement", None),
    ],
)
def test_sch_036_compares_the_step_with_the_difference(
    version: str, edit: str, case: str | None
) -> None:
    assert stepped(version, EDITS[edit]) == ([(case, E, "/version")] if case else [])


def test_sch_036_asks_for_what_changed_where_only_the_register_knows_a_version_before() -> None:
    facts = replace(FACTS, previous=valid_document(), blueprint=PRODUCT)
    document = valid_document()
    assert found("SCH-036", document, facts) == [
        ("known", E, "/change_summary"),
        ("not_higher", E, "/version"),
    ]
    document["version"] = "2.0.0"
    assert found("SCH-036", document, facts) == [("known", E, "/change_summary")]
    document["change_summary"] = [{"id": "cs-1", "clause": "1", "kind": "modify"}]
    assert found("SCH-036", document, facts) == []
    assert found("SCH-036", valid_document(), FACTS) == []


def test_sch_036_says_which_version_would_do() -> None:
    facts = replace(FACTS, previous=valid_document(), blueprint=PRODUCT)
    document = valid_document()
    document["version"] = "1.0.1"
    document["change_summary"] = [{"id": "cs-1", "clause": "1", "kind": "modify"}]
    document["fees"][0]["currency"] = "USD"
    (finding,) = findings("SCH-036", document, facts)
    assert "1.1.0" in str(finding.message)
    EDITS["requirement"](document)
    (finding,) = findings("SCH-036", document, facts)
    assert "2.0.0" in str(finding.message)


# --- SCH-040: excluded subjects ------------------------------------------------------------


@pytest.mark.parametrize(
    ("edit", "place"),
    [
        (lambda d: d.update(title={"zh": "某宗教用品认证规则"}), "/title"),
        (
            lambda d: d["scope"].update(included={"zh": "产品", "en": "Goods. Religion"}),
            "/scope/included",
        ),
        (
            lambda d: d["scope"]["objects"][1].update(name={"zh": "物品", "en": "RELIGIOUS goods"}),
            "/scope/objects/@ob-2/name",
        ),
        (lambda d: d["scope"].update(excluded={"zh": "不含宗教用品"}), None),
        (lambda d: d.update(title={"zh": "食品安全管理规则", "en": "Irreligious rules"}), None),
    ],
)
def test_sch_040_finds_excluded_subjects_where_the_scheme_says_what_it_certifies(
    edit: Edit, place: str | None
) -> None:
    words: Words = replace(default_words(), excluded_subjects=("宗教", "religi"))
    document = valid_document()
    edit(document)
    expected = [("", E, place)] if place else []
    assert found("SCH-040", document, replace(FACTS, words=words)) == expected
