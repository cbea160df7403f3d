"""Many documents at once, and one again in part: always what the whole check says."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.labelled.documents import BROKEN_EVERY, document, documents, is_broken
from portal.core.standard_numbers import normal_form
from schemes.blueprints import Blueprint, builtin_blueprints
from schemes.documents import Document
from schemes.rules import ALL_RULES, Facts, Limits
from schemes.rules.facts import StandardFact, Standards
from schemes.validation import CheckReport, check, find_blueprint
from schemes.validation.bulk import check_many, check_rules_only, in_order, renewed, rules_reading
from tests.documents import BROKEN, VALID, valid_document

FACTS = Facts.unknown(dt.date(2026, 11, 20))
SAMPLES = [
    path
    for path in (*VALID, *BROKEN)
    if find_blueprint(json.loads(path.read_text(encoding="utf-8")), builtin_blueprints())
]


def blueprint_of(made: Document) -> Blueprint:
    blueprint = find_blueprint(made, builtin_blueprints())
    assert blueprint is not None
    return blueprint


def moved_facts(made: Document) -> Facts:
    """The same register with standards withdrawn, other limits and another field."""
    standards = Standards(
        (normal_form(basis["ref"]), StandardFact(basis["ref"], "withdrawn"))
        for basis in made.get("basis", [])
        if isinstance(basis, dict) and isinstance(basis.get("ref"), str)
    )
    return dataclasses.replace(
        FACTS,
        standards=standards,
        limits=Limits(certificate_months_most=1, complaint_days=1, similarity_search_days=1),
        approved_fields=frozenset(),
    )


MOVED = ("standards", "limits", "approvals")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_report_renewed_by_the_rules_that_read_what_moved_is_that_of_the_whole_check(
    path: Path,
) -> None:
    made = json.loads(path.read_text(encoding="utf-8"))
    blueprint, after, rules = blueprint_of(made), moved_facts(made), rules_reading(MOVED)
    there = renewed(check(made, blueprint, FACTS), made, blueprint, after, rules)
    assert there == check(made, blueprint, after)
    back = renewed(there, made, blueprint, FACTS, rules)
    assert back == check(made, blueprint, FACTS)


def test_what_moved_appears_in_the_renewed_report() -> None:
    made = valid_document()
    blueprint, after = blueprint_of(made), moved_facts(made)
    report = check(made, blueprint, FACTS)
    anew = renewed(report, made, blueprint, after, rules_reading(["standards"]))
    assert {finding.code for finding in anew.errors} == {"SCH-014"}
    assert renewed(report, made, blueprint, FACTS, rules_reading(["standards"])) is report


def test_a_fault_of_shape_that_a_rule_had_covered_comes_to_light() -> None:
    made = valid_document()
    made["certificate"]["validity_months"] = 10**6
    blueprint = blueprint_of(made)
    report = check(made, blueprint, FACTS)
    assert [finding.code for finding in report.errors] == ["SCH-010"]
    wide = dataclasses.replace(FACTS, limits=Limits(certificate_months_most=10**7))
    anew = renewed(report, made, blueprint, wide, rules_reading(["limits"]))
    assert anew == check(made, blueprint, wide)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_some_rules_alone_say_what_they_say_in_the_whole_check(path: Path) -> None:
    made = json.loads(path.read_text(encoding="utf-8"))
    blueprint, after, rules = blueprint_of(made), moved_facts(made), rules_reading(MOVED)
    known = {rule.id for rule in rules}
    expected = [f for f in check(made, blueprint, after).findings if f.code in known]
    assert list(check_rules_only(made, blueprint, after, rules)) == expected
    assert check_rules_only(made, blueprint, after, ()) == ()


def test_rules_are_chosen_by_what_they_read() -> None:
    assert rules_reading([]) == ()
    assert rules_reading(["limits", "texts"]) == tuple(
        rule for rule in ALL_RULES if {"limits", "texts"} & set(rule.reads)
    )
    assert "SCH-035" in {rule.id for rule in rules_reading(["texts"])}


def items(first: int, beyond: int) -> Iterator[tuple[int, Document, Blueprint, Facts]]:
    blueprints = {blueprint.ref: blueprint for blueprint in builtin_blueprints()}
    for number, made in enumerate(documents(first, beyond), first):
        yield number, made, blueprints[made["blueprint"]], FACTS


def test_many_documents_are_checked_in_the_order_given_as_they_are_asked_for() -> None:
    taken: list[int] = []

    def watched() -> Iterator[tuple[int, Document, Blueprint, Facts]]:
        for item in items(0, 60):
            taken.append(item[0])
            yield item

    reports = check_many(watched())
    assert taken == []
    assert next(reports)[0] == 0
    assert taken == [0]
    rest = dict(reports)
    assert list(rest) == list(range(1, 60))
    for number in (1, BROKEN_EVERY - 1, 59):
        made = document(number)
        assert rest[number] == check(made, blueprint_of(made), FACTS)


def test_several_processes_say_the_same() -> None:
    some = rules_reading(["limits"])
    alone: list[tuple[int, CheckReport]] = list(check_many(items(40, 60), some))
    assert list(check_many(items(40, 60), some, processes=2)) == alone


def test_made_documents_differ_are_sound_and_the_broken_ones_are_refused() -> None:
    seen: set[Any] = set()
    for number, made in enumerate(documents(0, 2 * BROKEN_EVERY)):
        report = check(made, blueprint_of(made), FACTS)
        assert report.is_clear is not is_broken(number), (number, report.errors)
        seen.add(json.dumps(made, sort_keys=True))
    assert len(seen) == 2 * BROKEN_EVERY
    assert document(7) == document(7)


def test_every_way_of_breaking_breaks_every_kind_of_document() -> None:
    for turn in range(5 * 31):
        number = turn * BROKEN_EVERY + BROKEN_EVERY - 1
        made = document(number)
        assert not check(made, blueprint_of(made), FACTS).is_clear, number


def test_findings_from_several_checks_are_ordered_as_those_of_one() -> None:
    made = document(2 * BROKEN_EVERY - 1)
    made["basis"][0]["role"] = "none"
    made["version"] = "x"
    whole = check(made, blueprint_of(made), moved_facts(made)).findings
    assert len({finding.code for finding in whole}) > 3
    parted = sorted(whole, key=lambda finding: finding.code)
    assert in_order(parted, blueprint_of(made)) == whole
