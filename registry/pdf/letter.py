"""A letter as a page to print, made from what the letter itself keeps."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override

from registry.models import Letter
from registry.pdf.rule import INTERFACE, in_groups, page_words


def letter_html(letter: Letter, language: str) -> str:
    """The page that the letter is made of."""
    with override(INTERFACE[language]):
        return render_to_string("pdf/letter.html", _context(letter, language))


def _context(letter: Letter, language: str) -> dict[str, Any]:
    return {
        **page_words(language),
        "letter": letter,
        "words": letter.content,
        "blocks": letter.content["blocks"][language],
        "sha256_in_groups": in_groups(letter.sha256),
    }
