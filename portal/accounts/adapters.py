"""How signing in behaves here (django-allauth)."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import httpkit, ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse

from portal.accounts.known_devices import device_of, remember_device
from portal.accounts.notices import addresses_told, tell
from portal.core.mail import send

logger = logging.getLogger(__name__)

#: Our mails for those that allauth sends; signing up, which has more, is closed.
MAILS = {
    "account/email/password_reset_key": "password_reset",
    "account/email/email_confirmation": "address_code",
    "account/email/unknown_account": "unknown_account",
}


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

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Who has a second factor shows that; the password alone could be stolen with a session."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        factors = [method for method in methods if method["id"].startswith("mfa_")]
        return factors or methods

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In both languages, as all mail of ours, with what our templates need and no more.

        Sent at once: what is in it opens an account, so it is never stored in the outbox.
        """
        words = {key: context[key] for key in ("password_reset_url", "code") if key in context}
        send({"template": MAILS[template_prefix], "to": email, "context": words})

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the person what was changed, at the address that was theirs before."""
        told = addresses_told(context or {}, email or user.email)
        device = self.get_http_user_agent(self.request)[: httpkit.HTTP_USER_AGENT_MAX_LENGTH]
        what = template_prefix.rpartition("/")[2]
        tell(what, user.name, told, self.get_client_ip(self.request), device)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Apps and passkeys are listed on the person's device under the portal's name."""

    def _get_site_name(self) -> str:
        """Not the name in `django.contrib.sites`, which nobody here sets."""
        return str(settings.MFA_TOTP_ISSUER)
