"""A change at the door and the mail about it happen together, or neither does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver

Pattern = URLPattern | URLResolver

#: Attempts to come in write little and take long, while passwords are compared: they must not
#: hold a transaction meanwhile. What was posted before a new proof is carried out by its own view.
NOT_WHOLE = frozenset(
    {
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "mfa_login_webauthn",
        "mfa_reauthenticate_webauthn",
    }
)


def whole(view: Callable[..., Any]) -> Callable[..., Any]:
    """The view with everything that a post to it writes in one transaction."""

    @wraps(view)
    def as_a_whole(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return as_a_whole


def each_whole(patterns: Iterable[Pattern]) -> list[Pattern]:
    """The same addresses; posts to those that change something happen as a whole."""
    return [_whole_pattern(pattern) for pattern in patterns]


def _whole_pattern(pattern: Pattern) -> Pattern:
    if isinstance(pattern, URLPattern):
        view = pattern.callback if pattern.name in NOT_WHOLE else whole(pattern.callback)
        return URLPattern(pattern.pattern, view, pattern.default_args, pattern.name)
    inner = each_whole(pattern.url_patterns)
    return URLResolver(
        pattern.pattern, inner, pattern.default_kwargs, pattern.app_name, pattern.namespace
    )
