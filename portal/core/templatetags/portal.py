"""Template words of the whole portal (built in: templates need no `load`)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.core.localised import document_language, in_language

register = template.Library()


@register.filter
def localised(value: Any) -> str:
    """Localised text in the language of the page, or in the one that exists."""
    return in_language(value)


@register.filter
def own_language(value: Any) -> Any:
    """What is kept in both languages and is more than a text, in the language of the page."""
    return value.get(document_language()) if isinstance(value, dict) else value


@register.filter
def has_language(value: Any, language: str) -> bool:
    """Whether localised text is written in this language itself."""
    return isinstance(value, dict) and bool(value.get(language))


@register.filter
def key(mapping: Any, name: str) -> Any:
    """The value under a key that is only known while rendering."""
    return mapping.get(name) if hasattr(mapping, "get") else None


@register.filter
def file_kind(mime: str) -> str:
    """A media type as people say it: PDF for `application/pdf`."""
    return mime.rpartition("/")[2].partition("+")[0].upper()


@register.simple_tag(takes_context=True)
def address_in_language(context: dict[str, Any], language: str) -> str:
    """The address of this same page in another language, with its query.

    A page that knows better says so by `language_addresses`; where there is none, as of an
    address that leads nowhere (`is_absent`), it is the home page's.
    """
    request = context["request"]
    known: dict[str, str] = context.get("language_addresses") or {}
    if language in known:
        return known[language]
    if context.get("is_absent"):
        return f"/{language}/"
    here = request.get_full_path()
    there = translate_url(here, language)
    if there != here or here.startswith(f"/{language}/"):
        return there
    query = request.GET.copy()
    query["lang"] = language
    return f"{request.path}?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def with_query(context: dict[str, Any], **changes: Any) -> str:
    """This page's query string with some parameters changed; `None` or "" drops one."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = value
    return "?" + urlencode(sorted(query.lists()), doseq=True)


@register.simple_tag
def day(value: Any) -> SafeString | str:
    """A date as a `time` element: 2026年11月20日 or 20 November 2026."""
    from django.utils import formats, timezone

    if not value:
        return ""
    if isinstance(value, str):
        from datetime import date

        try:
            value = date.fromisoformat(value[:10])
        except ValueError:
            return value
    if hasattr(value, "tzinfo") and value.tzinfo:
        value = timezone.localtime(value)
    return format_html(
        '<time datetime="{}">{}</time>', value.isoformat(), formats.date_format(value)
    )


@register.filter
def plain_day(value: str) -> str:
    """An ISO date as words alone, for mails."""
    from datetime import date

    from django.utils import formats

    return formats.date_format(date.fromisoformat(value[:10])) if value else ""
