"""Localised text: `{"zh": "…", "en": "…"}` in documents, one of the two on a page."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import (
    get_language,
    get_supported_language_variant,
    override,
    pgettext,
)

LANGUAGES = ("zh", "en")


def document_language() -> str:
    """The key, in localised text, of the language that translations come in now: `zh` or `en`.

    The catalogue itself says it, so that text of documents never stands in one language beside
    words in another: where a translation is missing or not compiled, words come in English.
    """
    return pgettext("key of this language in localised text: en or zh", "en")


def in_language(value: Any, language: str | None = None) -> str:
    """The text in one language, falling back to the other; plain values as they are."""
    if value is None:
        return ""
    if not isinstance(value, Mapping):
        return str(value)
    language = language or document_language()
    other = "zh" if language == "en" else "en"
    return str(value.get(language) or value.get(other) or "")


def sentences(first: str, *more: str) -> str:
    """Sentences one after another, with what stands between two in the language of the page."""
    told = first
    for each in more:
        told = pgettext("two sentences", "%(first)s %(second)s") % {"first": told, "second": each}
    return told


def interface_language(wanted: str) -> str | None:
    """The interface language that a name means (`zh`, `zh_CN.UTF-8`, `en-GB`), or None."""
    code = wanted.partition(".")[0].partition("@")[0].replace("_", "-")
    try:
        return get_supported_language_variant(code)
    except LookupError:
        return None


def spoken_language(language: str) -> str:
    """The language, or English where its translation was never compiled."""
    with override(language):
        return language if document_language() != "en" else "en"


def language_of_terminal() -> str:
    """The language of a command's answer: that of the environment, else that of the site."""
    names = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    wanted = next(filter(None, map(os.environ.get, names)), "").partition(":")[0]
    return interface_language(wanted) or get_language() or settings.LANGUAGE_CODE


def in_both_languages(label: object) -> dict[str, str]:
    """A translatable text as localised text, for what is kept and read later, such as mail."""
    words = {}
    for key, language in (("zh", "zh-hans"), ("en", "en")):
        with override(language):
            words[key] = str(label)
    return words
