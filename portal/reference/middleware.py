"""Who is behind the changes of a request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from portal.reference.changes import acting


class ActingMiddleware:
    """What a request changes in the registers is recorded as done by the person signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer on behalf of the person; who it is, is read only when something changes."""
        with acting(request.user, "form"):
            return self.get_response(request)
