"""Addresses survive moving; pointers are their positional form."""

import pytest

from schemes.blueprints import builtin_blueprints
from schemes.documents import NoSuchPlace, find, get, to_address, to_pointer, walk
from schemes.documents.addresses import format as format_address
from schemes.documents.addresses import numbered, parse, records_of, resolve
from schemes.validation import find_blueprint
from tests.documents import valid_document, valid_names


@pytest.mark.parametrize("name", valid_names())
def test_address_and_pointer_name_the_same_place(name: str) -> None:
    document = valid_document(name)
    blueprint = find_blueprint(document, builtin_blueprints())
    assert blueprint is not None
    for place in walk(blueprint, document):
        pointer = to_pointer(document, place.address)
        assert get(document, pointer) == place.value
        assert to_address(document, pointer) == place.address


def test_an_address_stays_when_items_move() -> None:
    document = valid_document()
    before = get(document, "/basis/@bs-3/title")
    document["basis"].reverse()
    assert get(document, "/basis/@bs-3/title") == before
    assert to_pointer(document, "/basis/@bs-3/title") == "/basis/2/title"


def test_of_two_items_with_one_id_the_second_is_named_by_position() -> None:
    document = {"list": [{"id": "a"}, {"id": "a"}]}
    assert to_address(document, "/list/0/id") == "/list/@a/id"
    assert to_address(document, "/list/1/id") == "/list/1/id"


@pytest.mark.parametrize("identity", ["", None, 7])
def test_an_item_without_a_usable_id_is_named_by_position(identity: object) -> None:
    items = [{"id": "a"}, {"id": identity}]
    assert [address for address, _item in records_of("/list", items)] == ["/list/@a", "/list/1"]
    assert [step for step, _item in numbered(items)] == ["@a", 1]
    assert to_address({"list": items}, "/list/1") == "/list/1"
    assert get({"list": items}, "/list/1") == {"id": identity}
    assert find({"list": items}, "/list/@", "nothing") == "nothing"


@pytest.mark.parametrize("steps", [(), ("a",), ("a/b", "c~d"), ("@x", "0"), ("~1",)], ids="|".join)
def test_steps_survive_writing_and_reading(steps: tuple[str, ...]) -> None:
    assert parse(format_address(steps)) == steps


@pytest.mark.parametrize(
    "address", ["/nothing", "/basis/@gone", "/basis/99", "/basis/-1", "/title/zh/x", "/basis/x"]
)
def test_an_address_that_leads_nowhere_says_so(address: str) -> None:
    document = valid_document()
    with pytest.raises(NoSuchPlace):
        get(document, address)
    with pytest.raises(NoSuchPlace):
        resolve(document, address)
    assert find(document, address, "nothing") == "nothing"


def test_a_missing_part_keeps_its_name_in_the_pointer() -> None:
    document = valid_document()
    assert to_pointer(document, "/basis/@bs-2/nothing/here") == "/basis/1/nothing/here"


def test_an_address_without_a_slash_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="slash"):
        parse("basis")
