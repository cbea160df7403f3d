"""How signing in behaves here (django-allauth)."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import httpkit, ratelimit
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse

from portal.accounts.known_devices import device_of, remember_device

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an organisation's administrator; nobody signs up alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed: a person without an organisation could do nothing here."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The network address of the person, as the trusted proxies report it.

        Where it cannot be known (a socket without a proxy that reports it), each request counts
        as an address of its own: counted together, one attacker could lock out everybody. The
        limits of account and device hold there as everywhere.
        """
        try:
            address = httpkit.get_client_ip(request)
        except ImproperlyConfigured:
            logger.warning("X-Forwarded-For names fewer proxies than TRUSTED_PROXY_COUNT.")
            address = httpkit.clean_client_ip(request.META.get("REMOTE_ADDR", ""))
        return address or f"unknown-{secrets.token_hex(8)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count this attempt; a successful one is taken back.

        Raises:
            ValidationError: there were too many.
        """
        device = device_of(request, str(credentials.get("email", "")))
        account = self._get_login_attempts_cache_key(request, **credentials)
        counts = (
            [("login_failed_device", f"{account}:{device}")]
            if device
            else [("login_failed_address", None), ("login_failed", account)]
        )
        taken = ratelimit.RateLimitUsage(usage=[])
        self._login_failed_rl_usage = taken
        for action, key in counts:
            usage = ratelimit.consume(request, app="allauth.account", action=action, key=key)
            if usage is None:
                raise self.validation_error("too_many_login_attempts")
            taken.usage.extend(usage.usage)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Go on, and know the device from now on."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        remember_device(request, response, user.email)
        return response
