"""Sending one message: one connection to one machine, no redirects, bounded in time and size."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
from typing import Any

from django.conf import settings
from django.utils.translation import override

from portal.core.errors import RulesBroken
from portal.core.failures import NotTaken
from registry.models import Delivery
from registry.webhooks.guarding import Target, number_of, target_of
from registry.webhooks.signing import headers_of

#: Of an answer no more is read; its words are for nobody.
MOST_READ = 4_096


class _Connection(http.client.HTTPConnection):
    """To the number that was looked at; the certificate is that of the name."""

    def __init__(self, target: Target, number: str) -> None:
        super().__init__(target.host, target.port, timeout=settings.WEBHOOKS["SECONDS"])
        self._target = target
        self._number = number

    def connect(self) -> None:
        """Connect without asking for the name again."""
        plain = socket.create_connection((self._number, self.port), self.timeout)
        if not self._target.is_encrypted:
            self.sock = plain
            return
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(plain, server_hostname=self._target.host)


def send(delivery: Delivery) -> int:
    """Send it, and say what the receiver answered.

    Raises:
        NotTaken: it could not be reached, or answered nothing that is HTTP.
    """
    try:
        target = target_of(delivery.webhook.address)
    except RulesBroken as refusal:
        with override(None):  # as it stands in the source, to be told in the reader's language
            raise NotTaken(str(refusal.message)) from None
    body = as_bytes(delivery.body)
    headers = {
        "Host": target.name,
        "Content-Type": "application/json",
        "User-Agent": "Touchstone-Webhooks/1",
        "Connection": "close",
        **headers_of(delivery.webhook, delivery.identifier, body),
    }
    connection = _Connection(target, number_of(target))
    try:
        connection.request("POST", target.path, body, headers)
        response = connection.getresponse()
        response.read(MOST_READ)
        return response.status
    except (OSError, http.client.HTTPException) as problem:
        raise NotTaken(f"{type(problem).__name__}: {problem}"[:300]) from None
    finally:
        connection.close()


def as_bytes(body: dict[str, Any]) -> bytes:
    """The body as it is signed and sent."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
