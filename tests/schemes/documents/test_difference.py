"""The difference names what changed and nothing else."""

from collections.abc import Callable
from typing import Any

import pytest

from schemes.blueprints import builtin_blueprints
from schemes.documents import difference
from tests.documents import valid_document, valid_names

PRODUCT = next(b for b in builtin_blueprints() if b.ref == "product/1")
Document = dict[str, Any]


def change(document: Document, **parts: Any) -> None:
    document.update(parts)


CHANGES: dict[str, tuple[Callable[[Document], object], list[tuple[str, str]]]] = {
    "a text": (
        lambda d: d["basis"][1]["title"].update(zh="别的"),
        [("change", "/basis/@bs-2/title")],
    ),
    "a removed item": (lambda d: d["basis"].pop(0), [("remove", "/basis/@bs-1")]),
    "an added item": (
        lambda d: d["fees"].insert(0, {"id": "fe-new"}),
        [("add", "/fees/@fe-new")],
    ),
    "an item moved to the front": (
        lambda d: d["basis"].insert(0, d["basis"].pop(3)),
        [("move", "/basis/@bs-4")],
    ),
    "an item moved and changed": (
        lambda d: (d["basis"].append(d["basis"].pop(0)), d["basis"][-1].update(clauses="6")),
        [("move", "/basis/@bs-1"), ("change", "/basis/@bs-1/clauses")],
    ),
    "the mark given up": (lambda d: change(d, mark=None), [("change", "/mark")]),
    "another kind of amount": (
        lambda d: d["fees"][0].update(amount={"min": 1, "max": 2}),
        [("change", "/fees/@fe-1/amount")],
    ),
    "the same kind of amount": (
        lambda d: d["fees"][0].update(amount={"value": 1}),
        [("change", "/fees/@fe-1/amount/value")],
    ),
    "a list of codes": (
        lambda d: d["scope"]["characteristics"].append("safety"),
        [("change", "/scope/characteristics")],
    ),
    "a part the blueprint does not know": (
        lambda d: change(d, colour="blue"),
        [("add", "/colour")],
    ),
    "1 and 1.0 are the same number": (
        lambda d: d["records"].update(retention_months=96.0),
        [],
    ),
}


@pytest.mark.parametrize(("edit", "expected"), CHANGES.values(), ids=CHANGES)
def test_a_change_is_named_at_its_place(
    edit: Callable[[Document], object], expected: list[tuple[str, str]]
) -> None:
    document = valid_document()
    edit(document)
    found = difference(PRODUCT, valid_document(), document)
    assert [(one.op, one.address) for one in found] == expected


@pytest.mark.parametrize("name", valid_names())
def test_a_document_does_not_differ_from_itself(name: str) -> None:
    document = valid_document(name)
    blueprint = next(b for b in builtin_blueprints() if b.ref == document["blueprint"])
    assert difference(blueprint, document, valid_document(name)) == []


def test_a_change_carries_what_was_and_what_is() -> None:
    document = valid_document()
    document["version"] = "1.1.0"
    (only,) = difference(PRODUCT, valid_document(), document)
    assert (only.before, only.after) == ("1.0.0", "1.1.0")
    assert only.node is not None
    assert only.node.name == "version"
