"""What every operation of the filing API asks first: parameters, the key, the filing meant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from registry.models import ApiToken, Filing
from registry.opendata.api.base import BadParameters, api
from registry.programs.once import Answer
from registry.search.filters import Problem

#: How the headers and bodies that are read by hand stand in the description.
KEY_HEADER: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "A key of your own, new for each request that is to change something; needed "
    "unless `dry_run` is set. The same key with the same request is answered as the first time.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
}


def chosen(name: str, value: str, choices: Mapping[str, Any]) -> Any:
    """The meaning of a parameter.

    Raises:
        BadParameters: it has none.
    """
    if value not in choices:
        message = _("Possible are: %(known)s.") % {
            "known": ", ".join(sorted(filter(None, choices)))
        }
        raise BadParameters((Problem(name, value, message),))
    return choices[value]


YES_OR_NO = {"": False, "false": False, "true": True}


def own_filing(token: ApiToken, number: str) -> Filing:
    """A filing of the token's body; any other does not exist for it.

    Raises:
        Http404: the body has no such filing.
    """
    own = Filing.objects.filter(organisation=token.organisation)
    filing = (
        own.select_related("organisation", "scheme__organisation", "version")
        .filter(number=number)
        .first()
    )
    if filing is None:
        raise Http404
    return filing


def answer_of(request: HttpRequest, answer: Answer, address: str = "") -> HttpResponse:
    """What was done for a request with a key."""
    response = api.create_response(request, answer.body, status=answer.status)
    if address:
        response["Location"] = address
    if answer.is_repeated:
        response["Idempotency-Replayed"] = "true"
    return response
