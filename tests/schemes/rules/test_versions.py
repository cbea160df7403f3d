"""The step from one version to the next, and subjects that are excluded."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from schemes.blueprints import builtin_blueprints
from schemes.documents import Document
from schemes.findings import Severity
from schemes.rules.facts import (
    Words,
    default_words,
)
from tests.documents import valid_document
from tests.schemes.rules.register import FACTS, E, findings, found

PRODUCT = next(blueprint for blueprint in builtin_blueprints() if blueprint.ref == "product/1")


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
