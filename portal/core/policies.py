"""Content security policy: strict for people's pages, looser for Wagtail's admin alone."""

from __future__ import annotations

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase

#: Wagtail's admin draws with inline styles and scripts; nothing of ours is shown there.
ADMIN_DIRECTIVES = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
}


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """Adds the policy, and replaces a few directives below `/cms/`."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Choose the policy by the place that answered."""
        if request.path.startswith("/cms/") and not hasattr(response, "_csp_replace"):
            response._csp_replace = ADMIN_DIRECTIVES  # type: ignore[attr-defined]
        return super().process_response(request, response)
