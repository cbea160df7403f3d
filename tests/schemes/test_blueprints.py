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
from schemes.models import BlueprintVersion

VALID = Path(__file__).parents[1] / "documents" / "valid"
CATEGORIES = ("management_system", "product", "service")
BLUEPRINTS = {blueprint.key: blueprint for blueprint in builtin_blueprints()}

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


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("title", "localised"),
        ("domains", "strings"),
        ("language", "choices"),
        ("lifecycle/issued", "date"),
        ("basis", "records"),
        ("basis/@bs-1/availability/url", "url"),
        ("basis/@bs-1/dated", "boolean"),
        ("basis/@bs-1/ref", "text"),
        ("requirements/-/threshold/value", "number_or_range"),
        ("process/modules/-/params", "open"),
        ("process/testing/items", "strings"),
        ("certificate/validity_months", "nullable"),
        ("mark", "variant"),
        ("mark/artwork", "file"),
        ("fees/0/amount", "variant"),
        ("fees/0/amount/rule", "localised"),
        ("fees/0/amount/min", "number"),
        ("commitment", "commitment"),
        ("risk/-/impact", "integer"),
        ("scope/characteristics", "choices"),
    ],
)
def test_a_path_leads_to_a_node_of_its_kind(path, kind):
    node = BLUEPRINTS["product"].node_at(path.split("/"))
    assert node is not None
    assert node.kind == kind


@pytest.mark.parametrize("path", ["nothing", "title/fr", "basis/@bs-1/nothing", "mark/nothing"])
def test_a_path_that_the_blueprint_does_not_know_leads_nowhere(path):
    assert BLUEPRINTS["product"].node_at(path.split("/")) is None


def test_a_name_is_one_line_and_prose_is_several():
    blueprint = BLUEPRINTS["product"]
    assert not blueprint.part("title").is_long
    assert blueprint.part("impartiality").is_long
    assert not blueprint.part("rule_number").is_long


def test_what_the_system_fills_in_is_hidden_from_forms():
    hidden = {node.name for node in BLUEPRINTS["product"].root.children() if node.is_hidden}
    assert hidden == {"blueprint", "commitment"}
    assert BLUEPRINTS["product"].part("basis").item().child("id").is_hidden


@pytest.mark.parametrize(
    ("path", "reference"),
    [
        ("requirements/-/basis_ref", "/basis"),
        ("requirements/-/level/-", "/grading/levels#code"),
        ("process/testing/items/-", "/requirements"),
        ("disclosure/restricted_annexes/-/annex", "/annexes"),
    ],
)
def test_a_reference_names_the_list_that_it_leads_to(path, reference):
    node = BLUEPRINTS["product"].node_at(path.split("/"))
    assert node is not None
    assert node.reference == reference


@pytest.mark.parametrize(
    ("value", "keys"),
    [
        ({"value": 5}, {"value"}),
        ({"min": 5}, {"min", "max"}),
        ({"max": 1, "min": 5}, {"min", "max"}),
        ({"rule": {}}, {"rule"}),
        ({}, None),
        (7, None),
    ],
)
def test_the_variant_meant_is_found_by_the_keys_of_the_value(value, keys):
    amount = BLUEPRINTS["product"].node_at(["fees", "-", "amount"])
    assert amount is not None
    variant = amount.variant_of(value)
    assert keys == (variant and {child.name for child in variant.children()})


@pytest.mark.parametrize(("value", "kind"), [(None, "null"), ({}, "object"), ({"x": 1}, "object")])
def test_a_mark_is_nothing_or_an_object_however_incomplete(value, kind):
    assert BLUEPRINTS["product"].part("mark").variant_of(value).kind == kind


def test_conditions_say_what_is_required_and_hidden():
    overlap = BLUEPRINTS["product"].node_at(["scope", "ccc_overlap"])
    (condition,) = overlap.conditions()
    assert condition.requires == ("justification",)
    assert condition.hides == ("items", "justification")
    assert condition.holds({"in_ccc_catalogue": True})
    assert not condition.holds({"in_ccc_catalogue": 1})
    assert not condition.holds({"in_ccc_catalogue": False})
    assert not condition.holds({})


def test_the_inner_node_of_a_nullable_is_its_plain_type():
    validity = BLUEPRINTS["product"].node_at(["certificate", "validity_months"])
    assert validity.inner().kind == "integer"
    assert validity.inner().title == validity.title
    assert BLUEPRINTS["product"].part("title").inner().kind == "localised"


def test_asking_for_what_is_not_there_is_refused():
    blueprint = BLUEPRINTS["product"]
    with pytest.raises(LookupError):
        blueprint.part("nothing")
    with pytest.raises(LookupError):
        blueprint.section("nothing")
    with pytest.raises(LookupError):
        blueprint.part("title").item()


@pytest.mark.parametrize(
    ("category", "present", "absent"),
    [
        ("product", {"units", "factory_inspection", "scheme_type"}, {"service_evaluation"}),
        ("service", {"service_evaluation", "scheme_type", "units"}, {"factory_inspection"}),
        ("management_system", {"audit"}, {"scheme_type", "testing", "units"}),
    ],
)
def test_each_category_has_the_process_that_it_needs(category, present, absent):
    names = {node.name for node in BLUEPRINTS[category].part("process").children()}
    assert present <= names
    assert not absent & names


@pytest.mark.django_db
def test_a_stored_blueprint_keeps_the_order_of_its_fields():
    for blueprint in builtin_blueprints():
        stored = BlueprintVersion.objects.by_ref(blueprint.ref).schema
        assert json.dumps(stored) == json.dumps(blueprint.schema)
