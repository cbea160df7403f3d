"""What rules declare about themselves is what they do."""

import ast
import datetime as dt
import logging
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from portal.reference.registers import find_register
from portal.reference.units import shipped_units
from schemes import rules
from schemes.blueprints import builtin_blueprints
from schemes.documents import Document, parse
from schemes.documents.editing import put
from schemes.findings import Finding, Severity
from schemes.rules import ALL_RULES, Facts, Limits, Rule, run
from schemes.rules.facts import MarkFact, NeighbourFact, StandardFact, Standards
from schemes.rules.limit_words import LIMIT_WORDS
from tests.documents import BROKEN, VALID, valid_document

#: By what a rule asks of the facts, the registers that the answer comes from.
REGISTERS = {
    "approved_fields": {"approvals"},
    "fields_of_bodies": {"approvals", "bodies"},
    "own_approval_no": {"bodies"},
    "former_approval_nos": {"bodies"},
    "full_time_staff": {"approvals"},
    "limits": {"limits"},
    "commitment_version": {"texts"},
    "ccc_standards": {"ccc-items"},
    "standards": {"standards", "standard-transitions"},
    "neighbours": {"national-schemes"},
    "similar_marks": {"protected-marks"},
    "mark_words": {"protected-marks"},
    "words": {"rule-words"},
    "units": {"units"},
    "number_patterns": {"number-patterns"},
    "certificate_fields": {"certificate-contents"},
    # Of the author, the document's own history, the clock: no register moves them.
    "issues": set(),
    "today": set(),
    "previous": set(),
    "blueprint": set(),
    "signature_holds": set(),
    # Of the machine that prints.
    "printable": set(),
}
RULES = Path(rules.__path__[0])
ENDED = dt.date(2026, 1, 1)
KNOWING = Facts(
    issues=True,
    approved_fields=frozenset(),
    own_approval_no="CNCA-R-2099-104",
    fields_of_bodies={"CNCA-R-2099-104": frozenset()},
    today=dt.date(2026, 11, 20),
    commitment_version="7",
    ccc_standards=frozenset({"GB36893"}),
    standards=Standards(
        {"GB/T18801-2022": StandardFact("GB/T 18801-2022", "withdrawn", since=ENDED)}
    ),
    full_time_staff={"机械设备及零部件": 1},
    neighbours=(NeighbourFact("n", {"zh": "相近"}, 0.9, is_national=True),),
    similar_marks=(MarkFact("m", {"zh": "相近"}, {"zh": "某机构"}, 0.9),),
    previous=valid_document("service"),
    blueprint=next(each for each in builtin_blueprints() if each.ref == "service/1"),
    signature_holds=False,
    units=shipped_units(),
    printable=range(0x323B0),
)


class Asked:
    """Facts that write down what is asked of them."""

    def __init__(self, facts: Any, names: set[str], within: str = "") -> None:
        self._facts, self._names, self._within = facts, names, within

    def __getattr__(self, name: str) -> Any:
        self._names.add(f"{self._within}{name}")
        value = getattr(self._facts, name)
        return Asked(value, self._names, "limits.") if name == "limits" else value


@pytest.fixture(scope="module")
def asked() -> dict[str, set[str]]:
    """By rule, all that it asked over every sample."""
    names: dict[str, set[str]] = {rule.id: set() for rule in ALL_RULES}
    for path in (*VALID, *BROKEN):
        document = parse(path.read_bytes())
        for rule in ALL_RULES:
            list(rule.check(document, Asked(KNOWING, names[rule.id])))  # type: ignore[arg-type]
    return names


def test_every_fact_is_known_to_come_from_some_register() -> None:
    assert set(REGISTERS) == {field.name for field in fields(Facts)}
    for keys in REGISTERS.values():
        assert all(find_register(key) is not None for key in keys)


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
def test_a_rule_reads_the_registers_that_it_says_and_no_other(
    rule: Rule, asked: dict[str, set[str]]
) -> None:
    names = {name for name in asked[rule.id] if "." not in name}
    assert set(rule.reads) == set().union(*(REGISTERS[name] for name in names))
    assert len(set(rule.reads)) == len(rule.reads)


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
def test_a_rule_compares_with_the_limits_that_it_says_and_no_other(
    rule: Rule, asked: dict[str, set[str]]
) -> None:
    limits = {name.partition(".")[2] for name in asked[rule.id] if name.startswith("limits.")}
    assert set(rule.limits) == limits


def asks_for_the_day(source: str) -> bool:
    """Whether a piece of code reads an attribute that is called `today`."""
    nodes = ast.walk(ast.parse(source))
    return any(isinstance(node, ast.Attribute) and node.attr == "today" for node in nodes)


def test_rules_ask_for_the_day_by_the_dates_that_they_watch_alone() -> None:
    sources = {path.stem: path.read_text("utf-8") for path in RULES.glob("*.py")}
    assert {name for name, source in sources.items() if asks_for_the_day(source)} == {"base"}


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
def test_a_rule_cannot_compare_a_date_that_it_does_not_watch_with_the_day(rule: Rule) -> None:
    document = put(valid_document(), "/lifecycle/review_due", "2026-11-19")
    with pytest.raises(LookupError, match=rule.id):
        rule.has_passed("/lifecycle/review_due", document, KNOWING)


@pytest.mark.parametrize(
    ("rule", "address"), [(rule, address) for rule in ALL_RULES for address in rule.watches]
)
def test_a_date_that_a_rule_watches_holds_through_its_day(rule: Rule, address: str) -> None:
    on = {day: put(valid_document(), address, f"2026-11-{day}") for day in (19, 20, 21)}
    passed = [day for day, document in on.items() if rule.has_passed(address, document, KNOWING)]
    assert passed == [19]
    assert not rule.has_passed(address, on[19], Facts.unknown())


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
def test_findings_of_a_rule_weigh_what_it_says(rule: Rule) -> None:
    unknowing = replace(Facts.unknown(), full_time_staff={"质量": 1})
    weights = {
        finding.severity
        for path in (*VALID, *BROKEN)
        for facts in (KNOWING, unknowing)
        for finding in rule.check(parse(path.read_bytes()), facts)
    }
    assert rule.severity in weights
    assert weights <= {rule.severity, *rule.also}


def test_every_limit_is_some_rule_s() -> None:
    compared = [name for rule in ALL_RULES for name in rule.limits]
    assert sorted(compared) == sorted(field.name for field in fields(Limits))
    assert set(LIMIT_WORDS) == set(compared)


def test_the_rules_are_numbered_without_a_gap() -> None:
    assert [rule.id for rule in ALL_RULES] == [f"SCH-{number:03d}" for number in range(1, 45)]


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.id)
def test_a_rule_that_raises_is_unchecked_logged_and_hides_nothing(
    rule: Rule, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(self: Rule, document: Document, facts: Facts) -> Iterator[Finding]:
        yield self.finding("/title")
        raise LookupError("a fault of ours")

    facts = replace(KNOWING, previous=None, blueprint=None)
    before = [f for f in run(ALL_RULES, valid_document(), facts) if f.code != rule.id]
    monkeypatch.setattr(type(rule), "check", fails)
    with caplog.at_level(logging.ERROR, logger="schemes.rules.base"):
        after = run(ALL_RULES, valid_document(), facts)
    found, own = [finding for finding in after if finding.code == rule.id]
    assert (found.severity, found.address) == (rule.severity, "/title")
    assert (own.severity, own.address) == (Severity.UNCHECKED, "")
    assert "could not be checked" in str(own.message)
    assert [f for f in after if f.code != rule.id] == before
    assert f"rule {rule.id} could not be checked" in caplog.messages
