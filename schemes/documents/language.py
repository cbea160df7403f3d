"""Localised text, `{"zh": "…", "en": "…"}`: picking a language and comparing words."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from portal.core.folding import fold

_NOT_OF_WORDS = re.compile(r"[\W_]+")


def text(value: Any, language: str = "zh") -> str:
    """The text in a language, else in Chinese, else in any it has; plain values as they are.

    `language` may be a Django code (`zh-hans`); only its first part counts.
    """
    if isinstance(value, dict):
        wanted = value.get(language)
        if isinstance(wanted, str) and wanted.strip():
            return wanted
        for code in (language.partition("-")[0], "zh", "en"):
            if isinstance(value.get(code), str) and value[code].strip():
                return str(value[code])
        return ""
    return "" if value is None or isinstance(value, list) else str(value)


def has_language(value: Any, language: str) -> bool:
    """Whether a localised text really says something in this language."""
    part = value.get(language.partition("-")[0]) if isinstance(value, dict) else None
    return isinstance(part, str) and bool(part.strip())


def normalised(value: Any) -> str:
    """The Chinese text without blanks and punctuation, for asking whether two say the same."""
    return _NOT_OF_WORDS.sub(_symbols, fold(text(value)))


def _symbols(found: re.Match[str]) -> str:
    """What counts although it is of no word: symbols (+, ℃), which tell two texts apart."""
    return "".join(sign for sign in found[0] if unicodedata.category(sign)[0] in "LNS")
