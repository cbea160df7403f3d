"""The links of the navigation, each of which knows whether it is where the reader is."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

register = template.Library()


@register.inclusion_tag("components/navigation_link.html", takes_context=True)
def navigation_link(
    context: dict[str, Any],
    address: str,
    label: str,
    *,
    exact: bool = False,
    further: bool = False,
    as_row: bool = False,
) -> dict[str, Any]:
    """One item of a service navigation.

    `address` is the name of a view or a path below the language (`guidance/`); `exact` is for
    the page above all others, which would else be marked on every one of them. A `further` page
    stands in the menu of a phone alone, and `as_row` in the row below the menu of wider screens.
    """
    href = _href(context, address)
    here = context["request"].path if "request" in context else ""
    return {
        "href": href,
        "label": label,
        "further": further,
        "as_row": as_row,
        "is_here": here == href,
        "is_below": not exact and here != href and here.startswith(href),
    }


def _href(context: dict[str, Any], address: str) -> str:
    if address.endswith("/"):
        return f"/{context['LANGUAGE_CODE']}/{address}"
    return reverse(address)
