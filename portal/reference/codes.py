"""Codes by the words for them: what a file may hold instead of a code, in every language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.core.folding import fold
from portal.reference.choices import Category
from portal.reference.registers import Register
from portal.reference.words import words_of


@dataclass
class Codes:
    """The codes of a column: by folded word, and whether there may be no others."""

    is_closed: bool
    by_word: dict[str, str] = field(default_factory=dict)
    #: What stands for each code in the language of whoever reads.
    titles: dict[str, str] = field(default_factory=dict)

    def word_of(self, code: str) -> str:
        """The word for a code, where the code is known again by it; else the code."""
        title = self.titles.get(code, "")
        return title if title and self.by_word.get(fold(title).strip()) == code else code

    def code_of(self, text: str) -> str:
        """The code that a cell means; a text that no code is where others may be.

        Raises:
            ValidationError: the column has these codes only; names them.
        """
        code = self.by_word.get(fold(text).strip())
        if code is not None:
            return code
        if not self.is_closed or text == "":
            return text
        valid = _(", ").join(
            code if code == title else f"{title} ({code})" for code, title in self.titles.items()
        )
        raise ValidationError(
            _("“%(text)s” is not known. Write one of: %(valid)s.")
            % {"text": text[:40], "valid": valid}
        )


def codes_by_word(register: Register, column: str) -> Codes:
    """The codes of a column; one without any has none."""
    kept = register.fields[column]
    is_closed = bool(kept.choices) or column == "category"
    codes = Codes(is_closed, titles=dict(_pairs(register, column)))
    twice: set[str] = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            for code, title in _pairs(register, column):
                word = fold(title).strip()
                if codes.by_word.setdefault(word, code) != code:
                    twice.add(word)
    for word in twice:
        del codes.by_word[word]
    codes.by_word |= {fold(code): code for code in codes.titles}
    return codes


def _pairs(register: Register, column: str) -> Iterator[tuple[str, str]]:
    """Each code of a column with its word in the language of now."""
    kept = register.fields[column]
    choices: Any = kept.flatchoices or (Category.choices if column == "category" else ())
    yield from ((str(code), str(title)) for code, title in choices if code not in ("", None))
    if not choices:
        yield from words_of(register.key, column).items()
