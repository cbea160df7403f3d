"""What people type becomes a value of its place; what cannot is kept as typed, and named."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from schemes.blueprints import Blueprint, builtin_blueprints
from schemes.designer.form import item_around
from schemes.designer.posted import Posted
from schemes.designer.values import ABSENT, date_of, number_of
from schemes.documents import find
from schemes.validation import check
from tests.factories import valid_document
from tests.schemes.designer.forms import form_of, html_of, item_form_of, saved, sent_by

NOTHING = object()


@pytest.fixture
def blueprint() -> Blueprint:
    return next(b for b in builtin_blueprints() if b.ref == "product/1")


@pytest.fixture
def document() -> dict[str, Any]:
    return valid_document()


# section, input, what is typed, address, what is stored
TYPED = [
    ("identity", "/title/en", " New title ", "/title/en", "New title"),
    ("identity", "/title/en", "", "/title/en", NOTHING),
    ("identity", "/title/zh", "", "/title", {"en": ...}),
    ("identity", "/rule_number", "", "/rule_number", NOTHING),
    ("identity", "/rule_number", "a\x00b", "/rule_number", "ab"),
    ("identity", "/lifecycle/issued", "2026/1/5", "/lifecycle/issued", "2026-01-05"),
    ("identity", "/lifecycle/issued", "next spring", "/lifecycle/issued", "next spring"),
    ("identity", "/language", ["en", "zh"], "/language", ["zh", "en"]),
    ("identity", "/language", ["en"], "/language", ["en"]),
    ("identity", "/language", None, "/language", NOTHING),
    ("identity", "/lifecycle/replaces", "a\r\n\r\n b ", "/lifecycle/replaces", ["a", "b"]),
    ("scope", "/scope/ccc_overlap/in_ccc_catalogue", "", "/scope/ccc_overlap", NOTHING),
    ("process", "/process/surveillance/interval_months", "6", None, 6),
    ("process", "/process/surveillance/interval_months", "１２", None, 12),
    ("process", "/process/surveillance/interval_months", "abc", None, "abc"),
    ("process", "/process/surveillance/interval_months", "6.5", None, 6.5),
    ("process", "/process/surveillance/interval_months", "9" * 30, None, "9" * 30),
    ("process", "/process/surveillance/interval_months", "1e9", None, "1e9"),
    ("process", "/process/surveillance/interval_months", "NaN", None, "NaN"),
    ("certificate", "/certificate/validity_months", "36", None, 36),
    ("fees", "/fees/@fe-1/amount|0/value", "1,200.50", "/fees/@fe-1/amount/value", 1200.5),
    ("mark", "/mark|1/standard_sizes_mm", "8\n1.5\nx", "/mark/standard_sizes_mm", [8, 1.5, "x"]),
    ("requirements", "/requirements/@rq-ozone/threshold/value#until", "2", None, [0.1, 2]),
    ("requirements", "/requirements/@rq-airflow/threshold/value#until", "", None, 90),
    ("requirements", "/requirements/@rq-ozone/threshold/unit", "2Z", None, "2Z"),
    ("requirements", "/requirements/@rq-ozone/threshold/unit", "％", None, "P1"),
    ("requirements", "/requirements/@rq-ozone/threshold/unit", "mg/m3", None, "GP"),
    ("requirements", "/requirements/@rq-ozone/threshold/unit", "天", None, "DAY"),
    # Of several that may be meant the author chooses; the rule names them.
    ("requirements", "/requirements/@rq-ozone/threshold/unit", "V", None, "V"),
    ("requirements", "/requirements/@rq-ozone/threshold/unit", "QQQ", None, "QQQ"),
    ("requirements", "/requirements/@rq-ozone/basis_ref", "bs-5", None, "bs-5"),
    ("requirements", "/requirements/@rq-ozone/basis_ref", "", None, NOTHING),
]


@pytest.mark.parametrize(("key", "name", "typed", "address", "stored"), TYPED)
def test_what_is_typed_is_stored(
    blueprint: Blueprint,
    document: dict[str, Any],
    key: str,
    name: str,
    typed: Any,
    address: str | None,
    stored: Any,
) -> None:
    after = saved(blueprint, document, key, {name: typed})
    found = find(after, address or name.partition("#")[0], NOTHING)
    if isinstance(stored, dict):
        assert found.keys() == stored.keys()
    else:
        assert found == stored


@pytest.mark.parametrize(
    ("key", "name", "words", "code"),
    [
        ("process", "/process/surveillance/interval_months", "abc", "BLUEPRINT-type"),
        ("identity", "/lifecycle/issued", "next spring", "BLUEPRINT-format"),
        ("requirements", "/requirements/@rq-ozone/threshold/value", "viel", "BLUEPRINT-type"),
    ],
)
def test_what_has_the_wrong_type_comes_back_as_typed_with_an_error_at_its_field(
    blueprint: Blueprint, document: dict[str, Any], key: str, name: str, words: str, code: str
) -> None:
    after = saved(blueprint, document, key, {name: words})
    item = item_around(blueprint, name)
    form = item_form_of(blueprint, after, key, item) if item else form_of(blueprint, after, key)
    form.place(check(after, blueprint).findings)
    html = html_of(form)
    assert sent_by(html)[name] == words
    assert [finding.code for finding in form.around.places[name].findings] == [code]
    assert "govuk-error-message" in html


def test_two_bad_values_typed_at_once_are_both_kept_and_the_rest_is_saved(
    blueprint: Blueprint, document: dict[str, Any]
) -> None:
    typed = {
        "/process/surveillance/interval_months": "bald",
        "/process/surveillance/first_within_months": "später",
        "/process/surveillance/sampling_rule/en": "One unit a year.",
    }
    after = saved(blueprint, document, "process", typed)["process"]["surveillance"]
    assert after["interval_months"] == "bald"
    assert after["first_within_months"] == "später"
    assert after["sampling_rule"]["en"] == "One unit a year."


def test_a_missing_field_is_named_without_being_shown_as_a_mistake(blueprint: Blueprint) -> None:
    document = {"blueprint": "product/1", "category": "product"}
    form = form_of(blueprint, document, "identity")
    form.place(check(document, blueprint).findings)
    assert [f.code for f in form.around.places["/title"].findings] == ["BLUEPRINT-required"]
    assert not form.around.places["/title"].has_error


def test_inputs_that_were_not_sent_leave_their_values_as_they_are(
    blueprint: Blueprint, document: dict[str, Any]
) -> None:
    form = form_of(blueprint, document, "process")
    names = list(sent_by(html_of(form)))
    after = saved(blueprint, copy.deepcopy(document), "process", dict.fromkeys(names))
    assert after == document


@pytest.mark.parametrize(
    ("shape", "typed", "stored"),
    [
        ("0", {"/fees/@fe-2/amount|0/value": "700"}, {"value": 700}),
        ("1", {}, {"min": 12000, "max": 26000}),
        ("2", {"/fees/@fe-2/amount|2/rule/zh": "按实"}, {"rule": {"zh": "按实"}}),
        ("2", {}, NOTHING),
        ("", {}, NOTHING),
    ],
)
def test_the_chosen_shape_alone_is_stored(
    blueprint: Blueprint, document: dict[str, Any], shape: str, typed: dict[str, Any], stored: Any
) -> None:
    changes = {"/fees/@fe-2/amount#shape": shape, **typed}
    after = saved(blueprint, document, "fees", changes)
    assert find(after, "/fees/@fe-2/amount", NOTHING) == stored


def test_no_mark_is_said_expressly_and_a_mark_can_be_begun(
    blueprint: Blueprint, document: dict[str, Any]
) -> None:
    without = saved(blueprint, document, "mark", {"/mark#shape": "0"})
    assert without["mark"] is None
    begun = saved(blueprint, without, "mark", {"/mark#shape": "1"})
    assert begun["mark"] == {}


@pytest.mark.parametrize(
    ("typed", "ticked", "stored"),
    [
        ("60", True, None),
        ("", True, None),
        ("", False, NOTHING),
        ("24", True, 24),
        ("24", False, 24),
    ],
)
def test_a_value_may_be_expressly_none(
    blueprint: Blueprint, document: dict[str, Any], typed: str, ticked: bool, stored: Any
) -> None:
    name = "/certificate/validity_months"
    changes: dict[str, Any] = {name: typed, f"{name}#none": "on" if ticked else None}
    after = saved(blueprint, document, "certificate", changes)
    assert find(after, name, NOTHING) == stored


def test_an_unknown_part_can_be_taken_out(blueprint: Blueprint, document: dict[str, Any]) -> None:
    document["scope"]["strange"] = {"x": 1}
    document["stranger"] = True
    after = saved(blueprint, document, "scope", {"/scope/strange#remove": "on"})
    after = saved(blueprint, after, "closing", {"/stranger#remove": "on"})
    assert "strange" not in after["scope"]
    assert "stranger" not in after


# --- one-field conditions -------------------------------------------------------------------


def in_ccc(document: dict[str, Any]) -> dict[str, Any]:
    overlap = {"in_ccc_catalogue": True, "items": ["0701"], "justification": {"zh": "理由"}}
    document["scope"]["ccc_overlap"] = overlap
    return document


def test_a_part_that_the_answer_excludes_is_left_out_on_save(
    blueprint: Blueprint, document: dict[str, Any]
) -> None:
    changes = {"/scope/ccc_overlap/in_ccc_catalogue": "no"}
    after = saved(blueprint, in_ccc(document), "scope", changes)
    assert after["scope"]["ccc_overlap"] == {"in_ccc_catalogue": False}


def test_saving_by_itself_keeps_aside_what_the_answer_excludes(
    blueprint: Blueprint, document: dict[str, Any]
) -> None:
    form = form_of(blueprint, in_ccc(document), "scope")
    data = sent_by(html_of(form))
    data["/scope/ccc_overlap/in_ccc_catalogue"] = "no"
    posted = Posted(data, is_final=False)
    form.read(posted)
    assert form.set_aside(posted)["/scope/ccc_overlap/items"] == ["0701"]


def test_what_was_typed_before_the_question_was_answered_is_kept(
    blueprint: Blueprint, document: dict[str, Any]
) -> None:
    changes = {"/scope/ccc_overlap/in_ccc_catalogue": ""}
    after = saved(blueprint, in_ccc(document), "scope", changes)
    assert after["scope"]["ccc_overlap"]["items"] == ["0701"]


def test_a_part_of_another_section_s_condition_is_shown_only_when_it_holds(
    blueprint: Blueprint, document: dict[str, Any]
) -> None:
    names = {field.node.name for field in form_of(blueprint, document, "parties").fields}
    alliance = {**document, "origin": "alliance"}
    names_then = {field.node.name for field in form_of(blueprint, alliance, "parties").fields}
    assert "alliance" not in names
    assert names_then - names == {"alliance"}


def test_a_field_says_on_which_answer_it_depends(
    blueprint: Blueprint, document: dict[str, Any]
) -> None:
    html = html_of(form_of(blueprint, document, "scope"))
    assert 'data-on="/scope/ccc_overlap/in_ccc_catalogue"' in html
    assert 'data-values="[&quot;yes&quot;]"' in html


# --- words to values ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("12", 12),
        (" 12 ", 12),
        ("12.0", 12),
        ("0.10", 0.1),
        (".5", 0.5),
        ("-3", -3),
        ("−3", -3),
        ("12,000", 12000),
        ("1,2", "1,2"),
        ("12 000", "12 000"),
        ("0x10", "0x10"),
        ("Infinity", "Infinity"),
        ("٣", "٣"),
        ("", ABSENT),
        ("  ", ABSENT),
    ],
)
def test_a_number_is_read_or_kept_as_words(words: str, value: Any) -> None:
    read = number_of(words)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("2026-11-20", "2026-11-20"),
        ("2026年1月5日", "2026-01-05"),
        ("2026.1.5", "2026-01-05"),
        ("2026-02-30", "2026-02-30"),
        ("20 November", "20 November"),
        ("", ABSENT),
    ],
)
def test_a_day_is_read_or_kept_as_words(words: str, value: Any) -> None:
    assert date_of(words) == value
