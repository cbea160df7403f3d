"""Documents made to be expensive, each in any size; every one is JSON that `parse` accepts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.documents import valid_document

Document = dict[str, Any]


def _product(**parts: Any) -> Document:
    return {**valid_document("product"), **parts}


def empty_items(size: int) -> Document:
    return {"blueprint": "product/1", "basis": [{} for _ in range(size)]}


def empty_items_of_every_list(size: int) -> Document:
    lists = [name for name, part in valid_document("product").items() if isinstance(part, list)]
    return _product(**{name: [{} for _ in range(size // 20)] for name in lists})


def unknown_parts(size: int) -> Document:
    return _product(**{f"unknown-{n}": n for n in range(size)})


def unknown_parts_of_each_item(size: int) -> Document:
    basis = valid_document("product")["basis"][0]
    items = [{**basis, "id": f"b-{n}", "strange": {"stranger": n}} for n in range(size)]
    return _product(basis=items)


def one_id_for_all(size: int) -> Document:
    return _product(basis=[valid_document("product")["basis"][0] for _ in range(size)])


def items_of_a_wrong_kind(size: int) -> Document:
    return _product(basis=["b"] * size, requirements=[1] * size, operators=[None] * size)


def objects_in_a_list_of_codes(size: int) -> Document:
    return _product(domains=[{"a": [n % 7]} for n in range(size)], language=[{}] * size)


def references_that_lead_nowhere(size: int) -> Document:
    requirement = valid_document("product")["requirements"][0]
    lost = [{**requirement, "id": f"r-{n}", "basis": f"gone-{n}"} for n in range(size)]
    return _product(requirements=lost)


def operators_without_approval(size: int) -> Document:
    operator = {"cb": {"zh": "机构"}, "approval_no": "CNCA-R-2099-001"}
    operators = [{**operator, "id": f"o-{n}", "approval_no": f"N-{n}"} for n in range(size)]
    return _product(origin="alliance", operators=operators, domains=[f"{n}" for n in range(size)])


def requirements_alike(size: int) -> Document:
    requirement = valid_document("product")["requirements"][0]
    return _product(requirements=[{**requirement, "id": f"r-{n}"} for n in range(size)])


def levels_on_levels(size: int) -> Document:
    levels = [
        {"id": f"l-{n}", "code": f"L{n}", "order": n, "includes": f"L{n - 1}"} for n in range(size)
    ]
    return _product(grading={"graded": True, "levels": levels})


def endings_alike(size: int) -> Document:
    document = valid_document("product")
    conditions = [{"id": f"c-{n}", "code": "x", "text": {"zh": "同一理由"}} for n in range(size)]
    for name in ("suspension", "revocation", "cancellation"):
        document["certificate"][name] = {"conditions": conditions}
    return document


def modules_of_one_function(size: int) -> Document:
    document = valid_document("product")
    module = document["process"]["modules"][0]
    document["process"]["modules"] = [{**module, "id": f"m-{n}"} for n in range(size)]
    return document


def one_choice_too_many(size: int) -> Document:
    """Every number-or-range has a shape of its own, and none fits."""
    requirement = valid_document("product")["requirements"][0]
    threshold = {"value": {"from": {}, "to": []}, "op": {}, "unit": []}
    wrong = [{**requirement, "id": f"r-{n}", "threshold": threshold} for n in range(size)]
    return _product(requirements=wrong)


def long_text(size: int) -> Document:
    return _product(title={"zh": "最佳" * (100 * size), "en": "-" * (200 * size)})


def long_words_for_patterns(size: int) -> Document:
    return _product(rule_number="A-" * (100 * size), version="1." * (100 * size), id="x" * size)


def deep_nesting(size: int) -> Document:
    inner: Any = 1
    for _ in range(25):
        inner = {"a": [inner]}
    return _product(basis=[{"id": f"b-{n}", "title": inner} for n in range(size // 10)])


def files_without_end(size: int) -> Document:
    files = [{"id": f"f-{n}", "sha256": f"{n:064x}", "mime": "image/svg+xml"} for n in range(size)]
    document = valid_document("product")
    document["mark"] = {
        **document["mark"],
        "variants_by_level": files,
        "text_elements": ["最佳"] * size,
    }
    return {**document, "annexes": files}


def everything_many_times(size: int) -> Document:
    """Each list of a sound document, its first item repeated under new ids."""
    document = valid_document("product")
    for name, part in document.items():
        if isinstance(part, list) and part and isinstance(part[0], dict):
            document[name] = [{**part[0], "id": f"{name}-{n}"} for n in range(size // 4)]
    return document


WORST: tuple[Callable[[int], Document], ...] = (
    empty_items,
    empty_items_of_every_list,
    unknown_parts,
    unknown_parts_of_each_item,
    one_id_for_all,
    items_of_a_wrong_kind,
    objects_in_a_list_of_codes,
    references_that_lead_nowhere,
    operators_without_approval,
    requirements_alike,
    levels_on_levels,
    endings_alike,
    modules_of_one_function,
    one_choice_too_many,
    long_text,
    long_words_for_patterns,
    deep_nesting,
    files_without_end,
    everything_many_times,
)
