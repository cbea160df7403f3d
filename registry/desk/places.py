"""Where a place of a filed text is at the desk: the page of its chapter, and its own anchor."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from django.urls import reverse

from registry.models import Filing
from schemes.citations import chapter_of


def place_href(filing: Filing, address: str, only: str = "") -> str:
    """The place in the text, or in what `only` leaves of it; what has no chapter is at the top."""
    key, text = chapter_of(filing.version, address), reverse("desk:document", args=[filing.number])
    if only:
        text = f"{text}?{urlencode({'only': only})}"
    if not key:
        return text
    page = text if only else reverse("desk:chapter", args=[filing.number, key])
    return f"{page}#{quote(address, safe='/@')}"


def chapter_href(filing: Filing, key: str) -> str:
    """A chapter of the text."""
    return reverse("desk:chapter", args=[filing.number, key]) + f"#chapter-{key}"
