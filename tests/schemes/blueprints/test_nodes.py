"""How a blueprint is read: its nodes, references, variants and conditions."""

import json

import pytest

from schemes.blueprints import builtin_blueprints
from schemes.models import BlueprintVersion

BLUEPRINTS = {blueprint.key: blueprint for blueprint in builtin_blueprints()}


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
