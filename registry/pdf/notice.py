"""The correction notice as a page to print, made from what the notice itself keeps."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from portal.core.localised import in_language
from registry.models import Notice
from registry.pdf.rule import INTERFACE, in_groups, page_words


def notice_html(notice: Notice, language: str) -> str:
    """The page that the notice is made of."""
    with override(INTERFACE[language]):
        return render_to_string("pdf/notice.html", _context(notice, language))


def _context(notice: Notice, language: str) -> dict[str, Any]:
    return {
        **page_words(language),
        "regulator": in_language(settings.REGULATOR_NAME, language),
        "notice": notice,
        "words": notice.content,
        "sha256_in_groups": in_groups(notice.sha256),
    }
