"""The whole check: samples are clear, each broken one is refused for its one reason."""

import copy
import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.utils import translation

from portal.reference.units import shipped_units
from schemes.blueprints import Blueprint, builtin_blueprints
from schemes.documents import to_pointer
from schemes.documents.addresses import resolve
from schemes.findings import Finding, Severity, explanation_of
from schemes.rules import Facts
from schemes.validation import CheckReport, check, find_blueprint, unknown_blueprint
from schemes.validation.compiled import compiled
from schemes.validation.shape import is_valid
from tests.documents import BROKEN, VALID, valid_document, valid_names

FACTS = replace(Facts.unknown(dt.date(2026, 11, 20)), units=shipped_units())
#: What these show only a register knows that has been filled (test_rules_register.py).
OF_THE_REGISTER = ("SCH-001", "SCH-017", "SCH-033", "SCH-042", "SCH-044")


def blueprint_of(document: dict[str, Any]) -> Blueprint:
    blueprint = find_blueprint(document, builtin_blueprints())
    assert blueprint is not None
    return blueprint


def checked(document: dict[str, Any]) -> CheckReport:
    return check(document, blueprint_of(document), FACTS)


def counted(document: dict[str, Any]) -> list[Finding]:
    """Errors and warnings."""
    if find_blueprint(document, builtin_blueprints()) is None:
        return [unknown_blueprint(document, builtin_blueprints())]
    report = checked(document)
    return [*report.errors, *report.warnings]


@pytest.mark.parametrize("name", valid_names())
def test_nothing_is_found_in_a_valid_sample(name: str) -> None:
    assert counted(valid_document(name)) == []


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_sample_is_refused_for_exactly_what_its_name_says(path: Path) -> None:
    code, _dot, place = path.stem.partition(".")
    document = json.loads(path.read_text(encoding="utf-8"))
    findings = counted(document)
    expected = set() if code in OF_THE_REGISTER else {code}
    assert {finding.code for finding in findings} == expected
    if place:
        pointers = [to_pointer(document, finding.address) for finding in findings]
        assert pointers == ["/" + place.replace(".", "/")]


@pytest.mark.parametrize("path", [*VALID, *BROKEN], ids=lambda path: path.stem)
@pytest.mark.parametrize("blueprint", builtin_blueprints(), ids=lambda b: b.key)
def test_the_quick_validator_and_the_thorough_one_agree(path: Path, blueprint: Blueprint) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    assert is_valid(document, blueprint) is compiled(blueprint).thorough.is_valid(document)


@pytest.mark.parametrize("name", valid_names())
def test_each_missing_part_is_named_and_said_once(name: str) -> None:
    sample = valid_document(name)
    blueprint = blueprint_of(sample)
    for node in blueprint.root.children():
        if not node.required or node.name not in sample or node.name == "blueprint":
            continue
        document = {key: part for key, part in sample.items() if key != node.name}
        at_place = [
            f for f in check(document, blueprint, FACTS).errors if f.address == f"/{node.name}"
        ]
        assert len(at_place) == 1, node.name


def test_the_rule_speaks_where_the_blueprint_would_too() -> None:
    document = valid_document()
    del document["basis"][1]["title"]
    del document["basis"][1]["role"]
    assert [(f.code, f.address) for f in checked(document).errors] == [
        ("BLUEPRINT-required", "/basis/@bs-2/role"),
        ("SCH-014", "/basis/@bs-2/title"),
    ]


@pytest.mark.parametrize(
    ("name", "code"), [("product", "BLUEPRINT-required"), ("management_system", "SCH-011")]
)
def test_the_blueprint_speaks_where_a_rule_would_only_warn(name: str, code: str) -> None:
    document = valid_document(name)
    del document["process"]["surveillance"]
    schema = copy.deepcopy(blueprint_of(document).schema)
    schema["properties"]["process"]["required"].append("surveillance")
    report = check(document, Blueprint(key=name, version=1, schema=schema), FACTS)
    assert [f.code for f in report.errors] == [code]
    assert not report.warnings


def test_below_a_missing_part_nothing_more_is_said() -> None:
    document = valid_document()
    del document["certificate"]
    assert [(f.code, f.address) for f in checked(document).errors] == [
        ("BLUEPRINT-required", "/certificate")
    ]


def test_one_place_is_told_one_fault_of_its_shape() -> None:
    document = valid_document()
    document["version"] = ""
    document["disclosure"]["fee_url"] = "nowhere"
    assert [(f.code, f.address) for f in checked(document).errors] == [
        ("BLUEPRINT-minLength", "/version"),
        ("BLUEPRINT-format", "/disclosure/fee_url"),
    ]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//host/path",
        "https://",
        "https://a b",
        'https://a"b',
        "http://[",
        "urn:",
        "ftp://host",
    ],
)
def test_an_address_that_could_do_harm_in_a_link_is_refused(address: str) -> None:
    document = valid_document()
    document["id"] = address
    assert [f.address for f in checked(document).errors] == ["/id"]


@pytest.mark.parametrize("address", ["https://a.example/x?y={number}", "urn:uuid:1", "http://a"])
def test_an_ordinary_address_is_accepted(address: str) -> None:
    document = valid_document()
    document["id"] = address
    assert checked(document).is_clear


@pytest.mark.parametrize(
    "day", ["2026-02-29", "20261118", "2026-11-18T00:00", "2026-13-01", "２０２６-11-18", "today"]
)
def test_a_day_that_is_none_is_refused(day: str) -> None:
    document = valid_document()
    document["purpose"]["related_schemes"]["searched"] = day
    assert [(f.code, f.address) for f in checked(document).errors] == [
        ("BLUEPRINT-format", "/purpose/related_schemes/searched")
    ]


@pytest.mark.parametrize(
    ("name", "language", "message"),
    [
        ("BLUEPRINT-required.basis.1.role", "en", "item 2: “"),
        ("BLUEPRINT-maximum.risk.1.likelihood", "en", "between 1 and 5"),
        ("BLUEPRINT-enum.basis.0.role", "zh-hans", "认证依据 第1项"),
        ("BLUEPRINT-else.owner.approval_no", "zh-hans", "认证机构批准号"),
        ("SCH-021", "zh-hans", "认证模式"),
    ],
)
def test_messages_name_places_and_values_in_the_reader_s_language(
    name: str, language: str, message: str
) -> None:
    path = next(path for path in BROKEN if path.stem == name)
    findings = counted(json.loads(path.read_text(encoding="utf-8")))
    with translation.override(language):
        assert message in str(findings[0].message)
        assert "%(" not in str(findings[0].message)
        assert str(findings[0].sentence) in str(findings[0].message)


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_findings_have_words_and_survive_storage(path: Path) -> None:
    for finding in counted(json.loads(path.read_text(encoding="utf-8"))):
        stored = json.loads(json.dumps(finding.as_json()))
        assert Finding.from_json(stored) == finding
        assert str(finding.message)
        assert "–" not in str(finding.sentence)
        assert finding.source


def test_a_report_survives_storage() -> None:
    document = valid_document()
    del document["risk"]
    report = checked(document)
    assert CheckReport.from_json(json.loads(json.dumps(report.as_json()))) == report


def test_a_code_that_nobody_knows_any_more_is_still_shown() -> None:
    finding = Finding("SCH-999", Severity.ERROR, "/basis")
    assert str(finding.message)
    assert explanation_of("SCH-999").source == ""


def test_findings_are_grouped_by_section_in_the_document_s_order() -> None:
    document = valid_document()
    document["annexes"][0]["kind"] = "poem"
    document["version"] = "x"
    del document["basis"][0]["role"]
    report = checked(document)
    sections = report.by_section(blueprint_of(document))
    told = [key for key, findings in sections.items() if any(f.blocks_filing for f in findings)]
    order = [section.key for section in blueprint_of(document).sections]
    assert told == sorted(told, key=order.index)
    assert len(told) == 3
    assert report.errors[0].address == "/version"
    assert [f.address for f in report.at("/basis")] == ["/basis/@bs-1/role"]


def test_checking_changes_nothing() -> None:
    document = valid_document()
    document["basis"].append({"id": "bs-1", "ref": 3})
    before = copy.deepcopy(document)
    checked(document)
    assert document == before


@pytest.mark.parametrize(
    ("document", "key", "ref"),
    [
        ({"blueprint": "product/1"}, "", "product/1"),
        ({"blueprint": "product/9"}, "", None),
        ({"blueprint": "product/9"}, "service", "service/1"),
        ({"blueprint": "product/1"}, "service/1", "service/1"),
        ({}, "", None),
        ({"blueprint": ["product/1"]}, "", None),
        ({}, "product", "product/1"),
    ],
)
def test_the_blueprint_is_the_named_one_or_the_chosen_one(
    document: dict[str, Any], key: str, ref: str | None
) -> None:
    blueprint = find_blueprint(document, builtin_blueprints(), key)
    assert (blueprint.ref if blueprint else None) == ref


def test_of_several_faults_the_most_telling_is_told_whatever_the_blueprint_s_order() -> None:
    schema = copy.deepcopy(blueprint_of(valid_document()).schema)
    label = schema["properties"]["edition_label"]
    schema["properties"]["edition_label"] = {"pattern": "^x", **label, "minLength": 3}
    document = valid_document()
    document["edition_label"] = "ab"
    report = check(document, Blueprint(key="product", version=1, schema=schema), FACTS)
    assert [f.code for f in report.errors] == ["BLUEPRINT-minLength"]


def test_patterns_of_a_blueprint_run_in_linear_time() -> None:
    schema = copy.deepcopy(blueprint_of(valid_document()).schema)
    schema["properties"]["edition_label"]["pattern"] = "^(a+)+$"
    blueprint = Blueprint(key="product", version=1, schema=schema)
    document = valid_document()
    document["edition_label"] = "a" * 59 + "!"
    assert [f.code for f in check(document, blueprint, FACTS).errors] == ["BLUEPRINT-pattern"]


def test_the_thorough_validator_is_the_one_of_the_dialect() -> None:
    for blueprint in builtin_blueprints():
        jsonschema.Draft202012Validator.check_schema(blueprint.schema)


@pytest.mark.parametrize(
    ("name", "gone", "code"),
    [
        ("product", "/process", "BLUEPRINT-required"),
        ("product", "/process/modules", "BLUEPRINT-required"),
        ("product", "/process/surveillance", "SCH-011"),
        ("product", "/process/surveillance/interval_months", "BLUEPRINT-required"),
        ("product", "/basis", "BLUEPRINT-required"),
        ("product", "/basis/@bs-1/id", "BLUEPRINT-required"),
        ("product", "/requirements", "SCH-027"),
        ("product", "/mark", "BLUEPRINT-required"),
        ("product", "/mark/similarity", "SCH-020"),
        ("product", "/mark/similarity/searched", "SCH-020"),
        ("product", "/owner/kind", "BLUEPRINT-required"),
        ("service", "/category", "BLUEPRINT-required"),
        ("service", "/process/service_evaluation/modes", "BLUEPRINT-required"),
        ("product", "/certificate/suspension", "SCH-013"),
        ("product", "/certificate/suspension/reinstatement", "SCH-013"),
        ("product", "/fees", "SCH-023"),
        ("product", "/process/scheme_type", "SCH-002"),
    ],
)
def test_one_missing_part_is_one_finding(name: str, gone: str, code: str) -> None:
    document = valid_document(name)
    path = resolve(document, gone)
    place: Any = document
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    pointers = [(f.code, to_pointer(document, f.address)) for f in counted(document)]
    assert pointers == [(code, to_pointer(valid_document(name), gone))]
