"""Conditional requests for answers that are made of the registers alone.

Such an answer changes when a row of any register changes, or when a day passes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import condition

from portal.core.release import tag
from portal.reference.changes import current_token

View = Callable[..., HttpResponseBase]


def state_of_registers() -> tuple[str, str]:
    """What names everything that the registers say today."""
    return str(current_token()), timezone.localdate().isoformat()


def fresh_page(view: View) -> View:
    """For pages: 304 while nothing has changed. Who is signed in sees their name on each."""
    return _conditional(view, is_page=True)


def fresh_data(view: View) -> View:
    """For data: the same for everybody and in every language."""
    return _conditional(view, is_page=False)


def _conditional(view: View, *, is_page: bool) -> View:
    def etag(request: HttpRequest, *args: Any, **kwargs: Any) -> str | None:
        if not is_page:
            words: tuple[str, ...] = (request.headers.get("Accept", ""), get_language())
        elif request.user.is_anonymous and not settings.DEBUG:
            words = ("page", get_language())
        else:
            return None
        return tag(request.path, request.GET.urlencode(), *words, *state_of_registers())

    answered = condition(etag_func=etag)(view)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = answered(request, *args, **kwargs)
        if isinstance(response, HttpResponse) and response.has_header("ETag"):
            patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
        return response

    return answer
