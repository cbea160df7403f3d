"""Every rule refuses its own broken sample and leaves the valid ones alone."""

import datetime as dt
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar

import pytest

from schemes.documents import Document
from schemes.findings import Finding, Severity
from schemes.rules import ALL_RULES, Facts, Limits, Rule, derived_type, run
from schemes.rules.facts import default_units
from tests.documents import BROKEN, valid_document, valid_names

FACTS = Facts.unknown(dt.date(2026, 11, 20))
E, W, U = Severity.ERROR, Severity.WARNING, Severity.UNCHECKED
Found = list[tuple[str, Severity, str]]


def found(document: Document, facts: Facts = FACTS) -> Found:
    """What the rules find; that the register is not asked here goes without saying."""
    return [
        (f.code, f.severity, f.address)
        for f in run(ALL_RULES, document, facts)
        if f.severity is not U
    ]


def edited(name: str, edit: Callable[[Document], object]) -> Document:
    document = valid_document(name)
    edit(document)
    return document


def without(document: Document, *activities: str, function: str = "surveillance") -> None:
    modules = document["process"]["modules"]
    document["process"]["modules"] = [
        m for m in modules if m["function"] != function or m["activity"] not in activities
    ]


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
def test_rule_has_its_words_and_a_broken_sample(rule: Rule) -> None:
    assert rule.title
    assert rule.source
    assert rule.help
    assert type(rule).__doc__
    assert rule.messages
    assert rule.id in {path.stem.partition(".")[0] for path in BROKEN}


def test_rules_have_ids_of_their_own_in_order() -> None:
    ids = [rule.id for rule in ALL_RULES]
    assert ids == sorted(set(ids))


@pytest.mark.parametrize("name", valid_names())
def test_rules_find_nothing_in_valid_samples(name: str) -> None:
    assert found(valid_document(name)) == []


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
@pytest.mark.parametrize(
    "wrong",
    [None, 1, "x", [], {}, [None], [[1]], {"id": 3}, {"zh": 1}, [{"id": "a", "text": 1}]],
    ids=repr,
)
def test_rule_survives_any_shape(rule: Rule, wrong: Any) -> None:
    document = valid_document("service")
    for part, value in document.items():
        list(rule.check({**document, part: wrong}, FACTS))
        if isinstance(value, dict):
            for name in value:
                list(rule.check({**document, part: {**value, name: wrong}}, FACTS))
        if isinstance(value, list) and isinstance(value[0], dict):
            for name in value[0]:
                list(rule.check({**document, part: [{**value[0], name: wrong}]}, FACTS))
    list(rule.check({}, FACTS))


def test_a_rule_that_fails_says_so_and_hides_nothing_that_was_found(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Failing(Rule):
        id = "TEST-001"
        title = source = help = "x"
        messages: ClassVar[Mapping[str, str]] = {"": "x"}

        def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
            yield self.finding("/basis")
            raise RuntimeError("a fault of ours")

    document = edited("product", lambda d: d["process"].pop("scheme_type"))
    with caplog.at_level(logging.CRITICAL, logger="schemes.rules.base"):
        findings = run((Failing(), *ALL_RULES), document, FACTS)
    codes = {(f.code, f.severity) for f in findings}
    assert ("TEST-001", U) in codes
    assert ("TEST-001", E) in codes
    assert ("SCH-002", E) in codes


APPROVED = frozenset({"机械设备及零部件"})


@pytest.mark.parametrize(
    ("approved", "domains", "expected"),
    [
        (APPROVED, ["机械设备及零部件"], []),
        (APPROVED, ["机械设备及零部件", "质量"], [(E, "/domains/1")]),
        (frozenset(), ["质量"], [(E, "/domains/0")]),
        (None, ["质量"], [(U, "/domains")]),
    ],
)
def test_sch_001_compares_with_the_approval_and_knows_when_it_does_not_know(
    approved: frozenset[str] | None, domains: list[str], expected: list[tuple[Severity, str]]
) -> None:
    document = edited("product", lambda d: d.update(domains=domains))
    facts = replace(FACTS, approved_fields=approved)
    findings = [f for f in run(ALL_RULES, document, facts) if f.code == "SCH-001"]
    assert [(f.severity, f.address) for f in findings] == expected


def type_of(declared: str, *gone: str, explained: bool = True) -> Callable[[Document], None]:
    def edit(document: Document) -> None:
        document["process"]["scheme_type"] = declared
        without(document, *gone)
        if explained:
            document["process"]["type_explanation"] = {"zh": "说明"}

    return edit


MARKET, FACTORY, PRODUCTION, AUDIT = (
    "market_sample_test",
    "factory_sample_test",
    "production_assessment",
    "ms_audit",
)
ALL_FOUR = (MARKET, FACTORY, PRODUCTION, AUDIT)
MODULES, TYPE = "/process/modules", "/process/scheme_type"

TYPES: list[tuple[Callable[[Document], None], Found]] = [
    (type_of("2", FACTORY, PRODUCTION, AUDIT), []),
    (type_of("2", MARKET, PRODUCTION), [("SCH-004", E, MODULES)]),
    (type_of("3", MARKET, AUDIT), []),
    (type_of("3", FACTORY), [("SCH-004", E, MODULES)]),
    (type_of("3", PRODUCTION), [("SCH-004", E, MODULES)]),
    (type_of("4", MARKET), []),
    (type_of("4", FACTORY), []),
    (type_of("4", FACTORY, MARKET), [("SCH-004", E, MODULES)]),
    (type_of("5", PRODUCTION), []),
    (type_of("5", AUDIT), []),
    (type_of("5", AUDIT, PRODUCTION), [("SCH-005", E, MODULES)]),
    (type_of("5", FACTORY, MARKET), [("SCH-005", E, MODULES)]),
    (type_of("6"), [("SCH-006", E, TYPE)]),
    (type_of("2", *ALL_FOUR), [("SCH-003", E, MODULES), ("SCH-008", E, "/mark")]),
    (type_of("1b"), [("SCH-007", E, "/certificate/batch")]),
    (type_of("1a"), [("SCH-007", E, "/mark")]),
    (lambda d: (type_of("1a")(d), d.update(mark=None)), [("SCH-009", W, TYPE)]),
    (type_of("N"), []),
    (type_of("N", explained=False), [("SCH-009", W, "/process/type_explanation")]),
    (type_of("4", explained=False), [("SCH-009", W, TYPE)]),
    (type_of("5", explained=False), []),
]


@pytest.mark.parametrize(("edit", "expected"), TYPES)
def test_type_and_activities_of_a_product_scheme(
    edit: Callable[[Document], None], expected: Found
) -> None:
    assert found(edited("product", edit)) == expected


@pytest.mark.parametrize(
    ("name", "gone", "derived"),
    [
        ("product", (), "5"),
        ("product", (MARKET, FACTORY), "N"),
        ("service", (), "6"),
        ("service", ("service_assessment",), "N"),
        ("product_batch_1b", (), "1b"),
        ("product_type_1a_without_mark", (), "1a"),
    ],
)
def test_the_type_is_derived_from_what_is_done(
    name: str, gone: tuple[str, ...], derived: str
) -> None:
    assert derived_type(edited(name, lambda d: without(d, *gone))) == derived


@pytest.mark.parametrize("name", ["product_type_1a_without_mark", "service", "management_system"])
def test_a_mark_needs_something_to_rest_on(name: str) -> None:
    def edit(document: Document) -> None:
        without(document, *ALL_FOUR, "service_assessment")
        document["mark"] = valid_document("product")["mark"]

    assert ("SCH-008", E, "/mark") in found(edited(name, edit))


def certificate(**parts: Any) -> Callable[[Document], None]:
    return lambda document: document["certificate"].update(parts)


VALIDITY = "/certificate/validity_months"


@pytest.mark.parametrize(
    ("name", "edit", "expected"),
    [
        ("product", certificate(validity_months=1), None),
        ("product", certificate(validity_months=0), E),
        ("product", certificate(validity_months=60), None),
        ("product", certificate(validity_months=61), E),
        ("product", certificate(validity_months=None), E),
        ("product_batch_1b", certificate(validity_months=12), E),
        ("management_system", certificate(validity_months=24), W),
        ("management_system", certificate(validity_months=61), E),
        ("product", lambda d: d["process"]["surveillance"].update(interval_months=13), W),
    ],
)
def test_sch_010_weighs_the_validity(
    name: str, edit: Callable[[Document], None], expected: Severity | None
) -> None:
    weights = [
        w for code, w, at in found(edited(name, edit)) if (code, at) == ("SCH-010", VALIDITY)
    ]
    assert weights == ([expected] if expected else [])


def surveillance(**parts: Any) -> Callable[[Document], None]:
    return lambda document: document["process"]["surveillance"].update(parts)


@pytest.mark.parametrize(
    ("name", "edit", "expected"),
    [
        ("management_system", surveillance(first_within_months=13), E),
        ("service", surveillance(first_within_months=13), W),
        ("service", surveillance(interval_months=24), W),
        ("management_system", lambda d: d["process"].pop("surveillance"), E),
        ("product", lambda d: d["process"].pop("surveillance"), W),
        ("service", lambda d: d["process"].pop("surveillance"), W),
        ("product_batch_1b", lambda d: None, None),
    ],
)
def test_sch_011_weighs_the_interval_by_category(
    name: str, edit: Callable[[Document], object], expected: Severity | None
) -> None:
    weights = [weight for code, weight, _at in found(edited(name, edit)) if code == "SCH-011"]
    assert weights == ([expected] if expected else [])


def test_sch_011_counts_the_surveillances_where_the_limits_are_wider() -> None:
    facts = replace(FACTS, limits=Limits(surveillance_interval_months=24))
    document = edited("management_system", surveillance(interval_months=24))
    assert [code for code, _w, _a in found(document, facts)] == ["SCH-011"]
    document = edited("management_system", surveillance(interval_months=23))
    assert found(document, facts) == []


ENDINGS: list[tuple[str, Callable[[Document], object], Found]] = [
    (
        "long suspension",
        lambda d: d["certificate"]["suspension"].update(max_months=13),
        [("SCH-012", W, "/certificate/suspension/max_months")],
    ),
    (
        "suspension as long as the validity",
        lambda d: (
            d["certificate"].update(validity_months=12),
            d["certificate"]["suspension"].update(max_months=12),
        ),
        [("SCH-012", W, "/certificate/suspension/max_months")],
    ),
    (
        "no revocation at all",
        lambda d: d["certificate"]["revocation"].update(conditions=[]),
        [("SCH-013", E, "/certificate/revocation/conditions")],
    ),
    (
        "no suspension",
        lambda d: d["certificate"].pop("suspension"),
        [("SCH-013", E, "/certificate/suspension")],
    ),
    (
        "no way back",
        lambda d: d["certificate"]["suspension"].pop("reinstatement"),
        [("SCH-013", E, "/certificate/suspension/reinstatement")],
    ),
    (
        "one reason with two consequences",
        lambda d: d["certificate"]["revocation"]["conditions"][2].update(code="not_renewed"),
        [("SCH-013", E, "/certificate/revocation/conditions/@re-3/code")],
    ),
    (
        "other reasons are not compared by code",
        lambda d: (
            d["certificate"]["revocation"]["conditions"][2].update(code="other"),
            d["certificate"]["deregistration"]["conditions"][0].update(code="other"),
        ),
        [],
    ),
    (
        "one text with two consequences",
        lambda d: d["certificate"]["revocation"]["conditions"][2].update(
            text={"zh": " 有效期届满，未申请再认证。"}
        ),
        [("SCH-013", E, "/certificate/revocation/conditions/@re-3/text")],
    ),
]


@pytest.mark.parametrize(
    ("edit", "expected"), [case[1:] for case in ENDINGS], ids=[case[0] for case in ENDINGS]
)
def test_how_certificates_end(edit: Callable[[Document], object], expected: Found) -> None:
    assert found(edited("product", edit)) == expected


def basis(**parts: Any) -> Callable[[Document], None]:
    return lambda document: document["basis"][0].update(parts)


REF = "/basis/@bs-1/ref"


@pytest.mark.parametrize(
    ("edit", "place"),
    [
        (basis(ref="GB/T18801—2022"), None),
        (basis(type="GB"), REF),
        (basis(ref="GB/T 18801"), REF),
        (basis(ref="GB/T 18801-2015"), "/basis/@bs-1/year"),
        (basis(ref="GB/T 18801", dated=False), "/basis/@bs-1/year"),
        (basis(type="industry", ref="HJ 2546-2016", year=2016), None),
        (basis(type="local", ref="DB11/ 501-2017", year=2017), None),
        (basis(type="group", ref="T/CECA-G 0026-2019", year=2019), None),
        (basis(type="enterprise", ref="Q/SH1020 1234-2019", year=2019), None),
        (basis(type="ISO", ref="ISO 9001:2015", year=2015), None),
        (basis(type="ISO", ref="ISO 9001", year=2015), REF),
        (basis(type="EN", ref="DIN EN 71-1:2014+A1:2018", year=2014), None),
        (basis(type="ASTM", ref="ASTM D6400-23", year=2023), None),
        (basis(type="regulation", ref="民政部令第66号"), None),
        (basis(type="GB/T", ref="GB/T 19001-2016/ISO 9001:2015"), REF),
        (basis(ref="GB/T 18801-2022\n"), None),
        (basis(ref="GB/T " + "9" * 200), REF),
        (basis(issuer={"zh": " "}), "/basis/@bs-1/issuer"),
        (basis(status="withdrawn"), "/basis/@bs-1/status"),
        (basis(status="upcoming"), "/basis/@bs-1/effective"),
        (basis(status="upcoming", effective="2027-01-02"), "/basis/@bs-1/effective"),
        (basis(status="upcoming", effective="2027-01-01"), None),
    ],
)
def test_sch_014_judges_each_basis(edit: Callable[[Document], None], place: str | None) -> None:
    expected = [("SCH-014", E, place)] if place else []
    assert found(edited("product", edit)) == expected


def test_sch_014_wants_no_year_where_the_basis_is_undated() -> None:
    expected = [("SCH-014", E, "/basis/@bs-1/year"), ("SCH-014", E, REF)]
    assert found(edited("product", basis(dated=False))) == expected


@pytest.mark.parametrize(
    ("until", "ended"), [("2026-11-20", False), ("2026-11-19", True), (None, True)]
)
def test_sch_014_allows_an_ended_basis_within_the_transition(
    until: str | None, ended: bool
) -> None:
    def edit(document: Document) -> None:
        document["basis"][0]["status"] = "replaced"
        if until:
            document["lifecycle"]["transition_until"] = until

    assert bool(found(edited("product", edit))) is ended


@pytest.mark.parametrize(
    ("type_", "example"),
    [
        (type_, example)
        for type_, shape in FACTS.number_patterns.items()
        for example in shape.examples
    ],
)
def test_examples_of_standard_numbers_fit_their_pattern(type_: str, example: str) -> None:
    assert FACTS.number_patterns[type_].pattern.fullmatch(example)


@pytest.mark.parametrize("way", ["full_text", "url", "purchase_info"])
def test_sch_015_is_content_with_one_way_to_the_text(way: str) -> None:
    assert found(edited("product", basis(availability={way: {"zh": "x"}}))) == []


COMPULSORY = next(rule for rule in ALL_RULES if rule.id == "SCH-016")
CCC = replace(FACTS, ccc_standards=frozenset({"GB36893"}))


def overlapping(ref: str, *, overlap: bool) -> Document:
    document = valid_document("product")
    document["scope"]["ccc_overlap"]["in_ccc_catalogue"] = overlap
    document["basis"][2]["ref"] = ref
    return document


EDITIONS = ["GB 36893-2024", "GB 36893", "GB36893—2010", "GB 36893-88", "GB 36893-2024/XG1-2025"]
#: As people write a number who want it to be overlooked, or paste it from somewhere.
EVASIONS = [
    "GB 36893\u22122024",
    "ＧＢ　３６８９３－２０２４",
    "《GB 36893-2024》",
    "〈GB 36893-2024〉",
    "【GB】36893-2024",
    "GB 36893-2024)",
    "GB 36893-2024（中文版）",
    "GB 368\u200b93-2024",
    "GB 36893\ufe0e-2024",
    "\u202eGB 36893-2024\u202c",
    "gb 36893-2024",
    "GВ 36893-2024",  # a Cyrillic letter
    "GB 36893-2024/IEC 63086-1:2020",
    "国家标准 GB 36893-2024 第4章",
]
TYPES = ["GB", "GB/T", "industry", "enterprise", "ISO", "other"]


@pytest.mark.parametrize("ref", [*EDITIONS, *EVASIONS])
def test_sch_016_refuses_a_basis_of_compulsory_certification_however_it_is_written(
    ref: str,
) -> None:
    for type_ in TYPES:
        document = overlapping(ref, overlap=True)
        document["basis"][2]["type"] = type_
        assert [(f.severity, f.address) for f in COMPULSORY.check(document, CCC)] == [
            (W, "/scope/ccc_overlap/in_ccc_catalogue"),
            (E, "/basis/@bs-3/ref"),
        ]


OTHERS = ["GB 36893.1-2024", "GB 3689-2024", "GB 136893-2024", "JB 36893-2024"]


@pytest.mark.parametrize("ref", OTHERS)
def test_sch_016_knows_one_standard_from_another(ref: str) -> None:
    assert "/basis/@bs-3/ref" not in {
        address
        for code, _w, address in found(overlapping(ref, overlap=True), CCC)
        if code == "SCH-016"
    }


@pytest.mark.parametrize("ref", ["GB/T 36893-2024", "GB/Z 36893", "GBT 36893−2024"])
def test_sch_016_doubts_another_kind_of_national_standard_with_the_same_number(ref: str) -> None:
    for overlap in (True, False):
        assert ("SCH-016", W, "/basis/@bs-3/ref") in found(overlapping(ref, overlap=overlap), CCC)


def test_sch_016_warns_where_a_standard_of_the_catalogue_is_said_to_be_none() -> None:
    document = overlapping("GB 36893-2024", overlap=False)
    assert found(document, CCC) == [("SCH-016", W, "/basis/@bs-3/ref")]
    other = found({**document, "category": "service"}, CCC)
    assert "SCH-016" not in {code for code, _w, _a in other}


def mark(**parts: Any) -> Callable[[Document], None]:
    return lambda document: document["mark"].update(parts)


MARKS: list[tuple[Callable[[Document], object], Found]] = [
    (mark(name={"zh": "安全标志"}), [("SCH-018", E, "/mark/name")]),
    (mark(text_elements=["SLRZ", "环保健康"]), [("SCH-018", E, "/mark/text_elements/1")] * 2),
    (lambda d: (mark(name={"zh": "安全标志"})(d), d.update(origin="national_unified")), []),
    (lambda d: d["title"].update(zh="国家级净化器认证规则"), [("SCH-018", W, "/title")]),
    (mark(colours=[]), [("SCH-019", E, "/mark/colours")]),
    (mark(min_size={"print_mm": 0, "screen_px": 1}), [("SCH-019", E, "/mark/min_size/print_mm")]),
    (mark(clear_space={"value": 0, "unit": "mm"}), [("SCH-019", E, "/mark/clear_space/value")]),
    (mark(proportional=False), [("SCH-019", E, "/mark/proportional")]),
    (lambda d: d["mark"].pop("similarity"), [("SCH-020", E, "/mark/similarity")]),
    (
        lambda d: d["mark"]["similarity"].update(searched="2026-11-19"),
        [("SCH-020", E, "/mark/similarity/searched")],
    ),
    (lambda d: d["mark"]["similarity"].update(searched="2026-08-20"), []),
    (
        lambda d: d["mark"]["similarity"].update(searched="2026-08-19"),
        [("SCH-020", E, "/mark/similarity/searched")],
    ),
]


@pytest.mark.parametrize(("edit", "expected"), MARKS)
def test_what_a_mark_needs(edit: Callable[[Document], object], expected: Found) -> None:
    assert found(edited("product", edit)) == expected


EFFECTIVE = "/basis/@bs-2/effective"
OTHERS: list[tuple[str, Callable[[Document], object], Found]] = [
    (
        "product",
        lambda d: d["commitment"]["signatory"].update(position={"zh": "认证评价人员"}),
        [("SCH-022", E, "/commitment/signatory/position")],
    ),
    ("product", lambda d: d.update(fees=[]), [("SCH-023", E, "/fees")]),
    (
        "product",
        lambda d: d["fees"][0].update(currency="USD"),
        [("SCH-023", E, "/fees/@fe-1/currency")],
    ),
    (
        "product",
        lambda d: d["fees"][6].update(name={"zh": "其他", "en": "Handling of appeals"}),
        [("SCH-023", E, "/fees/@fe-7/name")],
    ),
    (
        "product",
        lambda d: d["lifecycle"].update(effective="2026-11-18"),
        [("SCH-014", E, EFFECTIVE)],
    ),
    ("management_system", lambda d: d["lifecycle"].update(effective="2026-11-18"), []),
    ("product", lambda d: d["lifecycle"].update(review_due="2031-11-18"), []),
    (
        "product",
        lambda d: d["lifecycle"].update(review_due="2031-11-19"),
        [("SCH-025", W, "/lifecycle/review_due")],
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
        [("SCH-027", E, "/basis/@bs-5")],
    ),
    ("product", lambda d: d.pop("requirements"), [("SCH-027", E, "/requirements")]),
    (
        "product",
        lambda d: d["requirements"][3]["threshold"].update(value=[115, 90]),
        [("SCH-028", E, "/requirements/@rq-airflow/threshold/value")],
    ),
    (
        "product",
        lambda d: d["requirements"][0]["threshold"].update(value=[1, 2]),
        [("SCH-028", E, "/requirements/@rq-cadr-pm/threshold/value")],
    ),
    (
        "product",
        lambda d: d["requirements"][0]["threshold"].update(op="in"),
        [("SCH-028", E, "/requirements/@rq-cadr-pm/threshold/value")],
    ),
    (
        "service",
        lambda d: d["grading"]["levels"][1].update(rank=1),
        [("SCH-029", E, "/grading/levels/@lv-2/rank")],
    ),
    (
        "product_alliance",
        lambda d: d.pop("alliance"),
        [("SCH-030", E, "/alliance")],
    ),
    (
        "product_alliance",
        lambda d: d["alliance"].pop("mark_owner"),
        [("SCH-030", E, "/alliance/mark_owner")],
    ),
    (
        "product_alliance",
        lambda d: d["mark"]["ownership"].update(owner={"zh": "别人"}),
        [("SCH-030", E, "/mark/ownership/owner")],
    ),
    (
        "service",
        lambda d: d.update(origin="adopted_foreign", language=["en"]),
        [("SCH-031", E, "/language"), ("SCH-031", E, "/operators/@op-1/authorisation")],
    ),
    (
        "product",
        lambda d: d["commitment"].update(signature=" "),
        [("SCH-035", E, "/commitment/signature")],
    ),
    ("service", lambda d: d.update(change_summary=[]), [("SCH-036", E, "/change_summary")]),
    (
        "product",
        lambda d: d["complaints_appeals"].update(complaint_days=31, appeal_days=61),
        [
            ("SCH-037", W, "/complaints_appeals/complaint_days"),
            ("SCH-037", W, "/complaints_appeals/appeal_days"),
        ],
    ),
    (
        "service",
        lambda d: d["process"]["service_evaluation"].update(modes=["A", "I"]),
        [("SCH-039", W, "/process/service_evaluation/modes")],
    ),
    (
        "service",
        lambda d: d["process"]["service_evaluation"].update(modes=["H", "I"], contact_type="x"),
        [("SCH-039", W, "/process/service_evaluation/modes")],
    ),
]


@pytest.mark.parametrize(("name", "edit", "expected"), OTHERS)
def test_what_the_other_rules_find(
    name: str, edit: Callable[[Document], object], expected: Found
) -> None:
    assert found(edited(name, edit)) == expected


def test_sch_030_asks_for_the_approval_of_each_operator() -> None:
    facts = replace(
        FACTS,
        fields_of_bodies={
            "CNCA-R-2099-104": frozenset({"电子设备及零部件"}),
            "CNCA-RF-2099-5": frozenset({"质量"}),
        },
    )
    document = valid_document("product_alliance")
    assert found(document, facts) == [("SCH-030", E, "/operators/@op-2")]


def test_units_are_those_of_recommendation_20() -> None:
    assert {"P1", "MGM", "GP", "2N", "DAY", "C62", "CEL"} <= default_units()
    assert not {"mg", "%", ""} & default_units()


def test_limits_and_words_come_from_the_facts() -> None:
    facts = replace(FACTS, limits=Limits(certificate_months_most=48), commitment_version="2")
    assert {code for code, _w, _a in found(valid_document(), facts)} == {"SCH-010", "SCH-035"}
