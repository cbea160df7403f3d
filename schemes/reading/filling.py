"""The blanks of a sentence filled in from a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from schemes.blueprints import Node
from schemes.blueprints.phrasing import Blank, Mention, Part, Portion, Template
from schemes.documents.addresses import child
from schemes.reading.blocks import Run, Value
from schemes.reading.phrases import Reader, is_internal

#: Signs that end a sentence or a member of a list, in either language.
_END = re.compile(r"[。．.；;，,、]+$")
#: What is written with a full stop that ends nothing.
_SHORT = re.compile(r"\b(?:Ltd|Inc|Co|Corp|etc|No|e\.g|i\.e|GmbH)\.$")
_SIGNS = "。，；、,.;"
_STOPS = ("。", "；", ".", ";")


class Absent(Exception):
    """A place that a sentence needs is not in the document."""


@dataclass(frozen=True)
class Scope:
    """The record that blanks are filled from: its address, its node and what stands there."""

    address: str
    node: Node | None
    value: Any


@dataclass
class Filled:
    """Words with the places that they say. `mentions` are those whose number comes later."""

    runs: list[Run] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


class Later:
    """What a run will say once all numbers are known; it stands in the run's `link`."""

    TABLE = "\0table"
    ROW = "\0n"
    CLAUSE = "\0clause "


@dataclass(frozen=True)
class Filler:
    """Fills sentences in for one document in one language."""

    reader: Reader
    root: Scope

    def fill(self, template: Template, scope: Scope, *, prose: bool = True) -> Filled | None:
        """The words of a sentence; None where a place that it needs is not there."""
        filled = Filled()
        try:
            self._parts(template[self.reader.language], scope, filled, prose)
        except Absent:
            return None
        filled.runs = _joined(filled.runs)
        if not any(run.text.strip() for run in filled.runs):
            filled.runs = []
        return filled if filled.said or filled.runs else None

    def _parts(self, parts: tuple[Part, ...], scope: Scope, filled: Filled, prose: bool) -> None:
        for part in parts:
            if isinstance(part, str):
                filled.runs.append(Run(part))
            elif isinstance(part, Portion):
                inner = Filled()
                try:
                    self._parts(part.parts, scope, inner, prose)
                except Absent:
                    continue
                filled.runs += inner.runs
                filled.said += inner.said
            elif isinstance(part, Mention):
                filled.runs.append(self._mention(part, scope))
            else:
                self._blank(part, scope, filled, prose)

    def _mention(self, mention: Mention, scope: Scope) -> Run:
        if mention.blank is None:
            return Run("\0", link=Later.TABLE if mention.of == "table" else Later.ROW)
        found = self.at(mention.blank, scope)
        item = self._named(found) if found is not None else None
        if item is None:
            raise Absent
        return Run("\0", link=Later.CLAUSE + item.address)

    def _blank(self, blank: Blank, scope: Scope, filled: Filled, prose: bool) -> None:
        found = self.at(blank, scope)
        if found is None or found.node is None:
            raise Absent
        if blank.restated is not None:
            item = self._named(found)
            found = _below(item, blank.restated) if item is not None else None
            if found is None or found.node is None:
                raise Absent
        if blank.choices is not None:
            words = self._chosen(blank, found)
            run = Run(words, found.address)
        elif found.value in ("", [], {}):
            raise Absent
        else:
            run = self._run(found, prose)
        if blank.restated is None:
            filled.said.append(found.address)
        else:
            run = replace(run, address="")
        filled.runs.append(run)

    def at(self, blank: Blank, scope: Scope) -> Scope | None:
        """Where a blank leads, or None where nothing is."""
        return _below(self.root if blank.absolute else scope, blank.steps)

    def _chosen(self, blank: Blank, found: Scope) -> str:
        choices, value = blank.choices or {}, found.value
        code = _code(value)
        if code in choices:
            return choices[code]
        if "*" in choices:
            return choices["*"]
        if code in ("null", "none") or isinstance(value, list | dict):
            raise Absent
        return str(self.reader.value(found.node, value)) if found.node is not None else ""

    def _named(self, found: Scope) -> Scope | None:
        """The item that a reference names."""
        node = found.node
        if node is None or not node.reference:
            return None
        named = self.reader.named(node.reference, str(found.value))
        if named is None:
            return None
        address, item = named
        steps = node.reference.partition("#")[0].split("/")[1:]
        whole = self.reader.blueprint.node_at(steps)
        return Scope(address, whole.item() if whole is not None else None, item)

    def _run(self, found: Scope, prose: bool) -> Run:
        assert found.node is not None
        value = (
            self.reader.in_prose(found.node, found.value)
            if prose
            else self.reader.value(found.node, found.value)
        )
        text = "\n".join(_lines(value)) if prose else str(value)
        if not text:
            raise Absent
        shown = value if value.file or value.colour or not prose else None
        return Run(text, found.address, "", value.language, value.link, shown)


def _lines(value: Value) -> Iterator[str]:
    """The words of a value; lists of longer texts by paragraphs."""
    if value.parts and not value.is_inline and any(part.note for part in value.parts):
        yield "；".join(str(part) for part in value.parts)
    elif value.parts:
        yield str(value)
    else:
        yield from value.paragraphs


def _code(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "null"
    if value == []:
        return "none"
    return str(value) if isinstance(value, str | int | float) else ""


def _below(scope: Scope, steps: tuple[str, ...]) -> Scope | None:
    for step in steps:
        node, value = scope.node, scope.value
        shape = node.variant_of(value) if node is not None and node.kind == "variant" else node
        if shape is None or not isinstance(scope.value, dict) or step not in scope.value:
            return None
        below = shape.child(step)
        if below is None or is_internal(below):
            return None
        scope = Scope(child(scope.address, step), below, scope.value[step])
    return scope


def _joined(runs: list[Run]) -> list[Run]:
    """The runs, with no sign of a value before the sign that follows in the sentence.

    Words in another language than that of the sentence keep their own sign instead.
    """
    made: list[Run] = []
    runs = [run for run in runs if run.text or run.address]
    for n, run in enumerate(runs):
        following = next((one.text for one in runs[n + 1 :] if one.text), "")
        before = made[-1] if made else Run("")
        if run.address or run.value:
            text = run.text if run.language else _without_end(run.text, following)
            if text != run.text:
                run = replace(run, text=text, cut=run.text[len(text) :])
        elif _is_said_already(before, run.text[:1]):
            run = replace(run, text=run.text[1:])
        made.append(run)
    return [run for run in made if run.text or run.address]


def _is_said_already(before: Run, sign: str) -> bool:
    """Whether what stands before has the sign: the stop of an abbreviation, or one of its own."""
    if before.language and before.text[-1:] in _STOPS:
        return sign in _STOPS
    return sign == "." and bool(_SHORT.search(before.text))


def _without_end(text: str, following: str) -> str:
    if following[:1] not in _SIGNS or not following:
        return text
    if _SHORT.search(text):
        return text
    return _END.sub("", text)
