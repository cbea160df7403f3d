"""Texts that satisfy a text's constraints: tried out, never only thought out."""

from __future__ import annotations

import re
import re._constants as words  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterator, Mapping
from itertools import count, islice
from typing import Any

import re2

#: Each format with texts that have it.
_EXAMPLES = {
    "date": ("2026-01-01", "2026-01-02", "2026-01-03"),
    "uri": ("https://a.example/1", "https://a.example/2", "urn:example:1", "urn:example:2"),
}
_PLAIN = ("示例文字", "甲", "a", "1", "A1", "a-1", "2026-01-01", "https://a.example/1")
#: How often an open repetition is repeated at most beyond what it asks for.
_MOST = 4000
_ATTEMPTS = 300


def texts_for(schema: Mapping[str, Any]) -> Iterator[str]:
    """Different texts that the constraints of a string let pass, at most a few hundred."""
    seen: set[str] = set()
    for text in islice(_candidates(schema), _ATTEMPTS):
        if text not in seen and passes(text, schema):
            seen.add(text)
            yield text


def _candidates(schema: Mapping[str, Any]) -> Iterator[str]:
    shortest, longest = schema.get("minLength", 0), schema.get("maxLength", _MOST)
    yield from _EXAMPLES.get(schema.get("format", ""), ())
    if "pattern" in schema:
        yield from _by_pattern(schema["pattern"], shortest)
    for number in count(1):
        for plain in _PLAIN:
            text = plain if number == 1 else f"{plain}{number}"
            yield text.ljust(shortest, "字")[:longest]


def passes(text: str, schema: Mapping[str, Any]) -> bool:
    """Whether the constraints of a string let a text pass; a format only by its examples."""
    if not schema.get("minLength", 0) <= len(text) <= schema.get("maxLength", len(text)):
        return False
    if "format" in schema and text not in _EXAMPLES[schema["format"]]:
        return False
    return "pattern" not in schema or re2.search(schema["pattern"], text) is not None


def _by_pattern(pattern: str, shortest: int) -> Iterator[str]:
    """Texts made along a pattern; none for what is RE2's alone. They are tried like the others."""
    try:
        parsed = parser.parse(pattern)
    except (re.error, OverflowError):
        return
    for more in (0, 1, 2, 3, shortest, *range(4, 24)):
        for turn in range(8):
            yield _Writer(more, turn).text(parsed)


class _Writer:
    """Writes one text along a parsed pattern: `more` repetitions than asked, `turn` for choices."""

    def __init__(self, more: int, turn: int) -> None:
        self.more, self.turn = more, turn

    def text(self, parsed: Any) -> str:
        """The text along all parts of it."""
        return "".join(self._part(kind, value) for kind, value in parsed)

    def _part(self, kind: Any, value: Any) -> str:
        if kind is words.LITERAL:
            return chr(value)
        if kind is words.IN:
            return self._one_of(value)
        if kind in (words.ANY, words.NOT_LITERAL):
            return "a" if value != ord("a") else "b"
        if kind in (words.MAX_REPEAT, words.MIN_REPEAT, words.POSSESSIVE_REPEAT):
            least, most, inner = value
            return "".join(self.text(inner) for _ in range(min(least + self.more, int(most))))
        if kind is words.BRANCH:
            branches = value[1]
            return self.text(branches[self.turn % len(branches)])
        if kind is words.SUBPATTERN:
            return self.text(value[-1])
        return ""

    def _one_of(self, members: Any) -> str:
        if members[0][0] is words.NEGATE:
            allowed = "aA1字-_ ."
            refused = {ord(self._member(each)) for each in members[1:]}
            return next((sign for sign in allowed if ord(sign) not in refused), "~")
        return self._member(members[self.turn % len(members)])

    def _member(self, member: Any) -> str:
        kind, value = member
        if kind is words.LITERAL:
            return chr(value)
        if kind is words.RANGE:
            low, high = value
            return chr(min(low + self.turn, high))
        return {
            words.CATEGORY_DIGIT: "1",
            words.CATEGORY_SPACE: " ",
            words.CATEGORY_NOT_DIGIT: "a",
        }.get(value, "a")
