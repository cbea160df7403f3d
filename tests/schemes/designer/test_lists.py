"""The buttons of lists in the designer, and what answers exclude."""

from __future__ import annotations

import pytest
from django.test import Client

from schemes.documents import digest, find
from schemes.models import Scheme
from tests.schemes.designer.editing import current, do, item_of, opened

pytestmark = pytest.mark.django_db


def ids(scheme: Scheme, address: str) -> list[str]:
    return [item["id"] for item in find(current(scheme).document, address, [])]


def test_adding_saves_what_was_typed_and_leads_to_the_new_item(
    author: Client, scheme: Scheme
) -> None:
    before = ids(scheme, "/fees")
    there = do(author, scheme, "fees", "add:/fees", **{"/fees/@fe-1/unit/zh": "次"})
    after = ids(scheme, "/fees")
    assert after[:-1] == before
    assert f"/sections/fees/item/?item=/fees/@{after[-1]}&" in there
    assert there.endswith(f"#in/fees/@{after[-1]}/item")
    assert find(current(scheme).document, "/fees/@fe-1/unit/zh") == "次"


@pytest.mark.parametrize(
    ("command", "order"),
    [
        ("up:/risk/@ri-2", ["ri-2", "ri-1"]),
        ("down:/risk/@ri-1", ["ri-2", "ri-1"]),
        ("up:/risk/@ri-1", ["ri-1", "ri-2"]),
        ("remove:/risk/@ri-1", ["ri-2"]),
        ("remove:/risk/@gone", ["ri-1", "ri-2"]),
        ("remove:/fees/@fe-1", ["ri-1", "ri-2"]),
        ("add:/no/such/list", ["ri-1", "ri-2"]),
        ("remove:/risk", ["ri-1", "ri-2"]),
        ("format:/risk", ["ri-1", "ri-2"]),
    ],
)
def test_buttons_of_a_list(author: Client, scheme: Scheme, command: str, order: list[str]) -> None:
    fees = ids(scheme, "/fees")
    do(author, scheme, "risk", command)
    assert ids(scheme, "/risk") == order
    assert ids(scheme, "/fees") == fees


def test_a_removed_item_can_be_put_back_where_it_was(author: Client, scheme: Scheme) -> None:
    before = current(scheme).document
    do(author, scheme, "fees", "remove:/fees/@fe-3")
    assert "fe-3" not in ids(scheme, "/fees")
    do(author, scheme, "fees", "put-back")
    assert digest(current(scheme).document) == digest(before)


def test_taking_out_the_last_optional_item_leaves_no_empty_list(
    author: Client, scheme: Scheme
) -> None:
    do(author, scheme, "closing", "remove:/disclosure/restricted_annexes/@ra-1")
    assert "restricted_annexes" not in current(scheme).document["disclosure"]


@pytest.mark.parametrize(
    ("command", "control"),
    [
        ("up:/risk/@ri-2", "down/risk/@ri-2"),  # it is the first now and has no button up
        ("down:/risk/@ri-1", "up/risk/@ri-1"),
        ("remove:/risk/@ri-1", "open/risk/@ri-2"),
        ("remove:/risk/@ri-2", "add/risk"),
    ],
)
def test_after_a_button_of_a_list_the_keyboard_goes_on_at_a_control_of_the_page(
    author: Client, scheme: Scheme, command: str, control: str
) -> None:
    there = do(author, scheme, "risk", command)
    assert there.endswith(f"#{control}")
    assert f'id="{control}"' in author.get(there).content.decode()


@pytest.mark.parametrize(
    ("key", "question", "asks", "excludes", "typed"),
    [
        (
            "scope",
            "/scope/ccc_overlap/in_ccc_catalogue",
            "yes",
            "no",
            "/scope/ccc_overlap/justification/zh",
        ),
        ("fees", "/fees/@fe-1/amount#shape", "2", "0", "/fees/@fe-1/amount|2/rule/zh"),
    ],
    ids=["condition", "shape"],
)
def test_what_an_answer_excludes_is_kept_and_comes_back_with_the_other_answer(
    author: Client, scheme: Scheme, key: str, question: str, asks: str, excludes: str, typed: str
) -> None:
    do(author, scheme, key, "save", **{question: asks, typed: "一段话"})
    do(author, scheme, key, "save", **{question: excludes})
    do(author, scheme, key, "autosave-is-no-command")
    assert "一段话" not in str(current(scheme).document)
    assert opened(author, scheme, key, item_of(scheme, typed))[typed] == ["一段话"]
    do(author, scheme, key, "save", **{question: asks})
    assert "一段话" in str(current(scheme).document)
    assert "一段话" not in str(current(scheme).set_aside)


def test_a_whole_part_that_an_answer_excludes_comes_back_with_the_other_answer(
    author: Client, scheme: Scheme
) -> None:
    typed = "/alliance/decision_rule/zh"
    do(author, scheme, "identity", "save", **{"/origin": "alliance"})
    do(author, scheme, "parties", "save", **{typed: "一段话"})
    do(author, scheme, "identity", "save", **{"/origin": "cb_own"})
    do(author, scheme, "parties", "save")
    assert "alliance" not in current(scheme).document
    do(author, scheme, "identity", "save", **{"/origin": "alliance"})
    assert opened(author, scheme, "parties")[typed] == ["一段话"]
    do(author, scheme, "parties", "save")
    assert "一段话" in str(current(scheme).document["alliance"])
    assert "/alliance" not in current(scheme).set_aside
