"""Rules about marks, and those that ask for one part each."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from schemes.documents import Document
from schemes.rules import ALL_RULES, Limits
from tests.documents import valid_document
from tests.schemes.rules.samples import FACTS, E, Found, W, edited, found, mark

MARKS: list[tuple[Callable[[Document], object], Found]] = [
    (mark(name={"zh": "安全标志"}), [("SCH-018 mark", E, "/mark/name")]),
    (mark(text_elements=["SLRZ", "环保健康"]), [("SCH-018 mark", E, "/mark/text_elements/1")] * 2),
    (lambda d: (mark(name={"zh": "安全标志"})(d), d.update(origin="national_unified")), []),
    (lambda d: d["title"].update(zh="国家级净化器认证规则"), [("SCH-018 title", W, "/title")]),
    (mark(colours=[]), [("SCH-019 colours", E, "/mark/colours")]),
    (
        mark(min_size={"print_mm": 0, "screen_px": 1}),
        [("SCH-019 print", E, "/mark/min_size/print_mm")],
    ),
    (
        mark(clear_space={"value": 0, "unit": "mm"}),
        [("SCH-019 clear_space", E, "/mark/clear_space/value")],
    ),
    (mark(proportional=False), [("SCH-019 proportion", E, "/mark/proportional")]),
    (lambda d: d["mark"].pop("similarity"), [("SCH-020 missing", E, "/mark/similarity")]),
    (
        lambda d: d["mark"]["similarity"].update(searched="2026-11-19"),
        [("SCH-020 future", E, "/mark/similarity/searched")],
    ),
    (lambda d: d["mark"]["similarity"].update(searched="2026-08-20"), []),
    (
        lambda d: d["mark"]["similarity"].update(searched="2026-08-19"),
        [("SCH-020 old", E, "/mark/similarity/searched")],
    ),
]


@pytest.mark.parametrize(("edit", "expected"), MARKS)
def test_what_a_mark_needs(edit: Callable[[Document], object], expected: Found) -> None:
    assert found(edited("product", edit)) == expected


EFFECTIVE = "/basis/@bs-2/effective"


OTHER_CASES: list[tuple[str, Callable[[Document], object], Found]] = [
    (
        "product",
        lambda d: d["commitment"]["signatory"].update(position={"zh": "认证评价人员"}),
        [("SCH-022 signatory", E, "/commitment/signatory/position")],
    ),
    ("product", lambda d: d.update(fees=[]), [("SCH-023 none", E, "/fees")]),
    (
        "product",
        lambda d: d["fees"][0].update(currency="USD"),
        [("SCH-023 currency", E, "/fees/@fe-1/currency")],
    ),
    (
        "product",
        lambda d: d["fees"][6].update(name={"zh": "其他", "en": "Handling of appeals"}),
        [("SCH-023 complaint", E, "/fees/@fe-7/name")],
    ),
    (
        "product",
        lambda d: d["lifecycle"].update(effective="2026-11-18"),
        [("SCH-014 too_late", E, EFFECTIVE)],
    ),
    ("management_system", lambda d: d["lifecycle"].update(effective="2026-11-18"), []),
    ("product", lambda d: d["lifecycle"].update(review_due="2031-11-18"), []),
    (
        "product",
        lambda d: d["lifecycle"].update(review_due="2031-11-19"),
        [("SCH-025 review", W, "/lifecycle/review_due")],
    ),
    ("product", lambda d: d["records"].update(retention_months=84), []),
    (
        "product",
        lambda d: d["records"].update(retention_months=83),
        [("SCH-026", W, "/records/retention_months")],
    ),
    (
        "product",
        lambda d: d["basis"][3].update(role="certification_basis"),
        [],
    ),
    (
        "product",
        lambda d: d["basis"][4].update(role="certification_basis"),
        [("SCH-027 basis", E, "/basis/@bs-5")],
    ),
    ("product", lambda d: d.pop("requirements"), [("SCH-027 none", E, "/requirements")]),
    (
        "product",
        lambda d: d["requirements"][3]["threshold"].update(value=[115, 90]),
        [("SCH-028 range", E, "/requirements/@rq-airflow/threshold/value")],
    ),
    (
        "product",
        lambda d: d["requirements"][3]["threshold"].update(value=[90, 90]),
        [],
    ),
    (
        "product",
        lambda d: d["requirements"][0]["threshold"].update(value=[1, 2]),
        [("SCH-028 single", E, "/requirements/@rq-cadr-pm/threshold/value")],
    ),
    (
        "product",
        lambda d: d["requirements"][0]["threshold"].update(op="in"),
        [("SCH-028 range", E, "/requirements/@rq-cadr-pm/threshold/value")],
    ),
    (
        "service",
        lambda d: d["grading"]["levels"][1].update(rank=1),
        [("SCH-029 rank", E, "/grading/levels/@lv-2/rank")],
    ),
    (
        "product_alliance",
        lambda d: d.pop("alliance"),
        [("SCH-030 missing", E, "/alliance")],
    ),
    (
        "product_alliance",
        lambda d: d["alliance"].pop("mark_owner"),
        [("SCH-030 owner", E, "/alliance/mark_owner")],
    ),
    (
        "product_alliance",
        lambda d: d["mark"]["ownership"].update(owner={"zh": "别人"}),
        [("SCH-030 owner_differs", E, "/mark/ownership/owner")],
    ),
    (
        "service",
        lambda d: d.update(origin="adopted_foreign", language=["en"]),
        [
            ("SCH-031 language", E, "/language"),
            ("SCH-031 authorisation", E, "/operators/@op-1/authorisation"),
        ],
    ),
    (
        "service",
        lambda d: (
            d.update(origin="adopted_foreign", language=["zh", "en"]),
            d["operators"][0].update(authorisation={"name": "authorisation.pdf"}),
        ),
        [],
    ),
    (
        "product",
        lambda d: d["commitment"].update(signature=" "),
        [("SCH-035 signature", E, "/commitment/signature")],
    ),
    ("service", lambda d: d.update(change_summary=[]), [("SCH-036", E, "/change_summary")]),
    (
        "product",
        lambda d: d["complaints_appeals"].update(complaint_days=31, appeal_days=61),
        [
            ("SCH-037 complaint", W, "/complaints_appeals/complaint_days"),
            ("SCH-037 appeal", W, "/complaints_appeals/appeal_days"),
        ],
    ),
    (
        "service",
        lambda d: d["process"]["service_evaluation"].update(modes=["A", "I"]),
        [("SCH-039 mystery", W, "/process/service_evaluation/modes")],
    ),
    (
        "service",
        lambda d: d["process"]["service_evaluation"].update(modes=["H", "I"], contact_type="x"),
        [("SCH-039 results", W, "/process/service_evaluation/modes")],
    ),
]


@pytest.mark.parametrize(("name", "edit", "expected"), OTHER_CASES)
def test_what_the_other_rules_find(
    name: str, edit: Callable[[Document], object], expected: Found
) -> None:
    assert found(edited(name, edit)) == expected


@pytest.mark.parametrize(
    ("levels", "gap"),
    [
        (["gold"], None),
        (["gold", "silver"], None),
        (["gold", "silver", "bronze"], None),
        (["gold", "bronze"], ("bronze", "silver")),
        (["silver"], ("silver", "gold")),
        (["bronze"], ("bronze", "gold")),
    ],
)
def test_sch_029_names_the_highest_level_that_was_left_out(
    levels: list[str], gap: tuple[str, str] | None
) -> None:
    document = valid_document("service")
    ranks = {"bronze": 3, "gold": 1, "silver": 2}  # in no order, as an author may list them
    document["grading"]["levels"] = [{"code": code, "rank": ranks[code]} for code in ranks]
    document["requirements"] = [{"id": "rq-1", "level": levels}]
    rule = next(rule for rule in ALL_RULES if rule.id == "SCH-029")
    told = [(f.params["lower"], f.params["higher"]) for f in rule.check(document, FACTS)]
    assert told == ([gap] if gap else [])


def test_sch_030_asks_for_the_approval_of_each_operator() -> None:
    facts = replace(
        FACTS,
        fields_of_bodies={
            "CNCA-R-2099-104": frozenset({"电子设备及零部件"}),
            "CNCA-RF-2099-5": frozenset({"质量"}),
        },
    )
    document = valid_document("product_alliance")
    assert found(document, facts) == [("SCH-030 field", E, "/operators/@op-2")]


@pytest.mark.parametrize(
    ("unit", "case", "codes"),
    [
        ("P1", None, ""),
        ("2Z", None, ""),
        ("%", "meant", "P1 (percent)"),
        ("mg", "meant", "MGM (milligram)"),
        ("mgm", "meant", "MGM (milligram)"),
        ("ｍｇ／ｍ³", "meant", "GP (milligram per cubic metre)"),
        ("V", "meant", "VLT (volt), 2G (volt AC), 2H (volt DC)"),
        ("mW", "meant", "C31 (milliwatt)"),
        ("MW", "meant", "MAW (megawatt), H77 (module width)"),
        ("天", "meant", "DAY (day)"),
        ("毫克", "meant", "MGM (milligram)"),
        ("1", "unit", ""),
        ("QQQ", "unit", ""),
    ],
)
def test_sch_028_asks_the_register_of_units(unit: str, case: str | None, codes: str) -> None:
    document = valid_document("product")
    document["requirements"][0]["threshold"]["unit"] = unit
    rule = next(rule for rule in ALL_RULES if rule.id == "SCH-028")
    found = rule.check(document, FACTS)
    told = [(f.params["case"], f.params.get("codes", {}).get("en", "")) for f in found]
    assert told == ([(case, codes)] if case else [])
    assert not [*rule.check(document, replace(FACTS, units=None))]


def test_limits_and_words_come_from_the_facts() -> None:
    facts = replace(FACTS, limits=Limits(certificate_months_most=48), commitment_version="2")
    assert {code for code, _w, _a in found(valid_document(), facts)} == {
        "SCH-010 range",
        "SCH-035 version",
    }
