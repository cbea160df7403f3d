"""Editing by address leaves the old document as it was."""

import pytest

from schemes.documents import NoSuchPlace, get
from schemes.documents.editing import append, move, put, remove
from tests.documents import valid_document


def test_putting_makes_the_records_on_the_way() -> None:
    document = put({}, "/process/units/principle/zh", "按原理划分")
    assert document == {"process": {"units": {"principle": {"zh": "按原理划分"}}}}


def test_putting_changes_a_copy() -> None:
    document = valid_document()
    changed = put(document, "/basis/@bs-2/title/zh", "别的")
    assert get(changed, "/basis/@bs-2/title/zh") == "别的"
    assert document == valid_document()


def test_putting_into_an_item_that_is_not_there_is_refused() -> None:
    with pytest.raises(NoSuchPlace):
        put(valid_document(), "/basis/@gone/title", {})


def test_removing_leaves_no_empty_records_behind() -> None:
    document = {"process": {"units": {"principle": {"zh": "x"}}}, "version": "1.0.0"}
    assert remove(document, "/process/units/principle/zh") == {"version": "1.0.0"}
    assert remove(document, "/nothing/here") == document


def test_removing_the_last_field_of_an_item_keeps_the_item() -> None:
    document = {"fees": [{"name": {"zh": "x"}}]}
    assert remove(document, "/fees/0/name/zh") == {"fees": [{}]}


def test_appending_makes_the_list() -> None:
    assert append({}, "/fees", {"id": "fe-1"}) == {"fees": [{"id": "fe-1"}]}


@pytest.mark.parametrize(("by", "order"), [(1, "bac"), (-1, "abc"), (2, "bca"), (9, "bca")])
def test_moving_stops_at_the_ends(by: int, order: str) -> None:
    document = {"list": [{"id": letter} for letter in "abc"]}
    moved = move(document, "/list/@a", by)
    assert "".join(item["id"] for item in moved["list"]) == order
