"""What every template may use without asking."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from portal.core.localised import document_language, in_language


def portal(request: HttpRequest) -> dict[str, Any]:
    """The regulator's name, the site's address and the language of this page."""
    return {
        "REGULATOR_NAME": in_language(settings.REGULATOR_NAME),
        "SITE_URL": settings.SITE_URL,
        "DOCUMENT_LANGUAGE": document_language(),
        "DEMONSTRATION": settings.DEMONSTRATION_ALLOWED,
    }
