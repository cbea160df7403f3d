"""A document made from a blueprint alone, to prove that there is one.

The smallest: what nothing asks for is left out. Whether it really satisfies the blueprint is
judged by the validator that judges every other document (`schemes.validation`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, islice, product
from typing import Any

from schemes.blueprints.blueprint import Blueprint
from schemes.blueprints.node import Condition, Node
from schemes.blueprints.witness_texts import passes, texts_for

Forced = frozenset[tuple[str, ...]]
_ABSENT: Any = object()
#: How many ways to answer the questions of one object are tried.
_MOST_WAYS = 20_000


class Impossible(ValueError):
    """No value can be made for a place: its address in the blueprint, and what it is."""

    def __init__(self, address: str, node: Node) -> None:
        super().__init__(address)
        self.address = address or "/"
        self.title = node.title


@dataclass(frozen=True)
class _Named:
    """Stands for the name of an item of a list until the whole document is there."""

    reference: str


def witness(blueprint: Blueprint) -> dict[str, Any]:
    """A document of the blueprint's shape. Raises `Impossible` with the place that has no value.

    Lists that others refer to get an item, which may in turn refer to other lists.
    """
    forced: Forced = frozenset()
    while True:
        document: dict[str, Any] = _Maker(forced).value(blueprint.root, "", ())
        wanted = forced | {path for name in _named(document) for path in _paths(name.reference)}
        if wanted == forced:
            named: dict[str, Any] = _with_names(document, document)
            return named
        forced = wanted


def dead_ends(blueprint: Blueprint) -> Iterator[Impossible]:
    """Every answer that nobody can give and every part that nobody can fill in."""
    yield from _dead_ends(blueprint.root, "")


def _dead_ends(node: Node, address: str) -> Iterator[Impossible]:
    questions = _Questions(node)
    for part in node.children():
        here = f"{address}/{part.name}"
        answers = questions.domain(part) if part.name in questions.fields else (...,)
        for answer in answers:
            if answer is not _ABSENT and not questions.can_hold(part.name, answer):
                yield Impossible(here, part)
                break
        yield from _dead_ends(part, here)
    if "items" in node.schema:
        yield from _dead_ends(node.item(), f"{address}/-")
    for index, shape in enumerate(node.variants()):
        yield from _dead_ends(shape, f"{address}|{index}")


class _Questions:
    """The parts of an object on which others depend, and the ways in which they can be answered."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.conditions: Sequence[Condition] = node.conditions()
        self.fields = tuple(dict.fromkeys(each.field for each in self.conditions))

    def domain(self, part: Node) -> tuple[Any, ...]:
        """The answers to one question; no answer comes first where none is asked for."""
        told = [v for each in self.conditions if each.field == part.name for v in each.values]
        if "const" in part.schema:
            answers: list[Any] = [part.schema["const"]]
        elif part.kind == "boolean":
            answers = [False, True]
        elif codes := part.schema.get("enum"):
            # Codes that no condition names all mean the same: one of them stands for all.
            others = [code for code in codes if code not in told]
            answers = [*others[:1], *(code for code in codes if code in told)]
        else:
            answers = [..., *told]
        return tuple(answers) if part.required else (_ABSENT, *answers)

    def ways(self, wanted: Mapping[str, Any] | None = None) -> Iterator[dict[str, Any]]:
        """Answers to all questions, some of them settled, that contradict no condition."""
        parts = [part for name in self.fields if (part := self.node.child(name)) is not None]
        settled = wanted or {}
        domains = [
            (settled[part.name],)
            if settled.get(part.name, ...) is not ...
            else tuple(a for a in self.domain(part) if part.name not in settled or a is not _ABSENT)
            for part in parts
        ]
        for answers in islice(product(*domains), _MOST_WAYS):
            given = {
                part.name: answer
                for part, answer in zip(parts, answers, strict=True)
                if answer is not _ABSENT
            }
            required, hidden = self.consequences(given)
            names = required | given.keys() | settled.keys()
            # What a condition asks for is in turn answered, or this is no way.
            if not names & hidden and not (required & set(self.fields)) - given.keys():
                yield given

    def consequences(self, given: Mapping[str, Any]) -> tuple[set[str], set[str]]:
        """The names of what must be there and of what must not, with these answers."""
        required, hidden = set(self.node.schema.get("required", ())), set()
        for condition in self.conditions:
            if condition.holds(given):
                required |= set(condition.requires)
            else:
                hidden |= set(condition.hides)
        return required, hidden

    def can_hold(self, name: str, answer: Any) -> bool:
        """Whether some way has this part, with this answer."""
        return next(self.ways({name: answer}), None) is not None


class _Maker:
    """Makes values; `forced` are the paths of lists and names that something refers to."""

    def __init__(self, forced: Forced) -> None:
        self.forced = forced
        self.numbers = count(1)

    def value(self, node: Node, address: str, path: tuple[str, ...]) -> Any:
        """A value for a place."""
        if node.reference:
            return _Named(node.reference)
        if "const" in node.schema:
            return node.schema["const"]
        if "oneOf" in node.schema:
            return self._shape(node, address, path)
        if "enum" in node.schema:
            return node.schema["enum"][0]
        types = node.schema.get("type")
        if isinstance(types, list):
            types = "null" if "null" in types else "number"
        makers = {"object": self._object, "array": self._list, "string": self._text}
        if types in makers:
            return makers[types](node, address, path)
        if types in ("integer", "number"):
            return _number(node, address, types == "integer", 0)
        return {"boolean": False, "null": None}[str(types)]

    def _shape(self, node: Node, address: str, path: tuple[str, ...]) -> Any:
        shapes = [shape for shape in node.variants() if shape.kind != "null" or not self._in(path)]
        for index, shape in enumerate(shapes):
            try:
                return self.value(shape, f"{address}|{index}", path)
            except Impossible:
                if shape is shapes[-1]:
                    raise
        raise Impossible(address, node)

    def _object(self, node: Node, address: str, path: tuple[str, ...]) -> dict[str, Any]:
        questions = _Questions(node)
        wanted = {p.name: ... for p in node.children() if self._in((*path, p.name))}
        failure = None
        for given in questions.ways(wanted):
            required, _hidden = questions.consequences(given)
            try:
                names = required | given.keys() | wanted.keys()
                return self._parts(node, address, path, names, given)
            except Impossible as impossible:
                failure = failure or impossible
        raise failure or Impossible(address, node)

    def _parts(
        self,
        node: Node,
        address: str,
        path: tuple[str, ...],
        names: set[str],
        given: Mapping[str, Any],
    ) -> dict[str, Any]:
        made = {}
        for part in node.children():
            if part.name not in names:
                continue
            answer = given.get(part.name, ...)
            if answer is ...:
                answer = self.value(part, f"{address}/{part.name}", (*path, part.name))
            made[part.name] = answer
        return made

    def _list(self, node: Node, address: str, path: tuple[str, ...]) -> list[Any]:
        wanted = max(node.schema.get("minItems", 0), int(self._in(path)))
        if wanted > node.schema.get("maxItems", wanted):
            raise Impossible(address, node)
        item, here = node.item(), f"{address}/-"
        if item.kind == "choice" and not item.reference:
            codes = item.schema["enum"]
            return self._enough(list(codes[:wanted]), wanted, here, item)
        if item.schema.get("type") == "string" and not item.reference:
            return self._enough(list(islice(texts_for(item.schema), wanted)), wanted, here, item)
        if item.schema.get("type") in ("integer", "number"):
            is_whole = item.schema["type"] == "integer"
            return [_number(item, here, is_whole, index) for index in range(wanted)]
        return [self.value(item, here, path) for _ in range(wanted)]

    @staticmethod
    def _enough(made: list[Any], wanted: int, address: str, node: Node) -> list[Any]:
        if len(made) < wanted:
            raise Impossible(address, node)
        return made

    def _text(self, node: Node, address: str, path: tuple[str, ...]) -> str:
        # Ids differ in the whole document; other texts may be the same.
        nth = next(self.numbers) if node.name == "id" else 1
        own = f"item-{nth}"
        if node.name == "id" and passes(own, node.schema):
            return own
        found = list(islice(texts_for(node.schema), nth))[-1:]
        if not found:
            raise Impossible(address, node)
        return found[0]

    def _in(self, path: tuple[str, ...]) -> bool:
        """Whether something refers to this place or to one inside it."""
        return any(forced[: len(path)] == path for forced in self.forced)


def _number(node: Node, address: str, is_whole: bool, nth: int) -> int | float:
    least, most = node.schema.get("minimum"), node.schema.get("maximum")
    number = least if least is not None else min(0, most) if most is not None else 0
    if is_whole:
        number = -int(-number // 1)
    number += nth
    if most is not None and number > most:
        raise Impossible(address, node)
    return int(number) if float(number).is_integer() else float(number)


def _paths(reference: str) -> list[tuple[str, ...]]:
    """The list that a reference names, and the key by which its items are named."""
    path, _hash, key = reference.partition("#")
    steps = tuple(path.strip("/").split("/"))
    return [(*steps, key or "id")]


def _named(value: Any) -> Iterator[_Named]:
    if isinstance(value, _Named):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _named(part)
    elif isinstance(value, list):
        for item in value:
            yield from _named(item)


def _with_names(value: Any, document: Mapping[str, Any]) -> Any:
    if isinstance(value, _Named):
        *steps, key = _paths(value.reference)[0]
        items: Any = document
        for step in steps:
            items = items[step]
        return items[0][key]
    if isinstance(value, dict):
        return {name: _with_names(part, document) for name, part in value.items()}
    if isinstance(value, list):
        return [_with_names(item, document) for item in value]
    return value
