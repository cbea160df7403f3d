"""Values that every reader of JSON sees alike; only of these does a digest exist (RFC 8785)."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from schemes.blueprints.pointer import pointer
from schemes.blueprints.problems import DialectProblem

#: The largest whole number that JavaScript keeps exactly (RFC 7493, 2.2).
LARGEST_NUMBER = 2**53 - 1
# PostgreSQL stores no NUL in text, and UTF-8 has no form for half a surrogate pair.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def check(root: Mapping[str, Any]) -> Iterator[DialectProblem]:
    """Yield the numbers, texts and names that could not be stored or digested."""
    ahead: list[tuple[tuple[str | int, ...], Any]] = [((), root)]
    while ahead:
        at, value = ahead.pop()
        if isinstance(value, Mapping):
            if not all(map(_is_text, value)):
                yield DialectProblem(pointer(*at), "character")
            ahead += reversed([((*at, name), part) for name, part in value.items()])
        elif isinstance(value, list):
            ahead += reversed([((*at, index), part) for index, part in enumerate(value)])
        elif not _is_text(value):
            yield from _scalar(at, value)


def _scalar(at: tuple[str | int, ...], value: object) -> Iterator[DialectProblem]:
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, str):
        yield DialectProblem(pointer(*at), "character")
    elif not isinstance(value, (int, float)):
        yield DialectProblem(pointer(*at), "schema", {"detail": type(value).__name__})
    elif not -LARGEST_NUMBER <= value <= LARGEST_NUMBER:  # nor is this true of NaN
        yield DialectProblem(pointer(*at), "number", {"limit": LARGEST_NUMBER})


def _is_text(words: object) -> bool:
    return isinstance(words, str) and not _UNSTORABLE.search(words)
