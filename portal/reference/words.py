"""Words for codes of registers that packages above know, such as the limits of rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

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


def row_from(day: date | str, register: str = "", **codes: str) -> str:
    """What a row is called that holds from a day on: by the words for its codes, and its day."""
    told = date_format(date.fromisoformat(day) if isinstance(day, str) else day)
    names = [word_for(register, name, code) or code for name, code in codes.items() if code]
    if not names:
        return _("from %(day)s on") % {"day": told}
    return _("%(names)s, from %(day)s on") % {"names": " / ".join(names), "day": told}


def not_known(typed: str, known: Iterable[Any]) -> str:
    """What is said of a code that nobody knows; `known` are the words for those that are."""
    words = {"name": typed, "known": _(", ").join(str(word) for word in known)}
    return _("“%(name)s” is not known. Known are: %(known)s.") % words
