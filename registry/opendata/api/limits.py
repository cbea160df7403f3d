"""How often each address may ask the API, and how it is told."""

from __future__ import annotations

from django.http import HttpRequest
from ninja.throttling import BaseThrottle

from portal.core.client_address import client_network
from portal.core.rates import Rate, Standing, count_request

READING = Rate("read", 300, 60)
#: A check computes for up to a second, where reading is answered from an index.
CHECKING = Rate("check", 20, 60)
#: Of one token: what is sent in is checked, signed and filed.
FILING = Rate("filing", 30, 60)
_STANDING = "rate_standing"


class PerAddress(BaseThrottle):
    """So many requests from one address; what is left is told with every answer."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate

    def allow_request(self, request: HttpRequest) -> bool:
        """Count the request, and remember for the answer how its sender stands."""
        standing = count_request(self._rate, self.sender(request))
        setattr(request, _STANDING, standing)
        return standing.is_allowed

    def sender(self, request: HttpRequest) -> str:
        """Who is counted."""
        return client_network(request)


class PerToken(PerAddress):
    """So many requests with one token, wherever they come from."""

    def sender(self, request: HttpRequest) -> str:
        """The token by which the request was let in."""
        return f"token-{getattr(request, 'auth').pk}"  # noqa: B009  # unknown to HttpRequest


def standing_of(request: HttpRequest) -> Standing | None:
    """How the sender of a request that was counted stands."""
    return getattr(request, _STANDING, None)
