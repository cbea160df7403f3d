"""Who comes in by a link: whoever has it, while it opens; nobody keeps a copy of what it shows."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.core.client_address import client_network
from portal.core.error_pages import too_many_requests
from portal.core.privacy import KEPT_BY_NOBODY
from portal.core.rates import Rate, count_request
from registry.models import ExpertSeat
from registry.procedure.experts.links import Shut, link_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, ExpertSeat, P], Any]

#: Of one address; a person at work stays far below.
READING = Rate("expert", 240, 60)
#: Links that open nothing: whoever tries them out is stopped soon.
GUESSING = Rate("expert-unknown", 20, 600)


def by_link(view: View[P]) -> Callable[..., HttpResponse]:
    """Before a view: the seat that the link opens, or a page that says why it does not.

    No cache keeps the answer, no search engine lists it, and no other site is told the address.
    """

    @wraps(view)
    def opened(request: HttpRequest, secret: str, *args: P.args, **kwargs: P.kwargs) -> Any:
        response = _answer(view, request, secret, *args, **kwargs)
        response["Cache-Control"] = KEPT_BY_NOBODY
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Referrer-Policy"] = "same-origin"
        return response

    return opened


def _answer(
    view: View[P], request: HttpRequest, secret: str, *args: P.args, **kwargs: P.kwargs
) -> HttpResponse:
    network = client_network(request)
    standing = count_request(READING, network)
    if not standing.is_allowed:
        return too_many_requests(request, standing.seconds_until_new)
    link, shut = link_of(secret)
    if shut is Shut.UNKNOWN:
        guessing = count_request(GUESSING, network)
        if not guessing.is_allowed:
            return too_many_requests(request, guessing.seconds_until_new)
    if shut is not None or link is None:
        status = HTTPStatus.NOT_FOUND if link is None else HTTPStatus.GONE
        context = {"why": str(shut), "link": link, "without_account": True}
        return render(request, "experts/shut.html", context, status=status)
    answer: HttpResponse = view(request, link.seat, *args, **kwargs)
    return answer


def page(
    request: HttpRequest,
    seat: ExpertSeat,
    template: str,
    context: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """A page of the expert; each knows its secret from its own address."""
    match = request.resolver_match
    assert match is not None, "A view was found."
    filing = seat.panel.filing
    shared = {
        "seat": seat,
        "panel": seat.panel,
        "filing": filing,
        "version": filing.version,
        "secret": match.kwargs["secret"],
        "here": match.url_name,
        "without_account": True,
    }
    return render(request, f"experts/{template}.html", shared | (context or {}), status=status)
