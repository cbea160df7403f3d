"""A link asks to read: what only takes what is sent is behind a form with a button."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
LINK = re.compile(r"""(?:href|src|hx-get)=["']\{% url ["']([^"']+)["']""")


def _routes(
    resolver: URLResolver, spaces: tuple[str, ...] = ()
) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Each named route, with its view."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from _routes(one, (*spaces, one.namespace) if one.namespace else spaces)
        elif isinstance(one, URLPattern) and one.name:
            yield ":".join([*spaces, one.name]), one.callback


def _methods(view: Callable[..., Any] | None) -> set[str]:
    """The methods that a decorator of the view allows; none where no decorator says."""
    while view is not None:
        if inspect.isfunction(view):
            allowed = inspect.getclosurevars(view).nonlocals.get("request_method_list")
            if allowed is not None:
                return set(allowed)
        view = getattr(view, "__wrapped__", None)
    return set()


def test_no_plain_link_leads_to_what_only_takes_what_is_sent() -> None:
    methods = {name: _methods(view) for name, view in _routes(get_resolver())}
    deaf = {name for name, allowed in methods.items() if allowed and "GET" not in allowed}
    assert {"designer:copy", "desk:take-up"} <= deaf
    links = [
        (str(file.relative_to(TEMPLATES)), name)
        for file in TEMPLATES.rglob("*.html")
        for name in LINK.findall(file.read_text(encoding="utf-8"))
    ]
    assert len(links) > 100
    assert [(file, name) for file, name in links if name in deaf] == []
