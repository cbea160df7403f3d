"""The built-in blueprints, and how a blueprint is read."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest

from schemes.blueprints import Blueprint, Node, builtin_blueprints, check_dialect, load_blueprint
from schemes.blueprints.keywords import is_bilingual

BLUEPRINTS = {blueprint.key: blueprint for blueprint in builtin_blueprints()}

VALID = Path(__file__).parents[2] / "documents" / "valid"


CATEGORIES = ("management_system", "product", "service")


each_blueprint = pytest.mark.parametrize(
    "blueprint", BLUEPRINTS.values(), ids=lambda blueprint: blueprint.ref
)


def nodes(node: Node, path: str = "") -> Iterator[tuple[str, Node]]:
    """Every node of a blueprint with a readable path."""
    yield path, node
    for child in node.children():
        yield from nodes(child, f"{path}/{child.name}")
    for index, variant in enumerate(node.variants()):
        yield from nodes(variant, f"{path}|{index}")
    if node.kind in ("records", "strings", "choices"):
        yield from nodes(node.item(), f"{path}/-")


def fields(blueprint: Blueprint) -> list[tuple[str, Node]]:
    """Every named place: what a form or a report could show."""
    return [(path, node) for path, node in nodes(blueprint.root) if node.name]


def sample(category: str) -> dict[str, Any]:
    return json.loads((VALID / f"{category}.json").read_text("utf-8"))


def replaced(document: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """The document with the value at a path of names; None takes the place out."""
    *parents, name = path.split("/")
    record: Any = document
    for token in parents:
        record = record[int(token) if isinstance(record, list) else token]
    if value is None:
        record.pop(name, None)
    else:
        record[name] = value
    return document


@cache
def validators(blueprint: Blueprint) -> tuple[Any, Any]:
    """The one that explains and the quick one, compiled once."""
    return (
        jsonschema.Draft202012Validator(blueprint.schema),
        jsonschema_rs.Draft202012Validator(blueprint.schema),
    )


def is_valid(blueprint: Blueprint, document: object) -> bool:
    """What both validators say; they must agree."""
    by_python, by_rust = (validator.is_valid(document) for validator in validators(blueprint))
    assert by_python == by_rust
    return by_python


def test_there_is_one_built_in_blueprint_for_each_category():
    assert tuple(BLUEPRINTS) == CATEGORIES
    assert tuple(blueprint.category for blueprint in BLUEPRINTS.values()) == CATEGORIES
    assert {blueprint.version for blueprint in BLUEPRINTS.values()} == {1}


@each_blueprint
def test_a_built_in_blueprint_is_of_the_dialect(blueprint):
    assert check_dialect(blueprint.schema) == []
    assert load_blueprint(blueprint.schema).digest == blueprint.digest


@pytest.mark.parametrize("category", CATEGORIES)
def test_the_blueprint_accepts_the_sample_of_its_category(category):
    assert is_valid(BLUEPRINTS[category], sample(category))


@pytest.mark.parametrize("category", CATEGORIES)
def test_the_blueprint_refuses_a_sample_of_another_category(category):
    other = CATEGORIES[CATEGORIES.index(category) - 1]
    assert not is_valid(BLUEPRINTS[category], sample(other))


@each_blueprint
def test_every_field_has_a_title_and_help_in_both_languages(blueprint):
    incomplete = [
        path
        for path, node in fields(blueprint)
        if not is_bilingual(node.title) or not is_bilingual(node.help)
    ]
    assert len(fields(blueprint)) > 300
    assert incomplete == []


@each_blueprint
def test_every_code_has_a_label_in_both_languages(blueprint):
    choices = [node for _, node in nodes(blueprint.root) if node.kind == "choice"]
    assert choices
    for node in choices:
        assert list(node.labels) == node.schema["enum"]
        assert all(is_bilingual(label) for label in node.labels.values())


@each_blueprint
def test_labels_of_one_field_are_told_apart(blueprint):
    for path, node in nodes(blueprint.root):
        for language in ("zh", "en"):
            words = [label[language] for label in node.labels.values()]
            assert len(words) == len(set(words)), path


@each_blueprint
def test_sections_are_a_partition_of_the_parts(blueprint):
    placed = [part for section in blueprint.sections for part in section.parts]
    parts = [node.name for node in blueprint.root.children() if node.name != "blueprint"]
    assert sorted(placed) == sorted(parts)
    assert 12 <= len(blueprint.sections) <= 14


@each_blueprint
def test_every_record_can_be_named_and_has_an_id(blueprint):
    for path, node in nodes(blueprint.root):
        if node.kind == "records":
            assert is_bilingual(node.item_title), path
            assert node.item().child("id").required, path


@each_blueprint
def test_every_kind_of_node_is_one_that_forms_know(blueprint):
    known = {
        "localised",
        "text",
        "number",
        "integer",
        "boolean",
        "date",
        "url",
        "choice",
        "choices",
        "strings",
        "records",
        "object",
        "variant",
        "file",
        "open",
        "commitment",
        "nullable",
        "number_or_range",
        "null",
    }
    assert {node.kind for _, node in nodes(blueprint.root)} <= known


#: Parts that the law names and no cross-field rule asks for (scheme-document 2.1).
REQUIRED_BY_LAW = (
    "blueprint",
    "language",
    "id",
    "rule_number",
    "title",
    "version",
    "lifecycle",
    "origin",
    "category",
    "domains",
    "project_name",
    "owner",
    "operators",
    "purpose",
    "scope",
    "basis",
    "process",
    "certificate",
    "mark",
    "resources",
    "impartiality",
    "confidentiality",
    "liability",
    "fees",
    "complaints_appeals",
    "records",
    "risk",
    "disclosure",
    "ip",
    "validation",
    "commitment",
)


@pytest.mark.parametrize("category", CATEGORIES)
@pytest.mark.parametrize("part", REQUIRED_BY_LAW)
def test_a_document_without_a_part_that_the_law_names_is_refused(category, part):
    document = sample(category)
    del document[part]
    assert not is_valid(BLUEPRINTS[category], document)


@pytest.mark.parametrize(
    "path",
    [
        "process/scheme_type",
        "process/surveillance",
        "process/recertification",
        "certificate/suspension",
        "certificate/deregistration",
        "certificate/revocation",
        "certificate/suspension/reinstatement",
        "certificate/revocation/conditions",
        "mark/similarity",
        "grading",
        "requirements",
    ],
)
def test_a_part_of_which_a_rule_speaks_is_left_to_the_rule(path):
    category = "service" if path == "grading" else "product"
    assert is_valid(BLUEPRINTS[category], replaced(sample(category), path, None))


@pytest.mark.parametrize("months", [0, 61, 240, None])
def test_limits_that_a_rule_names_are_not_in_the_blueprint(months):
    document = sample("product")
    document["certificate"]["validity_months"] = months
    assert is_valid(BLUEPRINTS["product"], document)


@pytest.mark.parametrize(
    "path",
    [
        "certificate/suspension/conditions",
        "certificate/deregistration/conditions",
        "certificate/revocation/conditions",
        "certificate/fields",
        "mark/colours",
        "fees",
    ],
)
def test_lists_that_a_rule_counts_may_be_empty_in_shape(path):
    assert is_valid(BLUEPRINTS["product"], replaced(sample("product"), path, []))


@pytest.mark.parametrize("name", ["product", "service", "management_system"])
def test_catalogue_codes_may_be_given_inside_the_catalogue_and_need_not_be(name):
    overlap = {"in_ccc_catalogue": True, "justification": {"zh": "认证依据与强制性认证标准不同。"}}
    for value in (overlap, {**overlap, "items": ["0701"]}):
        document = replaced(sample(name), "scope/ccc_overlap", value)
        assert is_valid(BLUEPRINTS[name], document)


def test_a_service_scheme_may_say_how_units_are_divided():
    units = {"principle": {"zh": "同一场所、同一管理的服务划为同一单元。"}, "max_models": 3}
    document = replaced(sample("service"), "process/units", units)
    assert is_valid(BLUEPRINTS["service"], document)


def test_the_way_to_obtain_a_standard_may_be_empty_in_shape():
    document = replaced(sample("product"), "basis/0/availability", {})
    assert is_valid(BLUEPRINTS["product"], document)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("basis/1/effective", None),  # required of an upcoming standard
        ("basis/0/year", None),  # required of a dated reference
        ("fees/6/name", None),  # required of another fee
        ("owner/approval_no", None),  # required of a certification body
        ("scope/ccc_overlap/items", ["0701"]),  # only inside the CCC catalogue
        ("alliance", {"name": {"zh": "示例联盟"}, "members": []}),  # only of an alliance
        ("title/zh", "规则"),
        ("purpose/need_statement/zh", "必要。"),
        ("purpose/need_statement/en", ""),
        ("basis/0/id", "BS-1"),
        ("mark/colours/0/srgb", "blue"),
        ("fees/0/amount", {"value": 1, "min": 1, "max": 2}),
        ("requirements/0/threshold/value", [1, 2, 3]),
        ("certificate/publication/national_report", False),
        ("risk", []),
        ("version", "1.0"),
        ("unknown_part", {}),
    ],
)
def test_a_document_of_the_wrong_shape_is_refused(path, value):
    assert not is_valid(BLUEPRINTS["product"], replaced(sample("product"), path, value))
