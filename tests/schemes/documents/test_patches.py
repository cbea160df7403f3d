"""A patch leads exactly from one document to another, and touches neither."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemes.documents import canonical
from schemes.documents.patches import Unfit, count_of, patch_between, patched

LEAVES = (
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(-2, 2) | st.text("a甲", max_size=3)
)
NAMES = st.sampled_from(["id", "a", "b", "zh"])
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=25,
)
ITEMS = st.lists(st.sampled_from("pqrst"), max_size=6).map(
    lambda ids: [{"id": one, "n": n % 2} for n, one in enumerate(ids)]
)


@settings(max_examples=300, deadline=None)
@given(VALUES | ITEMS, VALUES | ITEMS)
def test_it_leads_there_byte_by_byte_and_changes_nothing(held: Any, wanted: Any) -> None:
    before = copy.deepcopy(held)
    patch = patch_between(held, wanted)
    kept = json.loads(json.dumps(patch))
    came = held if kept is None else patched(held, kept)
    assert repr(_sorted(came)) == repr(_sorted(wanted))
    assert repr(held) == repr(before)


def _sorted(value: Any) -> Any:
    return json.loads(json.dumps(value, sort_keys=True))


def items(names: str) -> list[dict[str, str]]:
    return [{"id": name, "text": name * 20} for name in names]


#: From which items to which, and how much that counts.
WAYS = {
    "nothing": ("abcdef", "abcdef", 0),
    "an item taken out": ("abcdef", "abdef", 1),
    "an item put in": ("abcdef", "abxcdef", 1),
    "an item moved to the front": ("abcdef", "eabcdf", 1),
    "two items put in": ("abcdef", "xabcdefy", 2),
}


@pytest.mark.parametrize("name", list(WAYS))
def test_what_stays_of_a_list_is_not_written_down(name: str) -> None:
    before, after, count = WAYS[name]
    patch = patch_between({"r": items(before)}, {"r": items(after)})
    assert (count_of(patch) if patch else 0) == count
    assert all(stays * 20 not in str(patch) for stays in set(before) & set(after))


def test_what_does_not_change_is_shared() -> None:
    held = {"r": items("abc"), "s": {"zh": "甲"}}
    made = patched(held, {"in": {"s": {"set": {"en": "a"}}}})
    assert made["r"] is held["r"]
    assert canonical(made["s"]) == canonical({"zh": "甲", "en": "a"})


@pytest.mark.parametrize(
    "patch", [{"drop": ["x"]}, {"in": {"x": {"value": 1}}}, {"in": {"r": {"runs": [[0, 9]]}}}]
)
def test_a_patch_of_another_document_is_refused(patch: dict[str, Any]) -> None:
    with pytest.raises(Unfit, match=r"x|9"):
        patched({"r": items("a")}, patch)
