"""Who may enter the designer, and the version that a page is about."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.permissions import bodies_of
from portal.core.errors import NotAllowed, Unseen
from schemes.models import Scheme, Version
from schemes.permissions import may_see

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], Any]


def for_bodies(view: View[P]) -> View[P]:
    """Let people of certification bodies in; others are told why not.

    Of an address that names an object they are told nothing: it may not even exist.
    """

    @wraps(view)
    def checked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not bodies_of(request.user).exists():
            if kwargs:
                raise Unseen
            raise NotAllowed(_("The workspace is for people of certification bodies."))
        answer: HttpResponse = view(request, *args, **kwargs)
        return answer

    protected: Any = login_required(checked)
    return protected


def person(request: HttpRequest) -> User:
    """The person at work; views behind `for_bodies` always have one."""
    assert isinstance(request.user, User)
    return request.user


def newest_version(request: HttpRequest, pk: int) -> Version:
    """The newest version of a scheme that the person may see, with what every page needs."""
    scheme = get_object_or_404(Scheme.objects.select_related("organisation"), pk=pk)
    may_see(request.user, scheme).require_sight()
    version = (
        scheme.versions.select_related("blueprint", "updated_by").order_by("-sequence").first()
    )
    assert version is not None, "A scheme is created with its first version."
    version.scheme = scheme
    return version
