"""Who may enter the desk, and the filing that a page is about."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.permissions import may_publish, works_at_desk
from portal.core.errors import NotAllowed, Unseen
from registry.models import Filing
from registry.permissions import is_impartial

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], Any]


def for_officers(view: View[P]) -> View[P]:
    """Let officers and deciders of the regulator in; others are told why not.

    Of an address that names an object they are told nothing: it may not even exist.
    """

    @wraps(view)
    def checked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not works_at_desk(request.user):
            if kwargs:
                raise Unseen
            raise NotAllowed(_("The desk is for officers of the regulator."))
        answer: HttpResponse = view(request, *args, **kwargs)
        return answer

    protected: Any = login_required(checked)
    return protected


def for_regulator(view: View[P]) -> View[P]:
    """Let in everybody who reviews filings or edits reference data for the regulator."""

    @wraps(view)
    def checked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not (works_at_desk(request.user) or may_publish(request.user)):
            if kwargs:
                raise Unseen
            raise NotAllowed(_("This page is for people of the regulator."))
        answer: HttpResponse = view(request, *args, **kwargs)
        return answer

    protected: Any = login_required(checked)
    return protected


def officer(request: HttpRequest) -> User:
    """The person at work; views behind `for_officers` always have one."""
    assert isinstance(request.user, User)
    return request.user


def filing_under(request: HttpRequest, number: str) -> Filing:
    """The filing with a number, for people of the desk who have no part in it."""
    filings = Filing.objects.select_related(
        "organisation", "scheme", "version__blueprint", "officer"
    )
    filing = get_object_or_404(filings, number=number)
    is_impartial(request.user, filing).require()
    return filing
