"""From the bytes of a file to a document, or to a clear word why not.

What passes here can be stored, canonicalised and walked without surprise: one JSON object
of bounded size and depth, no name twice in an object, no number or character that another
reader would see differently.
"""

from __future__ import annotations

import json
import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from schemes.documents.addresses import Document
from schemes.documents.addresses import format as format_address

MAX_BYTES = 4_000_000
MAX_DEPTH = 64
_LARGEST_INTEGER = 2**53 - 1
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[\]{}]|-?Infinity|NaN', re.DOTALL)
# PostgreSQL stores neither of these in JSON, and UTF-8 has no form for half a pair.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class DocumentUnreadable(ValueError):
    """Bytes that are no document; says why (translatable) and where in the file."""

    def __init__(self, message: Any, place: str = "") -> None:
        super().__init__(message, place)
        self.message = message
        self.place = place

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else str(self.message)


class _NumberRefused(ValueError):
    """A number that JSON readers would not agree on."""


class _NameTwice(ValueError):
    """An object with the same name twice."""


def parse(data: bytes | str) -> Document:
    """Read one document; raises `DocumentUnreadable`, never anything else."""
    text = _text(data)
    try:
        document = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_refuse_number,
            parse_float=_float,
            parse_int=_integer,
        )
    except RecursionError:
        raise _too_deep(text) from None
    except _NameTwice as problem:
        name = str(problem)
        raise DocumentUnreadable(
            _("The same name stands twice in one object."), _place_of_name(text, name)
        ) from None
    except _NumberRefused as problem:
        raise DocumentUnreadable(
            _("This number is not allowed here; write a plain number of ordinary size."),
            _place_of_number(text, str(problem)),
        ) from None
    except json.JSONDecodeError as problem:
        raise DocumentUnreadable(
            _("The file is not JSON: it cannot be read from this place on."),
            f"{problem.lineno}:{problem.colno}",
        ) from None
    if not isinstance(document, dict):
        raise DocumentUnreadable(_("The file holds no document: it must be one object {…}."), "1:1")
    _refuse_unstorable(document, text)
    return document


def larger_than_any_document() -> DocumentUnreadable:
    """What is said of a file of more than `MAX_BYTES`."""
    return DocumentUnreadable(
        _("The file is larger than %(size)d MB, more than any document may be.")
        % {"size": MAX_BYTES // 1_000_000}
    )


def _text(data: bytes | str) -> str:
    if isinstance(data, str):
        data = data.encode("utf-8", "surrogatepass")
    too_large = len(data) > MAX_BYTES
    try:
        text = data[:MAX_BYTES].decode("utf-8-sig", "strict" if not too_large else "replace")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        column = problem.start - data.rfind(b"\n", 0, problem.start)
        raise DocumentUnreadable(
            _("The file is not UTF-8 text. Save it as UTF-8 and try again."), f"{line}:{column}"
        ) from None
    if too_large:
        # A file that is both too deep and too large is told the more telling of the two.
        if (place := _first_place_too_deep(text)) is not None:
            raise _too_deep(text, place)
        raise larger_than_any_document()
    return text


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        names = [name for name, _value in pairs]
        raise _NameTwice(next(name for name in names if names.count(name) > 1))
    return result


def _refuse_number(literal: str) -> float:
    raise _NumberRefused(literal)


def _float(literal: str) -> float:
    value = float(literal)
    # Beyond this PostgreSQL gives a whole number back, which canonical JSON cannot write.
    if abs(value) > _LARGEST_INTEGER:
        raise _NumberRefused(literal)
    return value


def _integer(literal: str) -> int:
    if len(literal) > 17 or abs(int(literal)) > _LARGEST_INTEGER:
        raise _NumberRefused(literal)
    return int(literal)


def _refuse_unstorable(document: Document, text: str) -> None:
    """Walk without recursion: the depth is still unchecked here."""
    stack: list[tuple[tuple[str | int, ...], Any]] = [((), document)]
    while stack:
        path, value = stack.pop()
        if len(path) > MAX_DEPTH:
            raise _too_deep(text)
        if isinstance(value, dict):
            for name, part in value.items():
                _refuse_characters(name, path)
                stack.append(((*path, name), part))
        elif isinstance(value, list):
            stack.extend(((*path, index), part) for index, part in enumerate(value))
        elif isinstance(value, str):
            _refuse_characters(value, path)


def _refuse_characters(text: str, path: tuple[str | int, ...]) -> None:
    if _UNSTORABLE.search(text):
        raise DocumentUnreadable(
            _("The text holds a character that cannot be stored (U+0000 or half a character)."),
            format_address(path).encode("utf-8", "replace").decode(),
        )


def _too_deep(text: str, place: str | None = None) -> DocumentUnreadable:
    return DocumentUnreadable(
        _("The parts are nested more than %(depth)d levels deep.") % {"depth": MAX_DEPTH},
        place or _first_place_too_deep(text) or "",
    )


def _first_place_too_deep(text: str) -> str | None:
    depth = 0
    for token in _TOKEN.finditer(text):
        if token[0] in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                return _line_and_column(text, token.start())
        elif token[0] in "]}":
            depth -= 1
    return None


def _place_of_number(text: str, literal: str) -> str:
    outside_strings = re.finditer(r'"(?:[^"\\]|\\.)*"|' + re.escape(literal), text, re.DOTALL)
    start = next((hit.start() for hit in outside_strings if hit[0] == literal), 0)
    return _line_and_column(text, start)


def _place_of_name(text: str, name: str) -> str:
    """The first object that has the name twice, seen by a scan that knows objects alone."""
    written = json.dumps(name, ensure_ascii=False)
    seen: list[bool] = []
    for token in re.finditer(r'"(?:[^"\\]|\\.)*"(?=\s*(:)?)|[{}]', text, re.DOTALL):
        if token[0] == "{":
            seen.append(False)
        elif token[0] == "}":
            seen.pop()
        elif token[1] and token[0] == written:
            if seen[-1]:
                return _line_and_column(text, token.start())
            seen[-1] = True
    return written


def _line_and_column(text: str, position: int) -> str:
    line = text.count("\n", 0, position) + 1
    column = position - text.rfind("\n", 0, position)
    return f"{line}:{column}"
