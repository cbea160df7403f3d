"""The answers that Django gives when no view can: a page for people, JSON for machines.

The pages of 400, 413, 429, 500 and 503 stand alone: they use neither the database nor the
person, since what failed may be just that, and since being refused must cost less than asking.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

#: How many seconds to wait where nobody has said how long a refusal holds.
PATIENCE = 60

_TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
_MACHINES = "/api/"
_SAID_TO_MACHINES = {
    400: ("bad_request", _("The request cannot be understood.")),
    403: ("not_allowed", _("You may not see this.")),
    404: ("not_found", _("There is nothing at this address of the API.")),
    413: ("too_large", _("The request holds more than is taken at once.")),
    429: ("too_many_requests", _("Too many requests came from your address. Please wait.")),
    500: ("our_mistake", _("Something went wrong on our side. It has been noted.")),
    503: ("busy", _("The portal is busy. Please try again in a little while.")),
}


def is_of_a_machine(request: HttpRequest) -> bool:
    """Whether the answer is read by a program rather than by a person."""
    return request.path.startswith(_MACHINES)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent makes no sense, or is more than is taken at once (413)."""
    return _alone(request, 413 if isinstance(exception, _TOO_LARGE) else 400)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """This person may not see this."""
    return _for_machines(403) if is_of_a_machine(request) else _page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page that does not exist, with the ways on."""
    return _for_machines(404) if is_of_a_machine(request) else _page(request, 404)


def too_many_requests(request: HttpRequest, retry_after: int = PATIENCE) -> HttpResponse:
    """Somebody asks too often; the answer says how many seconds to wait."""
    response = _alone(request, 429)
    response["Retry-After"] = str(retry_after)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Our own mistake."""
    return _alone(request, 500)


def unavailable(request: HttpRequest, retry_after: int = PATIENCE) -> HttpResponse:
    """Everything that could do this is busy with others."""
    response = _alone(request, 503)
    response["Retry-After"] = str(retry_after)
    return response


def _page(request: HttpRequest, status: int) -> HttpResponse:
    context = {"is_absent": status == HTTPStatus.NOT_FOUND}
    return render(request, f"errors/{status}.html", context, status=status)


def _alone(request: HttpRequest, status: int) -> HttpResponse:
    if is_of_a_machine(request):
        return _for_machines(status)
    # Without the request: its context would ask who is signed in.
    return HttpResponse(render_to_string(f"errors/{status}.html"), status=status)


def _for_machines(status: int) -> JsonResponse:
    code, message = _SAID_TO_MACHINES[status]
    body: dict[str, Any] = {"code": code, "message": str(message)}
    response = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    return response
