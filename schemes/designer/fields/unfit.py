"""What the form cannot edit is shown, kept as it is, and can be taken out."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from schemes.blueprints import Node
from schemes.designer.fields.base import Field, Surroundings
from schemes.designer.posted import REMOVE, Posted
from schemes.designer.values import ABSENT, is_number


class UnfitField(Field):
    """A value whose shape is not the one that the blueprint gives this place."""

    template = "designer/fields/unfit.html"

    def read(self, posted: Posted) -> Any:
        """The value as it is, unless it shall go."""
        return ABSENT if posted.has(self.name + REMOVE) else self.value

    @property
    def source(self) -> str:
        """The value as JSON, not more of it than can be looked at."""
        written = json.dumps(self.value, ensure_ascii=False, indent=2)
        return written if len(written) <= 2000 else f"{written[:2000]}…"

    @property
    def is_collapsed(self) -> bool:
        """What is wrong is never hidden."""
        return False


class UnknownField(UnfitField):
    """A part that the blueprint does not know."""

    def __init__(self, around: Surroundings, key: str, name: str, address: str, value: Any) -> None:
        node = Node.of(key, {}, False, {})
        super().__init__(around, node, name, address, value)

    @property
    def label(self) -> str:
        """The key as it stands in the document."""
        return self.node.name


def fits(node: Node, value: Any) -> bool:
    """Whether the field for a place can show this value and give it back unchanged."""
    if value is ABSENT:
        return True
    check = _CHECKS.get(node.kind)
    return check(node, value) if check else isinstance(value, str) or is_number(value)


def _is_words(value: Any) -> bool:
    return isinstance(value, str) or is_number(value)


def _localised(node: Node, value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    known = [value[part.name] for part in node.children() if part.name in value]
    return all(isinstance(words, str) for words in known)


def _codes(node: Node, value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(code, str) for code in value)


def _lines(node: Node, value: Any) -> bool:
    return isinstance(value, list) and all(
        is_number(line) or (isinstance(line, str) and "\n" not in line) for line in value
    )


def _range(node: Node, value: Any) -> bool:
    if isinstance(value, list):
        return 1 <= len(value) <= 2 and all(map(_is_words, value))
    return _is_words(value)


def _variant(node: Node, value: Any) -> bool:
    return node.variant_of(value) is not None or value == {}


_CHECKS: dict[str, Callable[[Node, Any], bool]] = {
    "localised": _localised,
    "object": lambda node, value: isinstance(value, dict),
    "records": lambda node, value: isinstance(value, list),
    "variant": _variant,
    "boolean": lambda node, value: isinstance(value, bool),
    "choices": _codes,
    "strings": _lines,
    "file": lambda node, value: isinstance(value, dict),
    "number_or_range": _range,
    "nullable": lambda node, value: value is None or _is_words(value),
}
