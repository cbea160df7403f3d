"""How signing in behaves here (django-allauth)."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import httpkit, ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse

from portal.accounts.door_mail import send_door_mail
from portal.accounts.known_devices import device_of, remember_device
from portal.accounts.notices import addresses_told, tell
from portal.core.sealing import seal, unseal

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
            [("login_failed_device", f"{account}:{device}"), ("login_failed_known", account)]
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
        """Go on, and know the device from now on; a new one is told to the person."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if device_of(request, user.email) is None:
            self.send_notification_mail("signed_in_on_new_device", user)
        remember_device(request, response, user.email)
        return response

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Who has a second factor shows that; the password alone could be stolen with a session.

        The first one is asked for at once: the app, or the passkey of who has no app. Recovery
        codes are entered where those of the app are, and nobody wants to use one up.
        """
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        factors = [method for method in methods if method["id"].startswith("mfa_")]
        if not is_mfa_enabled(user, types=[Authenticator.Type.TOTP]):
            factors.sort(key=lambda method: method["id"] != "mfa_reauthenticate:webauthn")
        return factors or methods

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """By the outbox, with the change that it is about; in our words, in both languages."""
        send_door_mail(template_prefix, email, context)

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

    def encrypt(self, text: str) -> str:
        """Keys of apps and the seed of recovery codes are sealed in the database."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """What was sealed; nobody comes in where it cannot be read.

        Raises:
            Unreadable: the key is not in the environment.
        """
        return unseal(encrypted_text)

    def _get_site_name(self) -> str:
        """Not the name in `django.contrib.sites`, which nobody here sets."""
        return str(settings.MFA_TOTP_ISSUER)
