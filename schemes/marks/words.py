"""The words that stand on protected marks, which no other mark may bear (rule SCH-018)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from portal.core.folding import fold
from portal.reference.models import ProtectedMark
from schemes.rules.facts import Localised


def protected_mark_words(on: date) -> Mapping[str, Localised]:
    """By plain word, the name of the protected mark on which it stands on a day."""
    marks = ProtectedMark.objects.on(on).order_by("pk")
    return {plain_word(word): mark.name_text for mark in marks for word in mark.words}


def plain_word(word: str) -> str:
    """A word without differences of width and case."""
    return fold(word).strip()
