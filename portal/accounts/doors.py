"""The doors of the areas that are not public: who may come in, and what becomes of the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from portal.accounts.models import User
from portal.accounts.permissions import Visitor
from portal.core.access import Access
from portal.core.errors import Unseen

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], Any]


@dataclass(frozen=True)
class Door:
    """Put before a view, it lets in whom `may_enter` allows.

    Who is not signed in is sent to sign in. The others are told the reason, but of an address that
    names an object nothing at all: it may not even exist.
    """

    may_enter: Callable[[Visitor], Access]

    def __call__(self, view: View[P]) -> View[P]:
        """The view behind the door."""

        @wraps(view)
        def checked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            access = self.may_enter(request.user)
            if not access and kwargs:
                raise Unseen
            access.require()
            answer: HttpResponse = view(request, *args, **kwargs)
            return answer

        protected: Any = login_required(checked)
        return protected


def person(request: HttpRequest) -> User:
    """The person at work; views behind a door or `login_required` always have one."""
    assert isinstance(request.user, User)
    return request.user
