"""Setting up a second factor comes first, for who must have one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.accounts.second_factor import lacks_second_factor

#: What remains open: setting one up, showing the password for that, and leaving.
REMAINS_OPEN = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "account_reauthenticate",
        "account_logout",
        "healthz",
    }
)
LACKS_ONE = "second_factor_is_missing"


class SecondFactorMiddleware:
    """Leads who lacks a second factor to the page that sets one up, wherever they wanted to go.

    Asked at each request rather than at sign-in alone: a role can be given meanwhile.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; `process_view` knows where it leads."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Let through what remains open."""
        match = request.resolver_match
        if not lacks_second_factor(request.user):
            return None
        setattr(request, LACKS_ONE, True)
        if match is not None and match.view_name in REMAINS_OPEN:
            return None
        if request.path.startswith("/api/"):
            message = _("Set up a second factor first; this act is confirmed with it.")
            return JsonResponse(
                {"code": "second_factor_missing", "message": message, "findings": []}, status=403
            )
        return redirect("mfa_index")

    def process_template_response(self, request: HttpRequest, response: Any) -> Any:
        """Let the page that sets one up say why the person was led there."""
        if response.context_data is not None and getattr(request, LACKS_ONE, False):
            response.context_data["second_factor_is_missing"] = True
        return response
