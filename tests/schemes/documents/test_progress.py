"""Progress counts what is asked for and what is there."""

import copy

import pytest

from schemes.blueprints import Blueprint, builtin_blueprints
from schemes.documents import section_progress
from schemes.findings import Finding, Severity
from tests.documents import valid_document

PRODUCT = next(b for b in builtin_blueprints() if b.ref == "product/1")


@pytest.mark.parametrize("blueprint", builtin_blueprints(), ids=lambda b: b.key)
def test_a_sample_is_complete_in_every_section(blueprint: Blueprint) -> None:
    progress = section_progress(blueprint, valid_document(blueprint.key), ())
    assert [section.key for section in progress] == [s.key for s in blueprint.sections]
    assert all(section.is_complete for section in progress)


def test_an_empty_draft_has_nothing_filled() -> None:
    progress = section_progress(PRODUCT, {"blueprint": "product/1"}, ())
    assert sum(section.filled for section in progress) == 0
    assert sum(section.required for section in progress) > 50


def test_a_missing_field_is_counted_in_its_section_alone() -> None:
    document = valid_document()
    before = {s.key: s for s in section_progress(PRODUCT, document, ())}
    del document["basis"][1]["title"]
    after = {s.key: s for s in section_progress(PRODUCT, document, ())}
    changed = {key for key in before if before[key] != after[key]}
    assert changed == {"basis"}
    assert after["basis"].filled == before["basis"].filled - 1
    assert after["basis"].required == before["basis"].required


def test_no_mark_is_an_answer_but_nothing_said_is_none() -> None:
    document = valid_document()
    document["mark"] = None
    said = {s.key: s for s in section_progress(PRODUCT, document, ())}["mark"]
    del document["mark"]
    unsaid = {s.key: s for s in section_progress(PRODUCT, document, ())}["mark"]
    assert (said.is_complete, unsaid.is_complete) == (True, False)


def test_findings_are_counted_by_weight_in_their_section() -> None:
    findings = [
        Finding("X", Severity.ERROR, "/basis/@bs-1"),
        Finding("X", Severity.WARNING, "/basis"),
        Finding("X", Severity.UNCHECKED, "/basis"),
        Finding("X", Severity.ERROR, ""),
    ]
    progress = {s.key: s for s in section_progress(PRODUCT, valid_document(), findings)}
    assert (progress["basis"].errors, progress["basis"].warnings) == (1, 1)
    assert sum(section.errors for section in progress.values()) == 1
    assert not progress["basis"].is_complete


def test_what_is_only_missing_is_counted_apart_from_what_is_wrong() -> None:
    findings = [
        Finding("BLUEPRINT-required", Severity.ERROR, "/basis/@bs-1"),
        Finding("SCH-014", Severity.ERROR, "/basis/@bs-1/title", {"case": "title"}),
        Finding("SCH-014", Severity.ERROR, "/basis/@bs-1/ref", {"case": "number"}),
    ]
    progress = {s.key: s for s in section_progress(PRODUCT, valid_document(), findings)}
    basis = progress["basis"]
    assert (basis.errors, basis.gaps, basis.wrong) == (3, 2, 1)


def test_a_list_that_may_be_empty_is_filled_when_it_is_empty() -> None:
    document = valid_document()
    document["purpose"]["related_schemes"]["items"] = []
    progress = {s.key: s for s in section_progress(PRODUCT, document, ())}
    assert progress["purpose"].is_complete


def test_a_section_that_nobody_touched_is_never_complete() -> None:
    schema = copy.deepcopy(PRODUCT.schema)
    for section in schema["x-sections"]:
        section["parts"] = [part for part in section["parts"] if part != "recognition"]
    own = {**schema["x-sections"][0], "key": "own", "parts": ["recognition"]}
    schema["x-sections"].append(own)
    document = valid_document()
    document.pop("recognition", None)
    progress = section_progress(Blueprint("product", 9, schema), document, ())[-1]
    assert (progress.required, progress.is_untouched, progress.is_complete) == (0, True, False)
    document["recognition"] = []
    progress = section_progress(Blueprint("product", 9, schema), document, ())[-1]
    assert (progress.is_untouched, progress.is_complete) == (False, True)
