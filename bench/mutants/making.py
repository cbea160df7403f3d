"""The mutants of a module, and the sample of them that is tried."""

from __future__ import annotations

import ast
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from bench.mutants.operators import OPERATORS
from bench.mutants.rooms import ROOT, Room

#: What no mutant changes: it is not carried out, or in f-strings has no place of its own.
_LEFT_ALONE = (ast.JoinedStr, ast.Import, ast.ImportFrom)


@dataclass(frozen=True)
class Place:
    """What a piece of the code stands in."""

    #: Names of the classes and functions around it, from outside.
    scope: tuple[str, ...]
    #: First and last line of its statement, or of the head of that.
    lines: tuple[int, int]
    is_in_function: bool


@dataclass(frozen=True)
class Mutant:
    """One change: where it stands, what stood there and what stands there instead."""

    path: Path
    place: Place
    operator: str
    #: Which of the equal changes in this scope it is.
    nth: int
    #: From and to, as bytes of the source.
    span: tuple[int, int]
    before: str
    after: str

    @cached_property
    def key(self) -> str:
        """What orders the mutants: as if by chance, and the same until this place is edited."""
        file = self.path.relative_to(ROOT).as_posix()
        words = (file, *self.place.scope, self.operator, str(self.nth), self.before, self.after)
        return hashlib.sha256("\0".join(words).encode()).hexdigest()

    @cached_property
    def line(self) -> int:
        """The line that is changed, or the first of them."""
        return self.path.read_bytes()[: self.span[0]].count(b"\n") + 1

    def is_reached_by(self, line: int) -> bool:
        """Whether who comes to this line of the module meets the change.

        Outside functions everything is carried out when the module is imported, before any test.
        """
        first, last = self.place.lines
        return not self.place.is_in_function or first <= line <= last

    @property
    def source(self) -> str:
        """The whole module with the change."""
        whole, (start, end) = self.path.read_bytes(), self.span
        return (whole[:start] + self.after.encode() + whole[end:]).decode()

    @property
    def module(self) -> str:
        """The dotted name."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def sample(room: Room) -> list[Mutant]:
    """The mutants of a room that are tried; an edit elsewhere hardly changes which."""
    found = [mutant for path in room.modules() for mutant in mutants_of(path)]
    return sorted(found, key=lambda mutant: mutant.key)[: room.most]


def mutants_of(path: Path) -> Iterator[Mutant]:
    """All mutants of a module, in the order of its text."""
    source = path.read_bytes()
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    seen: Counter[tuple[object, ...]] = Counter()
    for node, place in _places(ast.parse(source)):
        for operator in OPERATORS:
            for replaced, by in operator(node):
                end_line, end_column = replaced.end_lineno or 0, replaced.end_col_offset or 0
                start = starts[replaced.lineno - 1] + replaced.col_offset
                end = starts[end_line - 1] + end_column
                change = (source[start:end].decode(), _written(by))
                same = (place.scope, operator.__name__, *change)
                nth, seen[same] = seen[same], seen[same] + 1
                yield Mutant(path, place, operator.__name__, nth, (start, end), *change)


def _written(node: ast.AST) -> str:
    """As source; what is made of parts in brackets, since it stands among others."""
    text = ast.unparse(ast.fix_missing_locations(node))
    is_whole = not isinstance(node, ast.expr) or isinstance(node, ast.Name | ast.Constant)
    return text if is_whole else f"({text})"


def _places(
    node: ast.AST, place: Place = Place((), (0, 0), is_in_function=False)
) -> Iterator[tuple[ast.AST, Place]]:
    """Every node that a mutant may change."""
    if isinstance(node, ast.stmt):
        place = replace(place, lines=(node.lineno, _end_of_head(node)))
    yield node, place
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        is_function = isinstance(node, ast.FunctionDef) or place.is_in_function
        place = replace(place, scope=(*place.scope, node.name), is_in_function=is_function)
    for child in _carried_out(node):
        if not isinstance(child, _LEFT_ALONE):
            yield from _places(child, place)


def _end_of_head(node: ast.stmt) -> int:
    body = getattr(node, "body", None)
    return max(node.lineno, body[0].lineno - 1) if body else node.end_lineno or node.lineno


def _carried_out(node: ast.AST) -> Iterator[ast.AST]:
    """The parts without annotations, decorators and what is there for the type checker alone."""
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return
    for field, value in ast.iter_fields(node):
        if field not in {"annotation", "returns", "decorator_list"}:
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield child
