"""Words for codes of registers that packages above know, such as the limits of rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from portal.core.localised import in_language
from portal.reference.registers import Words

#: Words by code: text in the page's language, or a text in both languages.
Source = Callable[[], Mapping[str, Words | Mapping[str, Any]]]

_sources: dict[tuple[str, str], Source] = {}


def name_codes(register: str, column: str, source: Source) -> None:
    """Have the codes in a column of a register said in words; `source` is asked at each look."""
    _sources[register, column] = source


def has_named_codes(register: str, column: str) -> bool:
    """Whether the codes in a column are known to somebody, so that one can be chosen."""
    return (register, column) in _sources


def word_for(register: str, column: str, code: str) -> str:
    """The word for a code in the page's language; empty where nobody knows one."""
    source = _sources.get((register, column))
    return in_language(source().get(code)) if source is not None else ""


def words_of(register: str, column: str) -> dict[str, str]:
    """The words for all codes in a column, in the page's language; empty where nobody knows any."""
    source = _sources.get((register, column))
    known = source() if source is not None else {}
    return {code: in_language(word) for code, word in known.items()}
