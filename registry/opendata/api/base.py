"""The API itself: its description, the form of its answers, and what is not understood."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import Throttled
from ninja.renderers import JSONRenderer

from portal.core.privacy import KEPT_BY_NOBODY
from registry.opendata.api.limits import CHECKING, FILING, READING, PerAddress, standing_of
from registry.search.filters import Problem


class OpenAPI(NinjaAPI):
    """Readable from any page: what it answers without a token is the same for everybody."""

    def create_response(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Allow pages of other sites to read the answer, and say whether it has changed."""
        response = super().create_response(request, *args, **kwargs)
        if "Authorization" in request.headers:
            # What one body is told; no page of another site and no cache has a part in it.
            response["Cache-Control"] = KEPT_BY_NOBODY
        else:
            response["Access-Control-Allow-Origin"] = "*"
        standing = standing_of(request)
        for name, value in standing.as_headers().items() if standing is not None else ():
            response[name] = value
        if response.status_code != HTTPStatus.OK:
            return response
        set_response_etag(response)
        found = get_conditional_response(request, etag=response["ETag"], response=response)
        return response if found is None else found


class Readable(JSONRenderer):
    """JSON in which Chinese stands as it is."""

    json_dumps_params = {"ensure_ascii": False}


api = OpenAPI(
    title="Touchstone",
    version="1",
    description=(
        "The public register of voluntary certification schemes, without a key: to be read, and to "
        "try a document against its blueprint and the rules before it is filed. "
        "Texts are in Chinese (`zh`) and, where there is one, in English (`en`).\n\n"
        "A certification body files from its own system by a token, which its administrator has "
        "made in the workspace (Organisation, Programs) and the person takes over who answers for "
        "it. The token is sent as `Authorization: Bearer …`; it opens the filings of that body and "
        "nothing else. Each request that changes something bears an `Idempotency-Key` and may be "
        "sent again without being carried out twice.\n\n"
        f"One address may send {READING.most} requests a minute for reading and {CHECKING.most} "
        f"requests a minute for checks, one token {READING.most} for reading and {FILING.most} for "
        "what is sent in. Each answer says in `RateLimit` what is left; beyond that "
        "the answer is 429, and `Retry-After` says how many seconds to wait. Whoever wants "
        "everything takes the files of the open-data page instead."
    ),
    throttle=PerAddress(READING),
    docs_url=None,
    renderer=Readable(),
    servers=[{"url": settings.SITE_URL}],
)


class BadParameters(Exception):
    """Parameters that make no sense, all of them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems


@api.exception_handler(BadParameters)
def _bad_parameters(request: HttpRequest, error: BadParameters) -> HttpResponse:
    body = {
        "code": "bad_parameter",
        "message": " ".join(str(problem.message) for problem in error.problems),
        "parameters": [
            {"parameter": one.parameter, "value": one.value, "message": str(one.message)}
            for one in error.problems
        ],
    }
    return api.create_response(request, body, status=400)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    body = {"code": "not_found", "message": _("There is nothing at this address of the API.")}
    return api.create_response(request, body, status=404)


@api.exception_handler(Throttled)
def _too_often(request: HttpRequest, error: Throttled) -> HttpResponse:
    body = {
        "code": "too_many_requests",
        "message": _("Too many requests came from your address. Please wait."),
    }
    return api.create_response(request, body, status=429)
