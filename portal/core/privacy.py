"""What is behind sign-in stays with the person: no cache and no browser keeps a copy of it."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

#: The first word of the addresses that are answered to people who signed in, and of the door.
BEHIND_SIGN_IN = frozenset({"accounts", "after-login", "cms", "desk", "workspace"})
KEPT_BY_NOBODY = "private, no-store"


def is_behind_sign_in(path: str) -> bool:
    """Whether an address belongs to a place that one enters by signing in."""
    first, _slash, rest = path.lstrip("/").partition("/")
    if first in dict(settings.LANGUAGES):
        first = rest.partition("/")[0]
    return first in BEHIND_SIGN_IN


class NoStoreMiddleware:
    """Forbid everybody to keep what is behind sign-in, refusals and files included.

    A shared computer would otherwise show it to the next person who presses “Back”.
    Source: OWASP ASVS 4.0.3, 8.2.1.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and say so in place of whatever the view said."""
        response = self.get_response(request)
        if is_behind_sign_in(request.path_info):
            response["Cache-Control"] = KEPT_BY_NOBODY
        return response
