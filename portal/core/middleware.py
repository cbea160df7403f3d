"""Language by query, and refusals as pages for people and JSON for machines."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import is_valid_path, resolve
from django.utils.translation import get_language_from_path, get_supported_language_variant

from portal.core.errors import DomainError, NotAllowed, RulesBroken, Unseen
from portal.core.security_log import Outcome, SecurityEvent, address_of, record

#: A language and an area, such as `/en/desk/`, are around every record and are none.
DEPTH_OF_AREAS = 2
#: What is recorded as a refusal, whoever gave it: the domain, Django, Wagtail or a limit.
REFUSALS: dict[int, str] = {
    HTTPStatus.FORBIDDEN: NotAllowed.code,
    HTTPStatus.TOO_MANY_REQUESTS: "too_many_requests",
}


class LanguageChoiceMiddleware:
    """Addresses without a language (`/schemes/…`, `/accounts/…`) take it from `?lang=`.

    Where that is missing, `?next=/en/…` says it: who is asked to sign in on the way is asked in
    the language of the page, and comes back to it. The choice is kept in Django's language cookie;
    `LocaleMiddleware` does the rest.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language that was asked for, and remember it."""
        try:
            language = get_supported_language_variant(request.GET.get("lang", ""))
        except LookupError:
            language = get_language_from_path(request.GET.get("next", "")) or ""
        if not language:
            return self.get_response(request)
        request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = language
        response = self.get_response(request)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=31_536_000, samesite="Lax"
        )
        return response


class OwnLocaleMiddleware(LocaleMiddleware):
    """Django's, except that an answer of ours that says "not found" stays what it is.

    Django would send it to the same address below a language, where Wagtail takes any path.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Look for a page below a language only where no view of ours has answered."""
        if response.status_code == HTTPStatus.NOT_FOUND and request.resolver_match is not None:
            return response
        return super().process_response(request, response)


class DomainErrorsMiddleware:
    """Answer a `DomainError` with its status, its stable code and its sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, and put every refusal into the security log."""
        response = self.get_response(request)
        if response.status_code in REFUSALS:
            _record_refusal(request, REFUSALS[response.status_code])
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and is_blank_page(response):
            context = {
                "is_of_a_form": request.method != "POST",
                "record": _record_around(request.path),
            }
            response.content = render_to_string("errors/405.html", context, request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn what the domain refused into an answer; anything else is our own mistake."""
        if isinstance(exception, Unseen):
            _record_refusal(request, "unseen")
        if not isinstance(exception, DomainError):
            return None
        findings = exception.findings if isinstance(exception, RulesBroken) else ()
        if request.path.startswith("/api/"):
            body = {
                "code": exception.code,
                "message": str(exception.message),
                "findings": [
                    {"code": f.code, "address": f.address, "message": str(f.message)}
                    for f in findings
                ],
            }
            response: HttpResponse = JsonResponse(body, status=exception.status)
        else:
            is_absent = exception.status == HTTPStatus.NOT_FOUND
            context = {
                "error": exception,
                "findings": findings,
                "is_absent": is_absent,
                "record": _record_around(request.path),
            }
            response = render(request, "errors/refused.html", context, status=exception.status)
        if exception.retry_after:
            response["Retry-After"] = str(exception.retry_after)
        return response


def is_blank_page(response: HttpResponseBase) -> bool:
    """Whether an answer would be shown as an empty page."""
    return (
        isinstance(response, HttpResponse)
        and not response.content
        and response.get("Content-Type", "").startswith("text/html")
    )


def _record_around(path: str) -> str:
    """The page of the record to which an act belongs, by the addresses around it; else nothing.

    The outermost address that names a record; where none does, the nearest of our pages.
    """
    steps = path.strip("/").split("/")[:-1]
    around = [f"/{'/'.join(steps[:n])}/" for n in range(DEPTH_OF_AREAS + 1, len(steps) + 1)]
    pages = [(address, resolve(address)) for address in around if is_valid_path(address)]
    # Wagtail takes any address; pages of ours have a namespace.
    ours = [(address, match) for address, match in pages if match.app_names]
    named = [address for address, match in ours if match.kwargs]
    return next(iter([*named, *(address for address, _match in reversed(ours))]), "")


def _record_refusal(request: HttpRequest, reason: str) -> None:
    record(
        SecurityEvent.REFUSED,
        outcome=Outcome.REFUSED,
        object=address_of(request),
        reason=reason,
        request=request,
    )


class ExportsMiddleware:
    """Record each file that a person who is signed in carries away.

    A page that is shown is no export. What anybody can fetch without signing in is open data:
    the log of the web server has it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and look at what is handed out."""
        response = self.get_response(request)
        if (
            response.status_code == HTTPStatus.OK
            and response.get("Content-Disposition", "").startswith("attachment")
            and settings.SESSION_COOKIE_NAME in request.COOKIES
            and request.user.is_authenticated
        ):
            record(SecurityEvent.EXPORTED, object=address_of(request), request=request)
        return response
