"""The full text of a rule as HTML, made once per document, language and release."""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from portal.core.release import release
from portal.reference.field_names import known_fields
from portal.reference.units import known_units
from registry.catalogue.files import PublicFile
from schemes.models import Version
from schemes.reading import Chapter, chapters

SECONDS = 86_400


def chapters_of(version: Version, language: str) -> list[Chapter]:
    """The chapters of a frozen document."""
    return chapters(
        version.blueprint.blueprint, version.document, language, known_units(), known_fields()
    )


def rule_html(version: Version, language: str, files: dict[str, PublicFile]) -> SafeString:
    """The chapters with their contents list; a frozen document never changes, so this is kept."""
    hrefs = hashlib.sha256(repr(sorted(f.href for f in files.values())).encode()).hexdigest()
    key = f"rule:{version.digest}:{language}:{hrefs}:{release()}"
    html = cache.get(key)
    if html is None:
        html = str(
            render_to_string(
                "components/document_chapters.html",
                {"chapters": chapters_of(version, language), "file_addresses": files},
            )
        )
        cache.set(key, html, SECONDS)
    return SafeString(html)
