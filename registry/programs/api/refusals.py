"""How the filing API says no: a status, a stable code, a sentence, and the places concerned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.errors import HttpError, ValidationError

from portal.core.errors import DomainError, RulesBroken
from registry.opendata.api.base import api
from registry.opendata.api.findings import finding_rows
from registry.programs.api.door import NoToken
from schemes.documents import to_pointer
from schemes.importing import ImportRefused

Document = Mapping[str, Any]


class Refused(Exception):
    """A refusal of the domain, with the document in which its findings have their places."""

    def __init__(self, error: DomainError, document: Document | None = None) -> None:
        super().__init__(error)
        self.error = error
        self.document = document or {}


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    error = refusal.error
    body: dict[str, Any] = {"code": error.code, "message": str(error.message)}
    if pointer := getattr(error, "pointer", None):
        body["pointer"] = pointer
    body["findings"] = _findings(error, dict(refusal.document))
    response = api.create_response(request, body, status=error.status)
    if error.retry_after:
        response["Retry-After"] = str(error.retry_after)
    if isinstance(error, NoToken):
        response["WWW-Authenticate"] = 'Bearer realm="Touchstone"'
    return response


@api.exception_handler(DomainError)
def _refused_by_the_domain(request: HttpRequest, error: DomainError) -> HttpResponse:
    return _refused(request, Refused(error))


@api.exception_handler(ValidationError)
def _not_of_its_shape(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What the description of an operation does not allow, each at its place in the request."""
    problems = [
        {
            "code": "shape",
            "severity": "error",
            "pointer": "".join(f"/{step}" for step in one["loc"][2:]),
            "message": str(one["msg"]),
            "help": "",
            "source": "",
        }
        for one in error.errors
    ]
    message = " ".join(problem["message"] for problem in problems)
    body = {"code": "unreadable", "message": message, "findings": problems}
    return api.create_response(request, body, status=400)


@api.exception_handler(HttpError)
def _not_read(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A body that is no JSON, where the framework reads it."""
    body = {"code": "unreadable", "message": _("The request cannot be understood."), "findings": []}
    return api.create_response(request, body, status=error.status_code)


def _findings(error: DomainError, document: dict[str, Any]) -> list[dict[str, str]]:
    if isinstance(error, RulesBroken):
        return finding_rows(document, error.findings)
    if not isinstance(error, ImportRefused):
        return []
    places = error.files or (error,)
    return [_place(document, error, one) for one in places]


def _place(document: Document, error: ImportRefused, one: Any) -> dict[str, str]:
    """A place in the document, or a file of the bundle."""
    address = one.place.address
    pointer = to_pointer(document, address) if address.startswith("/") else ""
    words = {"code": error.reason.value, "severity": "error", "pointer": pointer}
    message = str(one.message if pointer or not str(one.place) else f"{one.place}: {one.message}")
    return {**words, "message": message, "help": "", "source": ""}
