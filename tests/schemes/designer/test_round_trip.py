"""Opening and saving: nothing changes that nobody changed."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from schemes.blueprints import Blueprint, builtin_blueprints
from schemes.designer.fields import FIELDS
from schemes.documents import digest
from schemes.documents.editing import put
from tests.schemes.designer.forms import form_of, html_of, item_form_of, saved, sent_by

VALID = sorted((Path(__file__).parents[2] / "documents" / "valid").glob("*.json"))
BLUEPRINTS = {blueprint.ref: blueprint for blueprint in builtin_blueprints()}


def read(path: Path) -> tuple[Blueprint, dict[str, Any]]:
    document = json.loads(path.read_text("utf-8"))
    return BLUEPRINTS[document["blueprint"]], document


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_saving_every_section_unchanged_leaves_the_digest_of_a_valid_document(path: Path) -> None:
    blueprint, document = read(path)
    before = digest(document)
    for section in blueprint.sections:
        document = saved(blueprint, document, section.key)
    assert digest(document) == before


@pytest.mark.parametrize("ref", BLUEPRINTS)
def test_saving_every_section_of_an_empty_document_stores_nothing(ref: str) -> None:
    document: dict[str, Any] = {"blueprint": ref}
    for section in BLUEPRINTS[ref].sections:
        document = saved(BLUEPRINTS[ref], document, section.key)
    assert document == {"blueprint": ref}


def test_every_place_of_the_section_has_an_input_named_by_its_address() -> None:
    blueprint, document = read(VALID[0].with_name("product.json"))
    sent = sent_by(html_of(item_form_of(blueprint, document, "basis", "/basis/@bs-1")))
    assert sent["/basis/@bs-1/title/zh"] == "空气净化器"
    assert sent["/basis/@bs-1/dated"] == "yes"
    sent = sent_by(html_of(form_of(blueprint, document, "complaints")))
    ids = [f"@{item['id']}" for item in document["complaints_appeals"]["channels"]]
    assert sent.getlist("/complaints_appeals/channels#item") == ids


def test_the_form_of_a_section_holds_no_field_of_an_item_that_opens_alone() -> None:
    blueprint, document = read(VALID[0].with_name("product.json"))
    html = html_of(form_of(blueprint, document, "basis"))
    assert not sent_by(html)
    assert [f'id="/basis/@bs-{n}"' in html for n in (1, 2, 3, 4, 5)] == [True] * 5


# One odd value for each kind of place: of another type, or of a form that no input shows.
ODD = [
    ("identity", "/title", "not localised"),
    ("identity", "/title", {"zh": "两行\n标题", "en": "  spaces  "}),
    ("identity", "/title", {"zh": "标题", "fr": "titre"}),
    ("identity", "/rule_number", 12),
    ("identity", "/rule_number", None),
    ("identity", "/language", ["zh", "zh", "tlh"]),
    ("identity", "/language", "zh"),
    ("identity", "/lifecycle/issued", "next spring"),
    ("identity", "/lifecycle/replaces", ["a", "b\nc"]),
    ("identity", "/origin", "no_such_code"),
    ("identity", "/origin", ["cb_own"]),
    ("identity", "/domains", [1, "x"]),
    ("parties", "/owner", []),
    ("parties", "/owner", {}),
    ("parties", "/operators", [{"id": "op-1"}, "loose", {"id": "op-1"}, {}]),
    ("parties", "/operators", []),
    ("scope", "/scope/unknown_part", {"deep": [1, None]}),
    ("scope", "/scope/ccc_overlap/in_ccc_catalogue", "maybe"),
    ("requirements", "/requirements/@rq-ozone/threshold/value", "viel"),
    ("requirements", "/requirements/@rq-ozone/threshold/value", [1, 2, 3]),
    ("requirements", "/requirements/@rq-ozone/threshold/value", 1e21),
    ("requirements", "/requirements/@rq-ozone/basis_ref", "gone"),
    ("process", "/process/modules/@m-sel/params", {"open": {"to": "all"}}),
    ("process", "/process/surveillance/interval_months", 12.0),
    ("process", "/process/surveillance/interval_months", "zwölf"),
    ("certificate", "/certificate/validity_months", None),
    ("certificate", "/certificate/validity_months", "lang"),
    ("mark", "/mark", None),
    ("mark", "/mark", {}),
    ("mark", "/mark", "none"),
    ("mark", "/mark/artwork", {"name": "x"}),
    ("mark", "/mark/artwork", 7),
    ("fees", "/fees/@fe-1/amount", {}),
    ("fees", "/fees/@fe-1/amount", {"value": 1, "rule": {"zh": "二者"}}),
    ("fees", "/fees/@fe-1/amount", 500),
    ("closing", "/no_such_part", [1, {"a": None}]),
]


@pytest.mark.parametrize(("key", "address", "value"), ODD)
def test_an_odd_value_survives_an_unchanged_save(key: str, address: str, value: Any) -> None:
    blueprint, document = read(VALID[0].with_name("product.json"))
    odd = put(document, address, value)
    assert digest(saved(blueprint, copy.deepcopy(odd), key)) == digest(odd)


def test_every_kind_of_the_dialect_that_people_edit_has_a_field() -> None:
    """`open` and `commitment` are never edited; `null` is a shape of a variant."""
    kinds = {
        node.kind
        for blueprint in BLUEPRINTS.values()
        for node in _all_nodes(blueprint.root)
        if not node.is_hidden
    }
    assert kinds - {"null"} <= set(FIELDS)


def _all_nodes(node: Any) -> Any:
    yield node
    for child in (*node.children(), *node.variants()):
        yield from _all_nodes(child)
    if "items" in node.schema:
        yield from _all_nodes(node.item())
