"""The code is read: a record gets a state through `portal.core.moves` and in no other way."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("portal", "schemes", "registry", "cms")
#: The one door.
DOOR = "portal/core/moves.py"
#: A read model that repeats the state of its entry.
COPIES = {"Publication"}
WRITERS = {
    *("create", "acreate", "get_or_create", "update_or_create"),
    *("update", "aupdate", "bulk_create", "bulk_update"),
}
STATEFUL = {
    model.__name__
    for model in apps.get_models()
    if any(field.name == "state" for field in model._meta.fields)
} - COPIES


def sources() -> list[Path]:
    """All modules that run, without migrations."""
    found = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return [path for path in found if "migrations" not in path.parts]


def states_set(tree: ast.AST) -> list[int]:
    """The lines that give a record a state."""
    return [node.lineno for node in ast.walk(tree) if _assigns(node) or _writes(node)]


def _assigns(node: ast.AST) -> bool:
    """`record.state = …`, in whatever form, and `setattr(record, "state", …)`."""
    if isinstance(node, ast.Attribute):
        return node.attr == "state" and isinstance(node.ctx, ast.Store | ast.Del)
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "setattr":
        return any(_is_state(argument) for argument in node.args)
    return False


def _writes(node: ast.AST) -> bool:
    """`rows.update(state=…)`, `Filing(state=…)`, `defaults={"state": …}`, `["state"]`."""
    if not isinstance(node, ast.Call):
        return False
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if name not in WRITERS | STATEFUL:
        return False
    given = {keyword.arg: keyword.value for keyword in node.keywords}
    lists = [*node.args, *given.values()]
    inside = (part for one in lists if isinstance(one, ast.Dict | ast.List) for part in _parts(one))
    return "state" in given or any(_is_state(part) for part in inside)


def _parts(literal: ast.Dict | ast.List) -> list[ast.expr | None]:
    return list(literal.keys if isinstance(literal, ast.Dict) else literal.elts)


def _is_state(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and node.value == "state"


def test_a_state_is_given_through_the_one_door_alone():
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sources()
        if str(path.relative_to(ROOT)) != DOOR
        for line in states_set(ast.parse(path.read_text()))
    ]
    assert found == []


def test_the_door_is_where_it_is_said_to_be():
    assert states_set(ast.parse((ROOT / DOOR).read_text()))
    assert {"Filing", "Entry", "Version", "BlueprintVersion", "RoleGrant"} <= STATEFUL


@pytest.mark.parametrize(
    "written",
    [
        "filing.state = 'ended'",
        "before, filing.state = filing.state, 'ended'",
        "self.record.state: str = 'ended'",
        "setattr(filing, 'state', 'ended')",
        "Filing.objects.filter(pk=1).update(state='ended')",
        "Filing.objects.create(number='1', state='ended')",
        "Filing(number='1', state='ended')",
        "Filing.objects.get_or_create(number='1', defaults={'state': 'ended'})",
        "Filing.objects.bulk_update(filings, ['state'])",
    ],
)
def test_the_reader_sees_every_way_to_give_a_state(written):
    assert states_set(ast.parse(written)) == [1]


@pytest.mark.parametrize(
    "written",
    [
        "Filing.objects.filter(state='ended')",
        "Q(state='ended')",
        "filing.record_event(from_state=filing.state, to_state='ended')",
        "words.update(state_label='ended')",
    ],
)
def test_the_reader_lets_questions_pass(written):
    assert states_set(ast.parse(written)) == []
