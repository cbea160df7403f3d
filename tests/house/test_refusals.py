"""A test of a refusal says which guard refused: an act has several of one kind."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
REFUSALS = {"RulesBroken", "WrongState", "NotAllowed"}


def _refusals_awaited(file: Path) -> Iterator[ast.Call]:
    """Each `raises(…)` of the file that names a refusal, alone or among others."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("raises") and node.args:
            named = {name.id for name in ast.walk(node.args[0]) if isinstance(name, ast.Name)}
            if named & REFUSALS:
                yield node


def test_every_awaited_refusal_says_by_its_words_which_guard_refused() -> None:
    awaited = [(file, call) for file in TESTS.rglob("*.py") for call in _refusals_awaited(file)]
    assert awaited
    assert [
        f"{file.relative_to(TESTS)}:{call.lineno}"
        for file, call in awaited
        if not any(keyword.arg == "match" for keyword in call.keywords)
    ] == []
