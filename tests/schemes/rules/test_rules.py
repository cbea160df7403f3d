"""Every rule refuses its own broken sample and leaves the valid ones alone."""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar

import pytest

from schemes.documents import Document
from schemes.findings import Finding, Severity
from schemes.rules import ALL_RULES, Facts, Rule, derived_type, run
from tests.documents import BROKEN, valid_document, valid_names
from tests.schemes.rules.samples import FACTS, E, Found, U, W, edited, found


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


TYPE_CASES: list[tuple[Callable[[Document], None], Found]] = [
    (type_of("2", FACTORY, PRODUCTION, AUDIT), []),
    (type_of("2", MARKET, PRODUCTION), [("SCH-004 market", E, MODULES)]),
    (type_of("3", MARKET, AUDIT), []),
    (type_of("3", FACTORY), [("SCH-004 factory", E, MODULES)]),
    (type_of("3", PRODUCTION), [("SCH-004 production", E, MODULES)]),
    (type_of("4", MARKET), []),
    (type_of("4", FACTORY), []),
    (type_of("4", FACTORY, MARKET), [("SCH-004 sample", E, MODULES)]),
    (type_of("5", PRODUCTION), []),
    (type_of("5", AUDIT), []),
    (type_of("5", AUDIT, PRODUCTION), [("SCH-005 assessment", E, MODULES)]),
    (type_of("5", FACTORY, MARKET), [("SCH-005 sample", E, MODULES)]),
    (type_of("6"), [("SCH-006 category", E, TYPE)]),
    (type_of("2", *ALL_FOUR), [("SCH-003", E, MODULES), ("SCH-008", E, "/mark")]),
    (type_of("1b"), [("SCH-007 batch", E, "/certificate/batch")]),
    (type_of("1a"), [("SCH-007 mark", E, "/mark")]),
    (lambda d: (type_of("1a")(d), d.update(mark=None)), [("SCH-009 unmet", W, TYPE)]),
    (type_of("N"), []),
    (type_of("N", explained=False), [("SCH-009 none", W, "/process/type_explanation")]),
    (type_of("4", explained=False), [("SCH-009 other", W, TYPE)]),
    (type_of("5", explained=False), []),
]


@pytest.mark.parametrize(
    ("edit", "case"),
    [
        (type_of("4", explained=False), "other"),
        (lambda d: (type_of("1a")(d), d.update(mark=None)), "unmet"),
        (type_of("N", explained=False), "none"),
        (type_of("N"), None),
    ],
)
def test_sch_009_says_what_an_explanation_would_change(
    edit: Callable[[Document], None], case: str | None
) -> None:
    rule = next(rule for rule in ALL_RULES if rule.id == "SCH-009")
    told = [f.params["case"] for f in rule.check(edited("product", edit), FACTS)]
    assert told == ([case] if case else [])


@pytest.mark.parametrize(("edit", "expected"), TYPE_CASES)
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
