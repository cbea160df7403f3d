"""Where a place of a filed text is at the desk: the page of its chapter, and its own anchor."""

from __future__ import annotations

from urllib.parse import quote

from django.urls import reverse

from registry.models import Filing
from registry.procedure.filed_places import section_of


def place_href(filing: Filing, address: str) -> str:
    """The place in the text; what belongs to no chapter is at the top."""
    key = section_of(filing.version, address)
    if not key:
        return reverse("desk:document", args=[filing.number])
    page = reverse("desk:chapter", args=[filing.number, key])
    return f"{page}#{quote(address, safe='/@')}"


def chapter_href(filing: Filing, key: str) -> str:
    """A chapter of the text."""
    return reverse("desk:chapter", args=[filing.number, key]) + f"#chapter-{key}"
