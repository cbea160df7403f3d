"""Searching text for words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import re2

from portal.core.folding import fold
from schemes.documents.language import text
from schemes.rules.facts import CompiledPattern


def words_in(value: Any, words: tuple[str, ...]) -> list[str]:
    """Which of the words stand in a text, in either of its languages, large or small.

    Latin words are found at the start of a word, so that `train` is found in `training` but not
    in `constrain`; Chinese has no such borders.
    """
    searched = _in_both_languages(value)
    # A glance first: hardly any text has the letters of a word in it at all.
    near = [word for word in words if fold(word) in searched]
    return [word for word in near if _any_of((word,)).search(searched) is not None]


def any_word_in(values: Iterable[Any], words: tuple[str, ...]) -> bool:
    """Whether one of the words stands in one of the texts; one pass over all of them."""
    searched = "\n".join([_in_both_languages(value) for value in values])
    return bool(words) and _any_of(words).search(searched) is not None


def _in_both_languages(value: Any) -> str:
    return fold(f"{text(value, 'zh')}\n{text(value, 'en')}")


@lru_cache(maxsize=1024)
def _any_of(words: tuple[str, ...]) -> CompiledPattern:
    return re2.compile("|".join(_pattern(word) for word in words))


def _pattern(word: str) -> str:
    folded = fold(word)
    border = r"\b" if folded.isascii() and folded[:1].isalnum() else ""
    return border + re.escape(folded)
