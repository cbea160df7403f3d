"""How a message is signed, as the Standard Webhooks specification (1.0.0) has it.

The receiver computes the same from its secret, `webhook-id`, `webhook-timestamp` and the body as
it came, and refuses what differs or is old. After a rotation both secrets sign for a while.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from portal.core.sealing import seal, unseal
from registry.models import Webhook

PREFIX = "whsec_"


def new_secret() -> str:
    """24 random bytes, as the specification writes them."""
    return PREFIX + base64.b64encode(secrets.token_bytes(24)).decode("ascii")


def signature(secret: str, identifier: str, at: datetime, body: bytes) -> str:
    """The signature of one message by one secret."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = b".".join((identifier.encode(), str(int(at.timestamp())).encode(), body))
    digest = hmac.new(key, signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode('ascii')}"


def headers_of(webhook: Webhook, identifier: str, body: bytes) -> dict[str, str]:
    """The three headers by which a receiver knows who writes, and that it is new."""
    now = timezone.now()
    sealed = [webhook.secret]
    if webhook.former_until is not None and webhook.former_until > now:
        sealed.append(webhook.former_secret)
    signatures = [signature(unseal(each), identifier, now, body) for each in sealed]
    return {
        "webhook-id": identifier,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def rotated(webhook: Webhook, secret: str) -> Webhook:
    """The webhook with a new secret; the one before signs as well for some hours. Not saved."""
    webhook.former_secret = webhook.secret
    webhook.former_until = timezone.now() + timedelta(hours=settings.WEBHOOKS["FORMER_HOURS"])
    webhook.secret = seal(secret)
    return webhook
