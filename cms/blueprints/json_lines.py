"""In which line of a JSON text each of its places begins."""

from __future__ import annotations

import re
from json.decoder import scanstring  # type: ignore[attr-defined]

from schemes.blueprints.pointer import pointer

_BLANK = re.compile(r"[ \t\n\r]*")
_SCALAR = re.compile(r"[^,\]}\s]+")


def lines_of(text: str) -> dict[str, int]:
    """By JSON Pointer, the line (from 1) of the key or item; nothing for what is no JSON."""
    found: dict[str, int] = {}
    try:
        _Reader(text, found).value(0, ())
    except (IndexError, ValueError, RecursionError):
        return {}
    return found


class _Reader:
    """Reads a text that is known, or hoped, to be JSON."""

    def __init__(self, text: str, found: dict[str, int]) -> None:
        self.text = text
        self.found = found
        self.counted = (0, 1)

    def value(self, at: int, path: tuple[str | int, ...]) -> int:
        """Read a value; the position after it."""
        at = self._skip(at)
        self.found.setdefault(pointer(*path), self._line(at))
        opening = self.text[at]
        if opening == "{":
            return self._members(at + 1, path)
        if opening == "[":
            return self._items(at + 1, path)
        if opening == '"':
            return int(scanstring(self.text, at + 1)[1])
        match = _SCALAR.match(self.text, at)
        if match is None:
            raise ValueError(at)
        return match.end()

    def _members(self, at: int, path: tuple[str | int, ...]) -> int:
        at = self._skip(at)
        while self.text[at] != "}":
            self._expect(at, '"')
            key, end = scanstring(self.text, at + 1)
            self.found[pointer(*path, key)] = self._line(at)
            colon = self._skip(end)
            self._expect(colon, ":")
            at = self._next(self.value(colon + 1, (*path, key)), "}")
        return at + 1

    def _items(self, at: int, path: tuple[str | int, ...]) -> int:
        at = self._skip(at)
        index = 0
        while self.text[at] != "]":
            at = self._next(self.value(at, (*path, index)), "]")
            index += 1
        return at + 1

    def _next(self, at: int, closing: str) -> int:
        """The beginning of the next member or item, or the closing bracket."""
        at = self._skip(at)
        if self.text[at] == closing:
            return at
        self._expect(at, ",")
        return self._skip(at + 1)

    def _expect(self, at: int, sign: str) -> None:
        if self.text[at] != sign:
            raise ValueError(at)

    def _skip(self, at: int) -> int:
        match = _BLANK.match(self.text, at)
        assert match is not None
        return match.end()

    def _line(self, at: int) -> int:
        """The line of a position; positions are asked for in ascending order."""
        position, line = self.counted
        line += self.text.count("\n", position, at)
        self.counted = (at, line)
        return line
