"""The door of the filing API: who is let in by a token, and what each token opens."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja.errors import Throttled
from ninja.security import HttpBearer

from portal.core.client_address import client_network
from portal.core.errors import DomainError, NotAllowed
from portal.core.rates import Rate, count_request
from portal.core.security_log import Outcome, SecurityEvent, record
from registry.models import ApiToken, Scope
from registry.tokens.life import note_use, token_of

#: Of one address, with whatever tokens: above what the tokens behind it may send.
KNOCKING = Rate("token", 600, 60)


class NoToken(DomainError):
    """The token opens nothing."""

    status = 401
    code = "token_refused"
    title = gettext_lazy("The token opens nothing")


class ScopeMissing(NotAllowed):
    """The token opens other things than what was asked for."""

    code = "scope_missing"


class ByToken(HttpBearer):
    """`Authorization: Bearer …`, the token as it was shown to the person who answers for it."""

    def __call__(self, request: HttpRequest) -> Any:
        """The token, or `NoToken`, also where none is shown."""
        standing = count_request(KNOCKING, client_network(request))
        if not standing.is_allowed:
            raise Throttled(wait=standing.seconds_until_new)
        if token := super().__call__(request):
            return token
        raise NoToken(_("Show a token: “Authorization: Bearer …”."))

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken:
        """The token of this secret. Why one opens nothing stands in the security log alone."""
        found, reason = token_of(token)
        if found is None:
            record(
                SecurityEvent.TOKEN_FAILED, outcome=Outcome.FAILED, reason=reason, request=request
            )
            raise NoToken(_("This token opens nothing: it is unknown, revoked or over."))
        note_use(found)
        return found


def token_with(request: HttpRequest, scope: Scope) -> ApiToken:
    """The token that a request came with, if it opens what is asked for.

    Raises:
        ScopeMissing: it does not.
    """
    token: ApiToken = getattr(request, "auth")  # noqa: B009  # unknown to HttpRequest
    if scope not in token.scopes:
        message = _("The token does not open this; it would need “%(scope)s”.")
        raise ScopeMissing(message % {"scope": scope.value})
    return token
