"""Mutants change one thing, keep their names when others are edited, and take effect everywhere."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bench.mutants import making
from bench.mutants.grafting import graft
from bench.mutants.making import Mutant, mutants_of
from bench.mutants.rooms import ROOMS, Room


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Writes a module of a product that consists of nothing else."""
    monkeypatch.setattr(making, "ROOT", tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))

    def write(source: str, name: str = "mutated") -> Path:
        path = tmp_path / f"{name}.py"
        path.write_text(source)
        monkeypatch.delitem(sys.modules, name, raising=False)
        importlib.invalidate_caches()
        return path

    return write


@pytest.mark.parametrize(
    ("source", "after"),
    [
        ("x = a < b", ["(a <= b)"]),
        ("x = a == b != c", ["(a != b != c)", "(a == b == c)"]),
        ("x = a not in b", ["(a in b)"]),
        ("x = a and not b", ["(a or not b)", "b"]),
        ("x = [a for a in b if c]", ["True"]),
        ("x = a if b else c", ["(not b)"]),
        ("if a:\n    b()", ["(not a)", "pass"]),
        ("x = {**a} | b", ["({**a} & b)"]),
        ("x = 3, True", ["4", "False"]),
        ("x = min(a)", ["max"]),
        ("def f():\n    return a", ["return None"]),
        ("def f():\n    return None", []),
        ("def f():\n    raise Wrong(a)", ["pass"]),
        ("def f():\n    raise NotImplementedError", []),
        ("for a in b:\n    continue", ["break"]),
        ("x += 1", ["pass", "2"]),
        ('x = "words", f"{3}"', []),
        ('"""A docstring."""\nimport a\nx: int | None = b', []),
        ("@cache(9)\ndef f(a: int = 3) -> int | None: ...", ["4"]),
    ],
)
def test_one_thing_is_changed_at_a_time(written: Any, source: str, after: list[str]) -> None:
    path = written(source)
    mutants = list(mutants_of(path))
    assert [mutant.after for mutant in mutants] == after
    for mutant in mutants:
        assert mutant.source == source.replace(mutant.before, mutant.after, 1) != source


def test_an_edit_elsewhere_leaves_the_mutants_of_a_place_as_they_were(written: Any) -> None:
    before = {m.key for m in mutants_of(written("def f(a):\n    return a > 3 or a < 3 or a < 3\n"))}
    edited = "LIMIT = 9\n\n\ndef g(a):\n    return a > 3\n\n\n" + "# 说明\n"
    after = {
        m.key
        for m in mutants_of(written(edited + "def f(a):\n    return a > 3 or a < 3 or a < 3\n"))
    }
    assert len(before) == 8
    assert before < after


SOURCE = """
from dataclasses import dataclass
from functools import cache
LIMIT = 3
def far(a): return a > LIMIT
@cache
def once(a): return a + 3
@dataclass(frozen=True)
class Limits:
    most: int = 5
class Above:
    def said(self): return "above"
class Act(Above):
    states = (1,)
    @classmethod
    def named(cls): return 7
    @property
    def held(self): return not self.states
    def said(self):
        words = []
        words.append(super().said())
        return words
"""


@pytest.mark.parametrize(
    ("before", "after", "ask", "said"),
    [
        ("3", "4", lambda user: user.LIMIT, 4),
        ("a > LIMIT", "(a >= LIMIT)", lambda user: user.far(3), True),
        ("a + 3", "(a - 3)", lambda user: user.once(1), -2),
        ("5", "6", lambda user: user.Limits().most, 6),
        ("1", "2", lambda user: user.Act.states, (2,)),
        ("return 7", "return None", lambda user: user.Act.named(), None),
        ("not self.states", "(self.states)", lambda user: user.Act().held, (1,)),
        ("words.append(super().said())", "pass", lambda user: user.Act().said(), []),
    ],
)
def test_a_mutant_is_met_by_whoever_imported_the_original(
    written: Any, before: str, after: str, ask: Callable[[Any], object], said: object
) -> None:
    path = written(SOURCE)
    written("from mutated import Act, LIMIT, Limits, far, once\nonce(1)\n", "user")
    user = importlib.import_module("user")
    mutant = next(m for m in mutants_of(path) if (m.before, m.after) == (before, after))
    assert ask(user) != said
    assert graft(mutant)
    assert ask(user) == said


def test_a_mutant_that_cannot_be_loaded_is_not_grafted(written: Any) -> None:
    path = written("A = {3: 'a'}[1 + 2]\n")
    importlib.import_module("mutated")
    wrong = [m for m in mutants_of(path) if m.before in {"1", "2"}]
    assert [graft(mutant) for mutant in wrong] == [False, False]


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_room_has_code_and_tests(room: Room) -> None:
    assert room.modules()
    assert room.test_modules()
    names: list[Mutant] = [m for path in room.modules() for m in mutants_of(path)]
    assert len({mutant.key for mutant in names}) == len(names) >= room.most
