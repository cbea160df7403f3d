"""Says that a page is not there in the language that was asked for."""

from __future__ import annotations

from typing import Any

from django import template
from wagtail.models import Page

from cms.counterparts import asked_for

register = template.Library()


@register.inclusion_tag("components/not_available.html", takes_context=True)
def not_available(context: dict[str, Any]) -> dict[str, Any]:
    """The sentence, where the address names a page that is not there in this language."""
    request = context.get("request")
    page = context.get("page")
    return {
        "asked_for": asked_for(request) if request is not None else None,
        "here": page.title if isinstance(page, Page) else "",
        "LANGUAGE_CODE": context.get("LANGUAGE_CODE"),
    }
