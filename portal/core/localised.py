"""Localised text: `{"zh": "…", "en": "…"}` in documents, one of the two on a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

LANGUAGES = ("zh", "en")


def document_language() -> str:
    """The key of the active interface language in localised text: `zh` or `en`."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def in_language(value: Any, language: str | None = None) -> str:
    """The text in one language, falling back to the other; plain values as they are."""
    if value is None:
        return ""
    if not isinstance(value, Mapping):
        return str(value)
    language = language or document_language()
    other = "zh" if language == "en" else "en"
    return str(value.get(language) or value.get(other) or "")
