"""Ids are minted once, unique, and kept."""

import re

from schemes.documents import duplicate_ids, ids_of, mint_id, with_ids, with_new_ids
from schemes.documents.identities import prefix_for
from tests.documents import valid_document

SHAPE = re.compile(r"[a-z0-9-]{4,16}")


def test_a_minted_id_has_the_shape_of_ids_and_is_new() -> None:
    taken: set[str] = set()
    for _ in range(200):
        minted = mint_id("restricted", taken)
        assert SHAPE.fullmatch(minted)
        assert minted not in taken
        taken.add(minted)


def test_missing_ids_are_added_and_present_ones_stay() -> None:
    document = valid_document()
    del document["fees"][2]["id"]
    completed = with_ids(document)
    assert SHAPE.fullmatch(completed["fees"][2]["id"])
    assert completed["fees"][2]["id"] not in ids_of(document)
    assert [fee["id"] for fee in completed["fees"] if fee["id"] in ids_of(document)] == [
        "fe-1",
        "fe-2",
        "fe-4",
        "fe-5",
        "fe-6",
        "fe-7",
    ]
    assert "id" not in document["fees"][2]


def test_an_empty_id_is_no_id() -> None:
    document = {"fees": [{"id": "", "name": "a"}, {"id": "", "name": "b"}]}
    assert ids_of(document) == set()
    assert duplicate_ids(document) == []
    first, second = with_ids(document)["fees"]
    assert first["id"] != second["id"]
    assert all(SHAPE.fullmatch(item["id"]) for item in (first, second))


def test_a_document_with_all_ids_is_left_alone() -> None:
    document = valid_document("service")
    assert with_ids(document) == document


def test_codes_and_references_get_no_ids() -> None:
    document = {"language": ["zh"], "items": ["a-1"]}
    assert with_ids(document) == document


def test_a_duplicated_item_gets_new_ids_throughout() -> None:
    document = valid_document("product_alliance")
    copy = with_new_ids(document["alliance"], ids_of(document))
    assert ids_of(copy).isdisjoint(ids_of(document))
    assert len(ids_of(copy)) == len(ids_of(document["alliance"]))


def test_a_repeated_id_is_found_at_its_second_place() -> None:
    document = valid_document()
    document["annexes"][2]["id"] = "bs-1"
    assert duplicate_ids(document) == [("/annexes/@bs-1/id", "bs-1")]


def test_prefixes_come_from_the_name_of_the_list() -> None:
    assert prefix_for("restricted_annexes") == "ra"
    assert prefix_for("basis") == "ba"
    assert prefix_for("中文") == "it"
