"""What a corrected version changes, and whether that was asked for: values, no records."""

from __future__ import annotations

import copy
from types import SimpleNamespace

import pytest

from registry.procedure.corrections import Correction, opened_by
from schemes.blueprints import builtin_blueprints
from schemes.validation import find_blueprint
from tests.factories import valid_document

FOUND = find_blueprint(valid_document("product"), builtin_blueprints())
BLUEPRINT = SimpleNamespace(blueprint=FOUND)


def _corrected(change) -> Correction:
    before = valid_document("product")
    after = copy.deepcopy(before)
    change(after)
    filed, corrected = (
        SimpleNamespace(document=one, blueprint=BLUEPRINT) for one in (before, after)
    )
    return Correction(filed, corrected)


FIRST, SECOND = (row["id"] for row in valid_document("product")["basis"][:2])


def _title(document):
    document["basis"][0]["title"] = {"zh": "改过的名称"}


def _reordered(document):
    document["basis"].reverse()


def _removed(document):
    del document["basis"][0]


#: What was done, at which place a remark was, whether something changed there, is it gone.
CASES = [
    (_title, f"/basis/@{FIRST}/title", True, False),
    (_title, f"/basis/@{FIRST}", True, False),
    (_title, "/basis", True, False),
    (_title, "", True, False),
    (_title, f"/basis/@{FIRST}/ref", False, False),
    (_title, f"/basis/@{SECOND}", False, False),
    (_reordered, f"/basis/@{FIRST}", False, False),
    (_reordered, f"/basis/@{FIRST}/title", False, False),
    (_reordered, "/basis", True, False),
    (_removed, f"/basis/@{FIRST}/title", True, True),
    (_removed, f"/basis/@{SECOND}", False, False),
    (_removed, "/basis", True, False),
    (lambda document: None, "", False, False),
    (lambda document: document.update(version="9.0.0"), "", False, False),
]


@pytest.mark.parametrize(("change", "address", "is_changed", "is_removed"), CASES)
def test_a_change_is_known_at_its_place_and_a_move_for_what_it_is(
    change, address, is_changed, is_removed
):
    correction = _corrected(change)
    assert bool(correction.at(address)) is is_changed
    assert correction.is_removed(address) is is_removed
    assert correction.settles(address) is (is_changed or is_removed)


#: What was returned, and whether the change of the first title was asked for by that.
RETURNED = {
    (f"/basis/@{FIRST}/title",): True,
    (f"/basis/@{FIRST}/ref",): True,  # one row is one part
    ("/basis",): True,
    ("",): True,
    (f"/basis/@{SECOND}/title",): False,
    ("/scope",): False,
    ("/scope", f"/basis/@{FIRST}"): True,
    (): False,
}


@pytest.mark.parametrize("asked", RETURNED)
def test_a_change_outside_the_returned_parts_is_an_extra_one(asked):
    beside = [change.address for change in _corrected(_title).beside(asked)]
    assert (beside == []) is RETURNED[asked]


def test_of_an_item_in_a_list_all_of_it_is_open():
    assert opened_by("/basis/@b1/title") == "/basis/@b1"
    assert opened_by("/scope/product") == "/scope/product"
    assert opened_by("") == ""
